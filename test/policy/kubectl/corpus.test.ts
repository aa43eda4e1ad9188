/** Lines that people attack with, and lines that they work with, over the whole way from the text to the decision. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDecide } from '../../../src/policy/decide.ts';
import { createClassifyKubectl } from '../../../src/policy/kubectl/classify.ts';
import { createUnderstandKubectl } from '../../../src/policy/kubectl/understand.ts';

const understand = createUnderstandKubectl(createClassifyKubectl({ contexts: [], namespace: () => 'default' }));
const decide = createDecide([]);

function linesOf(name: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../corpus', name), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
}

/** `\n` and `\uXXXX` as the characters that they stand for. */
function unescaped(line: string): string {
  return line
    .replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\n/g, '\n');
}

function verdict(line: string) {
  const { argv: _, ...action } = understand(line);
  return { action, decision: decide({ name: 'approver', role: 'approver' }, { tool: 'kubectl', ...action }).decision };
}

const attacks = linesOf('kubectl-attacks.txt').map((line) => {
  const [expected = '', ...rest] = line.split(' ');
  return { expected, line: unescaped(rest.join(' ')) };
});

it('is a corpus of its size', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(160);
  expect(attacks.every(({ expected }) => ['refuse', 'change'].includes(expected))).toBe(true);
});

it.each(attacks)('$expected: $line', ({ expected, line }) => {
  const { action, decision } = verdict(line);
  if (expected === 'refuse') expect(decision).toBe('deny');
  else expect([action.effect, decision]).not.toEqual(['read', 'allow']);
  // A refusal says in one sentence what to do.
  if (action.forbidden !== undefined) expect(action.forbidden).toMatch(/^.{20,500}[.…]$/s);
});

it('lets honest work through', () => {
  const honest = linesOf('kubectl-honest.txt');
  const stopped = honest.filter((line) => verdict(line).decision !== 'allow');
  expect(honest.length).toBeGreaterThanOrEqual(80);
  expect(stopped.length / honest.length, stopped.join('\n')).toBeLessThanOrEqual(0.03);
});
