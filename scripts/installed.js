// Exit code 0 where node_modules holds what package-lock.json asks for, so that `npm ci` is not needed. Runs on any Node.js.
import { existsSync, readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

function isInstalled() {
  if (!existsSync('node_modules/.bin/node')) return false;
  const installed = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(
    // Optional packages are those of other platforms.
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

let installed = false;
try {
  installed = isInstalled();
} catch {
  // No node_modules yet, or not npm's.
}
process.exitCode = installed ? 0 : 1;
