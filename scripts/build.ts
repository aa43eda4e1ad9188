/**
 * Bundles `src` into `dist`. Chunks are put there before the entry that names them, and old ones stay for a while, so
 * that a program that is running during a build still finds what it loads lazily.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { parse } from 'yaml';
import config from '../rolldown.config.ts';
import { PARSED_FILE, SHIPPED } from '../src/config/parsed.ts';
import { noticesOf } from './notices.ts';

const OLD_CHUNK_MS = 10 * 60_000;

const { output, ...input } = config;
if (output === undefined || Array.isArray(output)) throw new Error('rolldown.config.ts must have exactly one output.');

await mkdir('.cache', { recursive: true });
const fresh = await mkdtemp('.cache/build-');
try {
  const bundle = await rolldown(input);
  const written = await bundle.write({ ...output, dir: fresh });
  await bundle.close();
  await mkdir('dist/chunks', { recursive: true });
  const names = written.output.map((part) => part.fileName);
  await writeParsed();
  // Entries last.
  for (const name of names.toSorted((a, b) => Number(b.includes('/')) - Number(a.includes('/')))) {
    await rename(join(fresh, name), join('dist', name));
  }
  const modules = written.output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  await writeFile('dist/NOTICES.txt', noticesOf(modules));
  await dropOldChunks(new Set(names));
  await rm('dist/.compile-cache', { recursive: true, force: true });
  process.stdout.write(`dist/main.js and ${names.length - 1} chunks, ${await megabytes(names)} MB\n`);
} finally {
  await rm(fresh, { recursive: true, force: true });
}

/** Put there whole, as a program may start during a build. */
async function writeParsed(): Promise<void> {
  const texts = await Promise.all(SHIPPED.map((file) => readFile(file, 'utf8')));
  await writeFile(
    join(fresh, 'parsed.json'),
    JSON.stringify(Object.fromEntries(texts.map((text) => [text, parse(text)]))),
  );
  await rename(join(fresh, 'parsed.json'), PARSED_FILE);
}

async function dropOldChunks(current: ReadonlySet<string>): Promise<void> {
  for (const file of await readdir('dist/chunks')) {
    if (current.has(`chunks/${file}`)) continue;
    const path = join('dist/chunks', file);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > OLD_CHUNK_MS) await rm(path, { force: true });
  }
}

async function megabytes(names: readonly string[]): Promise<string> {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join('dist', name))).size));
  return (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1);
}
