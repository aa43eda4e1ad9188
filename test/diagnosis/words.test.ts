/** Invariants of the tables: nothing is named that is not there, and both languages say the same. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACTS } from '../../src/diagnosis/facts/table.ts';
import { PROBLEM_TYPES, problemTypeOf } from '../../src/diagnosis/problemType.ts';
import { WHYS } from '../../src/diagnosis/why/table.ts';
import { CODES } from '../../src/diagnosis/words/codes.ts';
import { RELATIONS } from '../../src/diagnosis/words/relations.ts';
import type { CodeWords, Template } from '../../src/diagnosis/words/words.ts';

const codes: [string, CodeWords][] = Object.entries(CODES);
const templatesOf = ({ title, explanation, fixes = [] }: CodeWords): Template[] => [
  title,
  explanation,
  ...fixes.map((fix) => fix.title),
];

/** What a text is filled with; `{reasonZh}` is `{reason}` in Chinese words. Which parts may be dropped counts too. */
function placeholders(text: string): string[] {
  const names = (part: string) => [...part.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name.replace(/Zh$/, ''));
  const optional = [...text.matchAll(/\[\[(.*?)\]\]/g)].flatMap(([, part = '']) =>
    names(part).map((name) => `[${name}]`),
  );
  return [...new Set([...names(text.replace(/\[\[.*?\]\]/g, '')), ...optional])].sort();
}

describe.each(codes)('%s', (code, words) => {
  it('is PascalCase, with words in both languages', () => {
    expect(code).toMatch(/^(?:[A-Z][a-z0-9]+)+$/);
    for (const { en, zh } of templatesOf(words)) {
      expect(en.trim()).not.toBe('');
      expect(zh.trim()).not.toBe('');
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
    // An explanation may be a controller's own words and nothing else.
    for (const { zh } of [words.title, ...(words.fixes ?? []).map(({ title }) => title)])
      expect(zh).toMatch(/\p{Script=Han}/u);
  });

  it('is filled with the same values in both languages', () => {
    for (const { en, zh } of templatesOf(words)) expect(placeholders(zh), zh).toEqual(placeholders(en));
  });

  it('offers commands as they are typed', () => {
    for (const command of (words.fixes ?? []).flatMap((fix) => fix.commands)) {
      expect(command).toMatch(/^(?:kubectl|helm|argocd|flux|cmctl|oc) \S/);
      expect(command).not.toContain('[[');
    }
  });

  it('belongs to a published problem type', () => {
    expect(PROBLEM_TYPES).toContain(words.family);
  });
});

describe('problem types', () => {
  it('are the families of the codes, the five that always were, and action', () => {
    const families = codes.map(([, { family }]) => family);
    const seed = ['disk_full', 'pod_crash', 'port_conflict', 'helm_install', 'oom_killed', 'general', 'action'];
    expect(PROBLEM_TYPES.toSorted()).toEqual([...new Set([...families, ...seed])].sort());
  });

  it.each([
    ['Pod 一直在重启', 'pod_crash'],
    ['the readiness probe of web fails', 'probe'],
    ['应用的就绪探针一直失败', 'probe'],
    ['why is the checkout app OutOfSync in Argo CD?', 'gitops'],
    ['is the API server down?', 'control_plane'],
    ['CPU 100% & high', 'resources'],
    ['ConfigMap changes are not picked up', 'config'],
    ['orders 服务大量报错', 'application'],
    ['磁盘满了', 'disk_full'],
    ['restart the web deployment', 'action'],
    ['what is going on?', 'general'],
  ])('%s asks about %s', (question, type) => {
    expect(problemTypeOf(question)).toBe(type);
  });
});

it('has every relation in both languages', () => {
  for (const { en, zh } of Object.values(RELATIONS)) {
    expect(en).not.toBe('');
    expect(zh).toMatch(/\p{Script=Han}/u);
  }
});

describe.each([
  ['facts', FACTS],
  ['why', WHYS],
] as const)('%s', (folder, rules) => {
  it('registers each file once, under its own name', () => {
    const files = readdirSync(join(import.meta.dirname, '../../src/diagnosis', folder)).filter(
      (file) => file !== 'table.ts',
    );
    expect(rules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });
});

it('asks why of no notice', () => {
  const explained = new Set<string>(WHYS.flatMap(({ explains }) => explains));
  const notices = codes.filter(([, { role }]) => role === 'notice').map(([code]) => code);
  expect(notices.filter((code) => explained.has(code))).toEqual([]);
});
