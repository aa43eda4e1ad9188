import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTACKS } from './attacks.ts';
import { createLab, type Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.close());

const lines = Object.values(ATTACKS).flat();

test('the corpus is large, and without repetition', () => {
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(300);
});

test.each(Object.keys(ATTACKS))('nothing escapes: %s', async (family) => {
  const escaped: string[] = [];
  for (const line of ATTACKS[family] ?? []) {
    const outcome = await lab.run(lab.armed(line));
    const found = lab.escapes('denied' in outcome ? outcome.denied : outcome.output + (outcome.problem ?? ''));
    if (found.length > 0) escaped.push(`${line}: ${found.join(', ')}`);
  }
  expect(escaped).toEqual([]);
});

test('the traps notice what a real shell does with such lines', () => {
  const shown = (line: string) => {
    const { stdout, stderr } = spawnSync('bash', ['-c', lab.armed(line)], { encoding: 'utf8', timeout: 5000 });
    return lab.escapes(stdout + stderr);
  };
  expect(shown('cat DIR/link')).toEqual(['read the secret']);
  expect(shown('ps auxeww')).toEqual(['read the secret']);
  expect(shown('sort -uoOUT /etc/hosts')).toEqual(['made a file']);
  expect(shown("sed -n '1w OUT' /etc/hosts")).toEqual(['made a file']);
  expect(shown('awk \'BEGIN{x=3system("touch OUT")}\'')).toEqual(['made a file']);
  expect(shown(': > VICTIM')).toEqual(['changed a file']);
});
