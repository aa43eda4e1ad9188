/** What people ask finds the runbook that helps, in either language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { readFolder } from '../../src/runbooks/folder.ts';
import { merge } from '../../src/runbooks/merge.ts';
import { languageOf } from '../../src/runbooks/runbook.ts';
import { createSearch } from '../../src/runbooks/search.ts';

const Questions = z.array(z.tuple([z.string(), z.union([z.string(), z.array(z.string())])]));
const questions = Questions.parse(parse(readFileSync(join(import.meta.dirname, 'questions.yaml'), 'utf8')));
const { runbooks, problems } = merge([await readFolder(join(import.meta.dirname, '../../runbooks'))]);
const search = createSearch(runbooks);

it('has enough questions in both languages, and about every runbook', () => {
  const chinese = questions.filter(([question]) => languageOf(question) === 'zh');
  expect(problems).toEqual([]);
  expect(chinese.length).toBeGreaterThanOrEqual(30);
  expect(questions.length - chinese.length).toBeGreaterThanOrEqual(30);
  const expected = new Set(questions.flatMap(([, id]) => id));
  expect([...runbooks.keys()].filter((id) => !expected.has(id))).toEqual([]);
});

it.each(questions)('%s', (question, id) => {
  const found = search(question, 3).map((hit) => hit.id);
  expect(
    found.some((one) => [id].flat().includes(one)),
    `found ${found.join(', ')}`,
  ).toBe(true);
});

it.each([
  ['ImagePullBackOff', 'image-pull'],
  ['imagepullbackoff', 'image-pull'],
  ['ＯＯＭＫｉｌｌｅｄ', 'oom-killed'],
  ['重启', 'crashloop-backoff'],
  ['镜像', 'image-pull'],
  ['探针', 'probes'],
])('one word, %s, finds %s first', (word, id) => {
  expect(search(word, 1)[0]?.id).toBe(id);
});

it('answers in the language of the question, or in the one asked for', () => {
  expect(search('镜像拉取失败', 1)[0]?.title).toMatch(/\p{Script=Han}/u);
  expect(search('镜像拉取失败', 1, 'en')[0]?.title).not.toMatch(/\p{Script=Han}/u);
  expect(search('image pull', 1, 'zh')[0]?.title).toMatch(/\p{Script=Han}/u);
});

it.each(['', '   ', '的了吗', '!!!', '\u0000', 'the and of', '😀'.repeat(10_000), 'a'.repeat(100_000), '(*:AND OR "'])(
  'a query without words, or of one that nobody wrote, finds nothing and harms nothing (%#)',
  (query) => {
    expect(search(query, 3)).toEqual([]);
  },
);
