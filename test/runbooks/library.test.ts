/** Runbooks from folders and ConfigMaps, read again when they change; what is no runbook is named and skipped. */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createRunbooks, type LibraryParts } from '../../src/runbooks/library.ts';
import type { Place } from '../../src/runbooks/merge.ts';
import type { Runbooks } from '../../src/runbooks/runbook.ts';
import { scratchFolder, until } from '../support/program.ts';

const scratch = scratchFolder();
const open: Runbooks[] = [];
afterAll(() => {
  for (const runbooks of open) runbooks.close();
  scratch.remove();
});
let folders = 0;

function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  folders += 1;
  const path = join(scratch.path, String(folders));
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

function library(parts: Partial<LibraryParts>) {
  const warnings: string[] = [];
  const runbooks = createRunbooks({
    folders: [],
    configMaps: [],
    readConfigMap: async (reference) => ({ name: reference, files: [], problems: [] }),
    clock: () => performance.now(),
    warn: (sentence) => warnings.push(sentence),
    pollMs: 20,
    ...parts,
  });
  open.push(runbooks);
  return { runbooks, warnings };
}

const idsOf = async (runbooks: Runbooks) => (await runbooks.list()).map(({ id }) => id);

it('takes a later folder before an earlier one, and a runbook as a whole', async () => {
  const ours = folder({
    'a.md': '---\nid: a\ntitle: Ours\nsymptoms: [slow]\n---\nours',
    'a.zh.md': '---\nid: a\ntitle: 我们的\n---\n我们的',
    'b.md': '# B\nbody',
  });
  const theirs = folder({ 'a.md': '# Theirs\nsteps' });
  const { runbooks, warnings } = library({ folders: [ours, theirs] });
  expect(await runbooks.list('zh')).toEqual([
    { id: 'a', title: 'Theirs' },
    { id: 'b', title: 'B' },
  ]);
  expect(await runbooks.read('a', 'zh')).toMatchObject({ language: 'en', body: '# Theirs\nsteps\n' });
  expect(await runbooks.read('c')).toBeUndefined();
  expect(warnings).toEqual([]);
});

const BAD: [string, string | Uint8Array, RegExp][] = [
  ['huge.md', 'x'.repeat(300_000), /larger than 256 KiB/],
  ['binary.md', new Uint8Array([0x23, 0x20, 0, 1, 2]), /not text/],
  ['latin1.md', new Uint8Array([0x23, 0x20, 0xe9, 0xe8]), /not UTF-8/],
  ['empty.md', '', /no text/],
  ['only-head.md', '---\nid: x\ntitle: X\n---\n', /no text/],
  ['no-title.md', 'Just words.', /no title/],
  ['cyclic.md', '---\ntitle: X\nsymptoms: &a [*a]\n---\n# X', /front matter is not YAML/],
  ['bomb.md', `---\na: &a [x,x]\nb: &b [*a,*a]\nsymptoms: [*b,*b]\ntitle: X\n---\n# X`, /front matter is not YAML/],
  ['broken.md', '---\ntitle: [X\n---\n# X', /front matter is not YAML/],
  ['list.md', '---\n- a\n---\n# X', /keys and values/],
  ['long-head.md', `---\ntitle: X\n# ${'x'.repeat(20_000)}\n---\n# X`, /front matter is too long/],
  ['types.md', '---\nid: {a: b}\n---\n# X', /its id must be text/],
  ['nested.md', '---\ntitle: X\ncodes: [[a]]\n---\n# X', /codes must be a list/],
  ['escape.md', '---\nid: ../../etc/passwd\ntitle: X\n---\n# X', /id must be letters/],
  ['slash.md', '---\nid: a/b\ntitle: X\n---\n# X', /id must be letters/],
  ['proto type.md', '# X\nname with a space', /id must be letters/],
];

