/** `find` without what acts: its expression is a list of tests, and prints. */
import type { CheckArguments } from '../command.ts';
import { pathRefusal } from '../paths.ts';
import { ShellRefusal } from '../plan.ts';

const ALONE = new Set(
  '! ( ) , -not -a -o -and -or -empty -true -false -prune -quit -print -print0 -ls -xdev -mount -depth -daystart -readable -writable -executable -nouser -nogroup -noleaf -ignore_readdir_race'.split(
    ' ',
  ),
);
const WITH_WORD = new Set(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -lname -ilname -type -xtype -size -perm -user -group -uid -gid -links -inum -fstype -maxdepth -mindepth -mtime -atime -ctime -mmin -amin -cmin -used -newermt -printf'.split(
    ' ',
  ),
);
const WITH_PATH = new Set('-newer -anewer -cnewer -samefile'.split(' '));

/** Starting points, then an expression of the primaries above and nothing else. */
export const checkFind: CheckArguments = (args, place) => {
  const waiting = [...args];
  const path = (text: string) => {
    const refusal = pathRefusal(text, 'list', place);
    if (refusal !== undefined) throw new ShellRefusal(`find: ${refusal}`);
  };
  while (/^-(?:[HLP]|O[0-3])$/.test(waiting[0]?.text ?? '')) waiting.shift();
  while (waiting[0] !== undefined && !/^(?:-|[()!,]$)/.test(waiting[0].text)) {
    const start = waiting.shift();
    if (start?.known === true) path(start.text);
  }
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word.data)
      throw new ShellRefusal(
        `find: "${word.text.slice(0, 60)}" is output of a command or a file's name and cannot be part of the expression.`,
      );
    if (ALONE.has(word.text)) continue;
    const value = waiting.shift();
    if (value === undefined || !(WITH_WORD.has(word.text) || WITH_PATH.has(word.text))) {
      throw new ShellRefusal(`find ${word.text.slice(0, 60)} is not among the tests that are known only to read.`);
    }
    if (WITH_PATH.has(word.text) && value.known) path(value.text);
  }
};
