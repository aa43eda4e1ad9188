import { describe, expect, it } from 'vitest';
import { checkQuotes } from '../../src/agent/quotes.ts';

const READ = [
  { label: 'diagnose', text: 'Back-off pulling image "web:1.2.4": not   found\nexit code 137' },
  { label: 'kubectl logs web-1', text: '2026-01-01 ERROR dial tcp 10.0.0.1:6379: connect: connection refused' },
];
const check = (text: string) => checkQuotes(text, READ, 'UNVERIFIED');

describe('kept, with their source', () => {
  it.each([
    ['> exit code 137', '> exit code 137 — `diagnose`'],
    ['> `connect: connection refused`', '> `connect: connection refused` — `kubectl logs web-1`'],
    ['- > "dial tcp 10.0.0.1:6379"', '- > "dial tcp 10.0.0.1:6379" — `kubectl logs web-1`'],
    ['> Back-off pulling image "web:1.2.4": not found', '> Back-off pulling image "web:1.2.4": not found — `diagnose`'],
    ['> exit code 137 (Pod web-1)', '> exit code 137 (Pod web-1) — `diagnose`'],
    ['> Pod web-1: "exit code 137"', '> Pod web-1: "exit code 137" — `diagnose`'],
    ['> exit code 137 — diagnose', '> exit code 137 — diagnose'],
    ['It says "connect: connection refused" twice.', 'It says "connect: connection refused" twice.'],
    ['日志显示“connect: connection refused”。', '日志显示“connect: connection refused”。'],
    ['A "short one" is no quote.', 'A "short one" is no quote.'],
    ['```yaml\nname: "something that is not read"\n```', '```yaml\nname: "something that is not read"\n```'],
    ['## Evidence\n- run `kubectl get pods -n shop --watch`', '## Evidence\n- run `kubectl get pods -n shop --watch`'],
  ])('%s', (text, expected) => {
    expect(check(text)).toMatchObject({ text: expected, removed: 0 });
  });
});

describe('taken out', () => {
  it.each([
    ['> exit code 139', '> UNVERIFIED'],
    ['> exit code 137 and then some', '> UNVERIFIED'],
    ['> Pod web-1: "exit code 139"', '> UNVERIFIED'],
    ['> "exit code 137" and "exit code 139"', '> UNVERIFIED'],
    ['It says "the disk is full of dragons".', 'It says UNVERIFIED.'],
    ['日志显示“磁盘已经被巨龙占满了，无法继续写入任何数据”。', '日志显示UNVERIFIED。'],
    ['## 证据\n- `the disk is full of dragons`', '## 证据\n- UNVERIFIED'],
    ['**Evidence**\n```\nERROR dragons everywhere\n```', '**Evidence**\n```\nUNVERIFIED\n```'],
  ])('%s', (text, expected) => {
    const checked = check(text);
    expect(checked.text).toBe(expected);
    expect(checked.removed).toBeGreaterThan(0);
  });
});

it('an answer of any size is judged in little time', () => {
  const hostile = `${'> "a" '.repeat(2000)}\n${'"'.repeat(5000)}\n${'> (('.repeat(5000)}\n${'*'.repeat(20_000)}`;
  const started = performance.now();
  check(hostile);
  expect(performance.now() - started).toBeLessThan(2000);
});
