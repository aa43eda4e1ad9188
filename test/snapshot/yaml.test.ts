/** The quick reader for kubectl's YAML beside a full one: whatever it reads, it reads the same. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as yaml from 'yaml';
import { parseText, YAML_OPTIONS } from '../../src/cluster/snapshot/parse.ts';
import { readBlockYaml } from '../../src/cluster/snapshot/yaml/blockReader.ts';

const full = (text: string): unknown => yaml.parse(text, YAML_OPTIONS);

describe('the quick YAML reader', () => {
  test('reads every captured file of the cases as the full reader does', () => {
    const files = globSync(join(import.meta.dirname, '../cases/*/*/snapshot/**/*.yaml')).sort();
    // One file of each size class is enough to see a difference; all of them take a minute in the full reader.
    const sample = files.filter((_, index) => index % 12 === 0);
    expect(sample.length).toBeGreaterThan(20);
    for (const file of sample) {
      for (const document of readFileSync(file, 'utf8').split(/^---(?=\s|$)/m)) {
        const quick = readBlockYaml(document);
        if (quick !== undefined) expect(quick.value, file).toEqual(full(document));
      }
    }
  });

  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom('a: b', '- x', '  indented', '', '#c', "it's", '"q"', '\\', 'word '.repeat(30), '\t', 'null'),
      )
      .map((lines) => lines.join('\n')),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom('y', 'on', '1', 'null', 'a b', 'x:y', ''), text), tie('node'), {
        maxKeys: 4,
      }),
    ),
  })).node;

  test('reads whatever a writer writes, as the full reader does, or leaves it alone', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 40, 80), (input, lineWidth) => {
        const written = yaml.stringify(input, { lineWidth, version: '1.1', aliasDuplicateObjects: false });
        const quick = readBlockYaml(written);
        if (quick !== undefined) expect(quick.value).toEqual(full(written));
      }),
      { numRuns: 400 },
    );
  });

  test('leaves broken text alone: it never reads what the full reader refuses', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (insert, at, cut) => {
        const base =
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    "x": \'y\'\nspec:\n  args:\n  - |-\n    one\n\n    two\n  - b: c\n    d: {}\n';
        const broken = base.slice(0, at % base.length) + insert + base.slice((at + (cut % 5)) % base.length);
        const quick = readBlockYaml(broken);
        if (quick === undefined) return;
        const document = yaml.parseDocument(broken, YAML_OPTIONS);
        expect(document.errors).toEqual([]);
        expect(quick.value).toEqual(document.toJS());
      }),
      { numRuns: 600 },
    );
  });
});

describe('YAML of other kinds', () => {
  test.each([
    ['mode: 0644', { mode: 420 }],
    ['on: yes', { true: true }],
    ['time: 2025-01-01T00:00:00Z', { time: '2025-01-01T00:00:00Z' }],
    ['"y": .', { y: '.' }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['base: &b {k: 1}\nd:\n  <<: *b\n  e: 2', { base: { k: 1 }, d: { k: 1, e: 2 } }],
    ['text: >\n  one\n  two\n', { text: 'one two\n' }],
  ])('%j', (source, expected) => {
    expect(parseText(source)).toEqual({ documents: [expected], problems: [] });
  });

  test('a bomb of aliases is refused in a sentence', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    const { documents, problems } = parseText(`l0: &l0 [x]\n${levels.join('\n')}\n`);
    expect(documents).toEqual([]);
    expect(problems).toEqual(['repeats its own parts too often (YAML aliases)']);
  });

  test('nesting without end is refused in a sentence', () => {
    const { documents, problems } = parseText('['.repeat(200_000));
    expect(documents).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('a broken document names its line and leaves the others', () => {
    const { documents, problems } = parseText('a: 1\n---\nb: [1, 2\nc: 3\n---\nd: 4\n');
    expect(documents).toEqual([{ a: 1 }, { d: 4 }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^is not valid YAML \(line [345]\)$/);
  });
});
