/** Which folder of src may import which at run time; types may come from anywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Compositions, which may import everything: the command line and the entry. */
const FREE = new Set(['cli', 'main.ts', 'entry.ts']);

const ALLOWED: Record<string, readonly string[]> = {
  config: [],
  cluster: [],
  semantics: [],
  diagnosis: ['semantics', 'cluster'],
  policy: [],
  output: [],
  tools: ['diagnosis', 'policy', 'output', 'shell'],
  downstream: ['tools'],
  llm: [],
  agent: ['tools', 'llm'],
  mcp: ['tools', 'runbooks'],
  prometheus: [],
  shell: [],
  runbooks: [],
  store: [],
  http: ['tools', 'agent', 'mcp', 'runbooks', 'store', 'web'],
  web: [],
};

/** Files that import what their folder may not, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  'agent/classifier/signature.ts -> diagnosis/problemType.ts': 'the closed list of problem types is declared once',
  'agent/classifier/ngrams.ts -> diagnosis/question.ts': 'the language of a question is told by one rule',
  'agent/engine.ts -> diagnosis/render/labels.ts': 'answers without a model use the words of the report',
  'agent/engine.ts -> diagnosis/result.ts': 'the result of the diagnose tool is parsed by its own schema',
  'config/publish.ts -> diagnosis/result.ts':
    'the JSON Schema of the result is written beside that of the configuration',
  'http/runs.ts -> policy/types.ts': 'compares two roles (hasRole, pure); decides on no action of a tool',
  'mcp/prompts/provider.ts -> diagnosis/problemType.ts': 'the closed list of problem types is declared once',
};

const IMPORT = /^(?:import|export)\s(?!type\b)([^;']*?)from '(\.[^']+)'|^import '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

function sources(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}

/** Files that a file imports at run time, below src. */
function imports(file: string): string[] {
  return [...readFileSync(join('src', file), 'utf8').matchAll(IMPORT)]
    .filter(([, names]) => !onlyTypes(names ?? ''))
    .map(([, , from, bare, lazy]) => normalize(join(dirname(file), from ?? bare ?? lazy ?? '')));
}

function onlyTypes(names: string): boolean {
  const listed = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1]?.split(',') ?? [];
  const present = listed.map((name) => name.trim()).filter((name) => name !== '');
  return present.length > 0 && present.every((name) => name.startsWith('type '));
}

const folder = (file: string) => file.split('/')[0] ?? '';

/** Each import at run time that the table does not allow, as `file -> file`. */
function violations(): string[] {
  return sources()
    .filter((file) => !FREE.has(folder(file)))
    .flatMap((file) => imports(file).map((target) => ({ file, target })))
    .filter(({ file, target }) => target.includes('/') && folder(target) !== folder(file))
    .filter(({ file, target }) => !(ALLOWED[folder(file)] ?? []).includes(folder(target)))
    .map(({ file, target }) => `${file} -> ${target}`)
    .toSorted();
}

test('folders import at run time only what they may, but for the exceptions listed', () => {
  expect(violations()).toEqual(Object.keys(EXCEPTIONS).toSorted());
});

test('of the tools only the call path imports policy at run time', () => {
  const importers = sources().filter((file) => imports(file).some((target) => folder(target) === 'policy'));
  const outside = importers.filter((file) => !['cli', 'policy'].includes(folder(file)));
  expect(
    outside.filter((file) => !Object.keys(EXCEPTIONS).some((one) => one.startsWith(`${file} -> policy/`))),
  ).toEqual(['tools/call.ts']);
});

test('every folder of src is in the table', () => {
  const folders = new Set(
    sources()
      .filter((file) => file.includes('/'))
      .map(folder),
  );
  expect([...folders].filter((one) => !FREE.has(one)).toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
});
