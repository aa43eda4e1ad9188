/**
 * Where `dist/main.js` starts: any Node that knows ES modules parses it, so that an old one gets a sentence instead of a
 * stack trace. Everything else is loaded from here, through V8's compile cache.
 */
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oldestNode, supportsNode } from './nodeVersion.ts';

/** By then everything that a start needs was compiled; a process that is killed later has still left its cache. */
const FLUSH_AFTER_MS = 3000;

/** The cache lies beside the bundle (also where an image was built with it), else in the user's own cache folder: a shared `/tmp` could be poisoned. */
function enableCompileCache(): void {
  const { status } = module.enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)));
  if (status === module.constants.compileCacheStatus.FAILED) {
    module.enableCompileCache(join(homedir(), '.cache', 'aiops-copilot', 'node'));
  }
  setTimeout(() => module.flushCompileCache(), FLUSH_AFTER_MS).unref();
}

/** A parent that ran us through `bin/` on an older Node and was killed takes us with it. */
function endWithParent(): void {
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

if (supportsNode(process.versions.node)) {
  enableCompileCache();
  endWithParent();
  await import('./main.ts');
} else {
  process.stderr.write(
    `aiops-copilot needs Node.js ${oldestNode} or newer and was started by ${process.version}: start it as bin/aiops-copilot.js, or with node_modules/.bin/node.\n`,
  );
  process.exitCode = 2;
}
