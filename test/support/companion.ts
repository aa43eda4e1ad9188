/** Programs of test/package.json that tests start beside the product: installed when the first test asks. */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');
/** Not beside the tests: what they import must not be found there. */
const FOLDER = join(ROOT, '.cache', 'companions');
const FILES = [
  [join(ROOT, 'test'), 'package.json'],
  [join(ROOT, 'test'), 'package-lock.json'],
  [ROOT, '.npmrc'],
] as const;
const INSTALLED = join(FOLDER, 'node_modules', '.package-lock.json');
const GUARD = join(ROOT, '.cache', 'companions.guard');
const STALE_MS = 300_000;

/** The script of a companion, to be run with Node; only where `companionsMissing` found nothing to be missing. */
export function companion(name: string): string {
  return join(FOLDER, 'node_modules', '.bin', name);
}

/** The folder of a companion that is a library. */
export function companionFolder(name: string): string {
  return join(FOLDER, 'node_modules', name);
}

/** The reason why companions cannot be used here; undefined where they can. */
export async function companionsMissing(): Promise<string | undefined> {
  try {
    await guarded(install, GUARD);
    return undefined;
  } catch (error) {
    const said = String(error instanceof Error ? error.message : error)
      .split('\n')
      .slice(0, 3)
      .join(' ');
    return `the programs of test/package.json cannot be installed: ${said}`;
  }
}

async function install(): Promise<void> {
  if (existsSync(INSTALLED) && FILES.every(([from, name]) => same(join(from, name), join(FOLDER, name)))) return;
  mkdirSync(FOLDER, { recursive: true });
  await promisify(execFile)('npm', ['install', '--no-save', '--ignore-scripts'], { cwd: stage() });
}

function stage(): string {
  for (const [from, name] of FILES) copyFileSync(join(from, name), join(FOLDER, name));
  return FOLDER;
}

function same(a: string, b: string): boolean {
  return existsSync(b) && readFileSync(a, 'utf8') === readFileSync(b, 'utf8');
}

/** One test file at a time. */
export async function guarded<T>(work: () => Promise<T>, guard: string): Promise<T> {
  mkdirSync(join(guard, '..'), { recursive: true });
  while (!taken(guard)) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    return await work();
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

function taken(guard: string): boolean {
  try {
    mkdirSync(guard);
    return true;
  } catch {
    const age = statSync(guard, { throwIfNoEntry: false })?.mtimeMs;
    if (age !== undefined && Date.now() - age > STALE_MS) rmSync(guard, { recursive: true, force: true });
    return false;
  }
}
