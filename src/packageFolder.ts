import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package: the nearest one upward from this code, in `src` or bundled in `dist`, that holds `VERSION`. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'VERSION'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The file VERSION of this package is missing; install the package again.');
    folder = parent;
  }
  return folder;
}