it('names and skips what is no runbook, and keeps the rest', async () => {
  const path = folder({
    ...Object.fromEntries(BAD.map(([name, content]) => [name, content])),
    'good.md': '---\r\nid: good\r\ntitle: Good\r\n---\r\nWindows lines',
    '__proto__.md': '# Not a prototype',
    'twin.md': '---\nid: good\ntitle: Twin\n---\ntwin',
    'notes.txt': 'no Markdown',
    '.hidden.md': '# Hidden',
  });
  mkdirSync(join(path, 'folder.md'));
  symlinkSync('/nowhere', join(path, 'dangling.md'));
  const { runbooks, warnings } = library({ folders: [path, '/no/such/folder'] });
  expect(await idsOf(runbooks)).toEqual(['good']);
  expect((await runbooks.read('good'))?.body).toBe('Windows lines\n');
  for (const [name, , why] of BAD) expect(warnings.find((one) => one.includes(` ${name} `))).toMatch(why);
  expect(warnings.find((one) => one.includes('twin.md'))).toMatch(/same id "good"/);
  expect(warnings.find((one) => one.includes('/no/such/folder'))).toMatch(/cannot be read \(ENOENT\)/);
  expect(warnings).toHaveLength(BAD.length + 3);
  expect(await runbooks.read('../../etc/passwd')).toBeUndefined();
  expect(await runbooks.read('__proto__')).toBeUndefined();
});

it('sees an edit, a new file and a removed one, and tells of each once', async () => {
  const path = folder({ 'a.md': '# One' });
  const { runbooks } = library({ folders: [path] });
  let told = 0;
  runbooks.onChange(() => {
    told += 1;
  });
  expect((await runbooks.read('a'))?.title).toBe('One');
  writeFileSync(join(path, 'a.md'), '# Two, edited');
  await until(() => (told === 1 ? true : undefined));
  expect((await runbooks.read('a'))?.title).toBe('Two, edited');
  expect((await runbooks.search('edited', 3)).map(({ id }) => id)).toEqual(['a']);
  writeFileSync(join(path, 'b.md'), '# B');
  await until(() => (told === 2 ? true : undefined));
  rmSync(join(path, 'a.md'));
  await until(() => (told === 3 ? true : undefined));
  expect(await idsOf(runbooks)).toEqual(['b']);
});

it('follows a mounted ConfigMap when its links are swapped', async () => {
  const path = folder();
  const version = (name: string, title: string) => {
    mkdirSync(join(path, name));
    writeFileSync(join(path, name, 'a.md'), `# ${title}`);
    symlinkSync(name, join(path, '..data_tmp'));
    renameSync(join(path, '..data_tmp'), join(path, '..data'));
  };
  version('..2026_01', 'Old');
  symlinkSync('..data/a.md', join(path, 'a.md'));
  const { runbooks } = library({ folders: [path] });
  expect((await runbooks.read('a'))?.title).toBe('Old');
  version('..2026_02', 'New');
  rmSync(join(path, '..2026_01'), { recursive: true });
  await until(async () => ((await runbooks.read('a'))?.title === 'New' ? true : undefined));
});

it('asks for a ConfigMap now and then, keeps what it read while the cluster is away, and puts it over folders', async () => {
  const path = folder({ 'a.md': '# Folder' });
  let now = 0;
  let place: Place = { name: 'ConfigMap x/y', files: [{ name: 'a.md', content: Buffer.from('# Map') }], problems: [] };
  let reads = 0;
  const { runbooks, warnings } = library({
    folders: [path],
    configMaps: ['x/y'],
    readConfigMap: async () => {
      reads += 1;
      return place;
    },
    clock: () => now,
  });
  expect((await runbooks.read('a'))?.title).toBe('Map');
  expect((await runbooks.read('a'))?.title).toBe('Map');
  expect(reads).toBe(1);
  place = { name: 'ConfigMap x/y', files: [], problems: ['The cluster is away.'] };
  now += 20_000;
  expect((await runbooks.read('a'))?.title).toBe('Map');
  expect([reads, warnings]).toEqual([2, ['The cluster is away.']]);
  place = { name: 'ConfigMap x/y', files: [], problems: [] };
  now += 20_000;
  expect((await runbooks.read('a'))?.title).toBe('Folder');
});
