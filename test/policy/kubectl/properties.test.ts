/** What holds for every command line that can be made of kubectl's commands and flags. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createClassifyKubectl } from '../../../src/policy/kubectl/classify.ts';
import type { Command, Group } from '../../../src/policy/kubectl/command.ts';
import { ALIASES, COMMANDS } from '../../../src/policy/kubectl/commands.ts';
import { COMMON, REFUSED_FLAGS } from '../../../src/policy/kubectl/commonFlags.ts';
import { type FlagTable, mergeTables } from '../../../src/policy/kubectl/flags.ts';
import { printWords, splitWords } from '../../../src/policy/kubectl/words.ts';

const classify = createClassifyKubectl({ contexts: [], namespace: () => 'default' });

interface Entry {
  path: string[];
  command: Command;
}

function entriesOf(group: Group, path: string[] = []): Entry[] {
  const own = group.own === undefined || path.length === 0 ? [] : [{ path, command: group.own }];
  const below = Object.entries(group.commands).flatMap(([name, next]) =>
    'commands' in next ? entriesOf(next, [...path, name]) : [{ path: [...path, name], command: next }],
  );
  return [...own, ...below];
}

const entries = entriesOf(COMMANDS);
const writes = entries.filter(({ command }) => command.effect === 'write');
const reads = entries.filter(({ command }) => command.effect === 'read' && command.refused === undefined);

/** What a value may be: much that looks like something else. */
const value = fc.constantFrom(
  'shop',
  'get',
  'pods',
  'json',
  'yaml',
  '1',
  '5s',
  'client',
  'true',
  'false',
  'a=b',
  '',
  '-1',
  'help',
);
const word = fc.constantFrom('pods', 'pod/web', 'web', 'get', 'describe', 'help', 'nodes', 'a=b', 'a-', '-', 'version');

/** One flag in one of the forms in which it can be written. */
function flagOf(table: FlagTable): fc.Arbitrary<string[]> {
  const letterOf = (name: string) => [...table.letters].find(([, long]) => long === name)?.[0];
  // Those that turn a change into no change are tried on their own.
  const names = [...table.kinds.keys()].filter((name) => !['help', 'dry-run', 'list'].includes(name));
  return fc.tuple(fc.constantFrom(...names), value, fc.nat(4)).map(([name, text, form]) => {
    const letter = letterOf(name);
    const takesNext = table.kinds.get(name) === 'value';
    if (form === 0 && letter !== undefined) return takesNext ? [`-${letter}`, text] : [`-${letter}`];
    if (form === 1 && letter !== undefined && takesNext) return [`-${letter}${text}`];
    if (form === 2) return [`--${name.replaceAll('-', '_')}=${text}`];
    if (form === 3 || !takesNext) return takesNext ? [`--${name}=${text}`] : [`--${name}`];
    return [`--${name}`, text];
  });
}

/** The command's name with flags and words around it, in any order after it. */
function lineOf({ path, command }: Entry): fc.Arbitrary<string[]> {
  const flag = flagOf(mergeTables(command.flags, COMMON));
  const before = fc.constantFrom(
    [],
    ['-n', 'get'],
    ['-nget'],
    ['--namespace=get'],
    ['-v', '6'],
    ['--namespace', 'get'],
  );
  const after = fc.array(
    fc.oneof(
      flag,
      word.map((text) => [text]),
    ),
    { maxLength: 6 },
  );
  return fc.tuple(before, after).map(([first, rest]) => [...first, ...path, ...rest.flat()]);
}

const lineFrom = (list: readonly Entry[]) => fc.constantFrom(...list).chain((entry) => lineOf(entry));

it('never takes a change for a read, whatever flags and words stand around it', () => {
  fc.assert(
    fc.property(lineFrom(writes), (argv) => {
      const { effect, forbidden } = classify(argv);
      expect(forbidden !== undefined || effect !== 'read', argv.join(' ')).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

it('refuses every flag of identity in every form, on every command', () => {
  const refused = Object.keys(REFUSED_FLAGS);
  const form = fc.constantFrom(
    (name: string) => [`--${name}=x`],
    (name: string) => [`--${name}`, 'x'],
    (name: string) => [`--${name.replaceAll('-', '_')}=x`],
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...reads),
      fc.constantFrom(...refused),
      form,
      fc.boolean(),
      ({ path, command }, name, write, first) => {
        fc.pre(!command.flags.kinds.has(name) || name === 'insecure-skip-tls-verify-backend');
        const flag = write(name);
        expect(classify(first ? [...flag, ...path] : [...path, ...flag]).forbidden).toBeDefined();
      },
    ),
    { numRuns: 2000 },
  );
});

it('knows commands by their other names alike', () => {
  for (const [alias, name] of Object.entries(ALIASES)) {
    const parent = alias.split(' ').slice(0, -1);
    expect(classify(alias.split(' ')).verb).toBe(classify([...parent, name]).verb);
  }
});

it('never throws, and never lets through what is no command of kubectl', () => {
  const names = new Set(Object.keys(COMMANDS.commands));
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 12, unit: 'binary' }), { maxLength: 5 }), (argv) => {
      const { forbidden } = classify(argv);
      const first = argv[0] ?? '';
      if (!names.has(first) && !first.startsWith('-')) expect(forbidden).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});

it('reads what it prints', () => {
  const plain = fc.string({ maxLength: 20, unit: 'grapheme' }).filter((text) => {
    const seen = splitWords(`'${text.replaceAll("'", '')}'`);
    return 'words' in seen;
  });
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 6 }), (words) => {
      expect(splitWords(printWords(words))).toEqual({ words });
    }),
    { numRuns: 2000 },
  );
});

it('summarises a command so that it is understood as the same one', () => {
  fc.assert(
    fc.property(lineFrom(entries), (argv) => {
      const action = classify(argv);
      const again = splitWords(action.summary);
      if (!('words' in again)) throw new Error(`${action.summary}: ${again.refused}`);
      expect(classify(again.words.slice(1))).toEqual(action);
    }),
    { numRuns: 1000 },
  );
});
