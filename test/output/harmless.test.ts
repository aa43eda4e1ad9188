/** How much of what a cluster really prints redaction touches: every log of every case, in which no application logs a secret. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRedactor } from '../../src/output/redact.ts';

const FILES = globSync('test/cases/*/*/snapshot/logs/**/*.log', { cwd: join(import.meta.dirname, '../..') });

it('touches at most one line in a hundred of harmless logs', () => {
  const redact = createRedactor();
  const touched: string[] = [];
  let lines = 0;
  for (const file of FILES) {
    for (const line of new Set(readFileSync(join(import.meta.dirname, '../..', file), 'utf8').split('\n'))) {
      lines += 1;
      if (redact(line) !== line) touched.push(line);
    }
  }
  expect(lines).toBeGreaterThan(10_000);
  expect(touched.length / lines, touched.slice(0, 5).join('\n')).toBeLessThan(0.01);
});
