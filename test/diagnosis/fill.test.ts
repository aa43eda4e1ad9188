/** Commands are pasted into shells: no name of the cluster may become more than one word of one. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { fill, fillCommand } from '../../src/diagnosis/words/fill.ts';

const subject = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' };
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);

it.each(['x; rm -rf ~', "it's", '$(id)', '`id`', 'a b', '-n', '*', '"'])('keeps %s one word', (hostile) => {
  expect(words(fillCommand('kubectl get {thing} -n {namespace}', subject, { thing: hostile }) ?? '')).toEqual([
    'kubectl',
    'get',
    hostile,
    '-n',
    'shop',
  ]);
  expect(words(fillCommand("kubectl patch -p '{patch}'", subject, { patch: hostile }) ?? '').at(-1)).toBe(hostile);
});

it('leaves plain names and missing ones alone', () => {
  expect(fillCommand('kubectl delete pod {name} -n {namespace}', subject)).toBe('kubectl delete pod web -n shop');
  expect(fillCommand('kubectl get {absent}', subject)).toBeUndefined();
});

it('says once, not 1 times', () => {
  const template = { en: 'failed {count} times: {said}', zh: '失败 {count} 次' };
  expect(fill(template, 'en', subject, { count: 1, said: 'tried 1 times' })).toBe('failed once: tried 1 times');
  expect(fill(template, 'en', subject, { count: 2, said: 'x' })).toBe('failed 2 times: x');
  expect(fill(template, 'zh', subject, { count: 1 })).toBe('失败 1 次');
});
