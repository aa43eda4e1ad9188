// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell has placeholders of its own
import fc from 'fast-check';
import { parse } from 'unbash';
import { print } from 'unbash/printer';
import { describe, expect, test } from 'vitest';
import { createClassifyShell } from '../../src/policy/shell/classify.ts';
import { parseShell } from '../../src/policy/shell/parse.ts';
import { ATTACKS } from './attacks.ts';
import { HONEST } from './honest.ts';
import { SAME_AS_BASH } from './sameAsBash.ts';

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'ls',
    '-l',
    '--x=y',
    '/var/log',
    '*.log',
    '[a-z]?',
    '$x',
    '${x}',
    '${x:-d}',
    '$?',
    '{a,b}c',
    '{1..3}',
    'a\\ b',
    '\\*',
  ),
  fc.constantFrom(
    "'q $x'",
    '"d $x \\$ `ls`"',
    '"$(ls "a b")"',
    "$'t\\tn'",
    '$(ls | wc -l)',
    '`ls`',
    'a"b"\'c\'$x',
    '""',
    'é点',
    '#',
    'a#b',
  ),
);
const redirect = fc.constantFrom(
  '',
  '',
  '',
  ' 2>/dev/null',
  ' >/dev/null',
  ' 2>&1',
  ' </dev/null',
  ' &>/dev/null',
  ' 2>&1 >/dev/null',
);

/** Texts of the kind that may be run, built as people build them. */
const { text } = fc.letrec<Record<'command' | 'pipeline' | 'compound' | 'list' | 'text', string>>((tie) => ({
  command: fc
    .tuple(fc.constantFrom('', '', 'LC_ALL=C '), fc.array(word, { minLength: 1, maxLength: 4 }), redirect)
    .map(([set, words, streams]) => `${set}ls ${words.join(' ')}${streams}`),
  pipeline: fc
    .tuple(
      fc.constantFrom('', '', '! '),
      fc.array(tie('command'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(' | ', ' |& '),
    )
    .map(([not, stages, pipe]) => not + stages.join(pipe)),
  compound: fc.oneof(
    { maxDepth: 3 },
    tie('pipeline'),
    fc.constantFrom('x=1', 'x="a b"', 'x=$(ls)'),
    fc.tuple(word, tie('list')).map(([over, body]) => `for x in ${over} b; do ${body}; done`),
    fc
      .tuple(tie('list'), tie('list'), redirect)
      .map(([clause, body, streams]) => `if ${clause}; then ${body}; else ls; fi${streams}`),
    fc.tuple(tie('list'), redirect).map(([body, streams]) => `{ ${body}; }${streams}`),
    tie('list').map((body) => `( ${body} )`),
  ),
  list: fc
    .array(fc.tuple(tie('compound'), fc.constantFrom(' && ', ' || ', '; ', '\n')), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([one, joint], at) => (at === parts.length - 1 ? one : one + joint)).join('')),
  text: tie('list'),
}));

const reprinted = (source: string) => print(parse(source));

describe('what is understood', () => {
  test('is the same after it was printed and read again', () => {
    let understood = 0;
    fc.assert(
      fc.property(text, (source) => {
        // A few of them hold nothing but a comment where a command is needed.
        if (parse(source).errors !== undefined) return;
        understood += 1;
        expect(parseShell(reprinted(source))).toEqual(parseShell(source));
      }),
      { numRuns: 400 },
    );
    expect(understood).toBeGreaterThan(80);
  });

  test.each([...HONEST, ...SAME_AS_BASH])('is the same when printed: %s', (line) => {
    expect(parseShell(reprinted(line))).toEqual(parseShell(line));
  });

  test('is never judged otherwise for being printed anew', () => {
    const classify = createClassifyShell({ readable: [] });
    const verdict = (line: string) => classify(line).action.forbidden === undefined;
    for (const line of [...Object.values(ATTACKS).flat(), ...HONEST]) {
      if (parse(line).errors === undefined) expect([line, verdict(reprinted(line))]).toEqual([line, verdict(line)]);
    }
  });
});

test('any text at all is either judged or refused with a sentence', () => {
  const classify = createClassifyShell({ readable: [] });
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom(...'$(){}[]<>|&;!*?~#"\'`\\= \n\tab1/-'), { maxLength: 60 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(noise, (line) => {
      const { action, run } = classify(line);
      expect(run === undefined).toBe(action.forbidden !== undefined);
      if (action.forbidden !== undefined) expect(action.forbidden).toMatch(/[.?]$/);
    }),
    { numRuns: 2000 },
  );
});
