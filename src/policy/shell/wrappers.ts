/** Commands that are done here, and commands that run others: their inner command is judged like any other. */
import type { Judgement, XargsOptions } from './command.ts';
import { type Arguments, defineOptions, readArguments } from './flags.ts';
import { type Place, pathRefusal } from './paths.ts';
import { type Field, ShellRefusal } from './plan.ts';

type Wrapper = (args: readonly Field[], place: Place) => Judgement;

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [':', () => ({ kind: 'builtin', name: 'true', args: [] })],
  ['true', () => ({ kind: 'builtin', name: 'true', args: [] })],
  ['false', () => ({ kind: 'builtin', name: 'false', args: [] })],
  ['pwd', () => ({ kind: 'builtin', name: 'pwd', args: [] })],
  ['cd', changeFolder],
  ['which', (args) => which(args)],
  ['command', (args) => which(args[0]?.text === '-v' ? args.slice(1) : [])],
  ['timeout', timeout],
  ['xargs', xargs],
  ['kubectl', kubectl],
]);

/** What a command of this file comes to; undefined: it is none. */
export function wrapper(name: string, args: readonly Field[], place: Place): Judgement | undefined {
  return WRAPPERS.get(name)?.(args, place);
}

function kubectl(args: readonly Field[]): Judgement {
  const odd = args.find(({ text, dataFirst }) => dataFirst && text.startsWith('-'));
  if (odd !== undefined)
    throw new ShellRefusal(`kubectl: "${odd.text.slice(0, 60)}" is output of a command and would become an option.`);
  return { kind: 'kubectl', args: args.map(({ text }) => text) };
}

function changeFolder(args: readonly Field[], place: Place): Judgement {
  const [folder, ...more] = args[0]?.text === '--' ? args.slice(1) : args;
  if (folder === undefined || more.length > 0 || folder.text.startsWith('-'))
    throw new ShellRefusal('cd needs one folder.');
  const refusal = folder.known ? pathRefusal(folder.text, 'list', place) : undefined;
  if (refusal !== undefined) throw new ShellRefusal(`cd: ${refusal}`);
  return { kind: 'builtin', name: 'cd', args: [folder.text] };
}

function which(args: readonly Field[]): Judgement {
  if (args.length === 0 || args.some(({ text }) => !/^[\w.+[-]+$/.test(text) || text.startsWith('-'))) {
    throw new ShellRefusal('which and "command -v" take names of commands alone.');
  }
  return { kind: 'builtin', name: 'which', args: args.map(({ text }) => text) };
}

function timeout(args: readonly Field[]): Judgement {
  const { options, operands } = readArguments(
    'timeout',
    args,
    defineOptions('-k=word -s=word -v --preserve-status --foreground'),
    true,
  );
  const [duration, ...words] = operands;
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(duration?.text ?? '') ?? [];
  if (number === undefined || words.length === 0 || options.some(({ name }) => name === '--preserve-status')) {
    throw new ShellRefusal('timeout needs a duration such as 10s, and a command.');
  }
  return { kind: 'timeout', seconds: Number(number) * ({ m: 60, h: 3600 }[unit] ?? 1), words };
}

const XARGS = defineOptions(
  '-0rx -n=int -I=word -d=word -P=int -s=int --null --no-run-if-empty --max-args=int --delimiter=word --max-procs=int',
);

function xargs(args: readonly Field[]): Judgement {
  const { options, operands } = readArguments('xargs', args, XARGS, true);
  if (operands.length === 0) throw new ShellRefusal('xargs needs a command.');
  if (operands[0]?.text === 'xargs') throw new ShellRefusal('xargs cannot run xargs.');
  return { kind: 'xargs', options: xargsOptions(options), words: operands };
}

function xargsOptions(options: Arguments['options']): XargsOptions {
  const last = (...names: string[]) => options.findLast(({ name }) => names.includes(name))?.value?.text;
  const has = (...names: string[]) => options.some(({ name }) => names.includes(name));
  const replace = last('-I');
  const given = last('-d', '--delimiter')?.replace('\\n', '\n').replace('\\0', '\0').replace('\\t', '\t');
  if (given !== undefined && given.length !== 1) throw new ShellRefusal('xargs -d needs one character.');
  const delimiter = has('-0', '--null') ? '\0' : (given ?? (replace === undefined ? undefined : '\n'));
  const most = Number(last('-n', '--max-args') ?? 1000);
  if (!(most >= 1)) throw new ShellRefusal('xargs -n needs a number of at least 1.');
  return { most: replace === undefined ? most : 1, replace, delimiter, skipEmpty: has('-r', '--no-run-if-empty') };
}
