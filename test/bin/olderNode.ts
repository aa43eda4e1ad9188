/** A Node.js that is too old for the product and new enough for `bin/`, as many machines have one on PATH. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { supportsNode } from '../../src/nodeVersion.ts';

function versionOf(program: string): string | undefined {
  return /^v(\d+\.\d+\.\d+)/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
}

/** Path of the first such Node.js on PATH; undefined where there is none. */
export const olderNode: string | undefined = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((program) => {
    const version = versionOf(program);
    return version !== undefined && Number.parseInt(version, 10) >= 18 && !supportsNode(version);
  });
