/** Commands that turn text into text: of a pipe, or of files that may be read. */

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandSpec } from '../command.ts';
import { defineOptions } from '../flags.ts';
import { ShellRefusal } from '../plan.ts';

const read = (options: string): CommandSpec => ({ options: defineOptions(options), operands: 'read' });

/** Of two folders it would read all files that both have, wherever links in them lead. */
const noFolders: CommandSpec['check'] = ({ operands }, { folder }) => {
  const found = operands.find(({ text }) => statSync(resolve(folder, text), { throwIfNoEntry: false })?.isDirectory());
  if (found !== undefined) throw new ShellRefusal(`diff: ${found.text} is a folder; name files.`);
};

/** Whatever they are told, they only print and compare. */
const FREE: CommandSpec = { options: new Map(), operands: 'word', free: true };

/** Left out on purpose, in the order of the rows: followers, writers, what names its files in a file, and helpers that are run. */
export const FILTERS: Readonly<Record<string, CommandSpec>> = {
  cat: read('-AbeEnstTuv --number --number-nonblank --squeeze-blank --show-all --show-ends --show-tabs'),
  tac: { ...read('-b -s=word'), scratch: true },
  nl: read('-p -b=word -d=word -f=word -h=word -i=int -l=int -n=word -s=word -v=int -w=int'),
  head: read('-NUM -qvz -n=word -c=word --lines=word --bytes=word --quiet --verbose --zero-terminated'),
  tail: read('-NUM -qvz -n=word -c=word --lines=word --bytes=word --quiet --verbose --zero-terminated'),
  wc: read('-clmwL --bytes --chars --lines --words --max-line-length'),
  cut: read(
    '-nsz -b=word -c=word -d=word -f=word --bytes=word --characters=word --delimiter=word --fields=word --complement --only-delimited --output-delimiter=word',
  ),
  sort: read(
    '-bcCdfghiMmnRrsuVz -k=word -t=word -S=word --key=word --field-separator=word --reverse --numeric-sort --human-numeric-sort --version-sort --unique --stable --ignore-case --general-numeric-sort --month-sort --dictionary-order --ignore-leading-blanks --check?word --sort=word --zero-terminated --parallel=int',
  ),
  // Its second operand would be written to.
  uniq: {
    ...read(
      '-NUM -cdDiuz -f=int -s=int -w=int --count --repeated --unique --ignore-case --skip-fields=int --skip-chars=int --check-chars=int',
    ),
    most: 1,
  },
  column: read(
    '-tnNexLJ -s=word -o=word -c=int -N=word -R=word -H=word --table --separator=word --output-separator=word --table-columns=word --table-right=word --table-hide=word --json --keep-empty-lines',
  ),
  paste: read('-sz -d=word --delimiters=word --serial'),
  fold: read('-bs -w=int --width=int --spaces --bytes'),
  fmt: read('-NUM -cstu -w=int --width=int'),
  expand: read('-i -t=word --tabs=word'),
  unexpand: read('-a -t=word'),
  comm: read('-123z --total --output-delimiter=word --check-order --nocheck-order'),
  join: read('-i -a=word -e=word -j=int -o=word -t=word -v=word -1=int -2=int --header --nocheck-order'),
  cmp: read('-bls -n=word -i=word --silent --quiet --verbose --bytes=word'),
  diff: {
    ...read(
      '-NUM -abBdEiNpqstTuwyZ -U=int -C=int -W=int -I=word --brief --unified?int --context?int --side-by-side --width=int --ignore-case --ignore-all-space --ignore-space-change --ignore-blank-lines --suppress-common-lines --color?word --report-identical-files --text',
    ),
    check: noFolders,
  },
  md5sum: read('-btz --tag'),
  sha1sum: read('-btz --tag'),
  sha256sum: read('-btz --tag'),
  sha512sum: read('-btz --tag'),
  cksum: read('-a=word --algorithm=word'),
  zcat: { ...read(''), runs: 'gzip', first: () => ['-cd'] },
  tr: {
    options: defineOptions('-cCdst --complement --delete --squeeze-repeats --truncate-set1'),
    operands: 'word',
    most: 2,
  },
  grep: {
    options: defineOptions(
      '-NUM -abcEFGHhiLlnoPqrsTUvwxyZz -e=word -m=int -A=int -B=int -C=int -d=word --regexp=word --max-count=int --after-context=int --before-context=int --context=int --count --extended-regexp --fixed-strings --basic-regexp --perl-regexp --with-filename --no-filename --ignore-case --no-ignore-case --files-without-match --files-with-matches --line-number --only-matching --quiet --silent --recursive --no-messages --text --invert-match --word-regexp --line-regexp --null --null-data --color?word --colour?word --include=word --exclude=word --exclude-dir=word --line-buffered --byte-offset --initial-tab --binary-files=word --label=word',
    ),
    operands: 'read',
    words: (args) => (args.options.some(({ name }) => name === '-e' || name === '--regexp') ? 0 : 1),
    // Of --include and --exclude the last that matches counts.
    last: (args) => (isRecursive(args.options) ? NEVER_IN_TREES : []),
  },
  echo: FREE,
  yes: FREE,
  printf: FREE,
  expr: FREE,
  test: FREE,
  '[': FREE,
  seq: { options: defineOptions('-w -s=word -f=word'), operands: 'word', most: 3 },
  basename: { options: defineOptions('-az -s=word'), operands: 'word' },
  dirname: { options: defineOptions('-z'), operands: 'word' },
  sleep: { options: defineOptions(''), operands: 'word', most: 1 },
};

/** Files in readable folders that may not be read are left out of a search through the folder. */
const NEVER_IN_TREES = [
  ...['key', 'p12', 'pfx', 'jks', 'keystore', 'kubeconfig', 'kdbx', 'gpg'].map((ending) => `--exclude=*.${ending}`),
  ...['id_*', 'kubeconfig*', 'authorized_keys', 'token', '.env*', '.*history', 'btmp*', 'tallylog', 'faillog*'].map(
    (name) => `--exclude=${name}`,
  ),
  ...['.kube', '.ssh', '.gnupg', '.aws', '.azure', '.docker', '.config', 'secrets'].map(
    (name) => `--exclude-dir=${name}`,
  ),
];

/** Whether a `grep` reads all that lies below its operands. */
export function isRecursive(options: readonly { name: string }[]): boolean {
  return options.some(({ name }) => name === '-r' || name === '--recursive' || name === '-d');
}
