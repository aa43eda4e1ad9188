/** Where a path leads, symbolic link by symbolic link, without opening anything. */
import { lstatSync, readlinkSync } from 'node:fs';

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * The path without links, `.` and `..`; what does not exist stays as written. `/proc/self` stays so: it is another
 * folder for each process. Undefined where no process may follow it on behalf of another: through `/proc`'s links, which
 * lead to files without having a path (`/proc/self/root`, `/proc/1/fd/3`), or in circles.
 */
export function realPath(path: string, folder: string): string | undefined {
  const waiting = segments(path.startsWith('/') ? path : `${folder}/${path}`);
  let real: string[] = [];
  for (let links = 0; waiting.length > 0; ) {
    const next = waiting.shift() ?? '';
    if (next === '..') {
      real = real.slice(0, -1);
      continue;
    }
    const target = linkTarget([...real, next]);
    if (target === undefined) {
      real.push(next);
      continue;
    }
    links += 1;
    if (links > MOST_LINKS || (real[0] === 'proc' && real.length > 1)) return undefined;
    if (target.startsWith('/')) real = [];
    waiting.unshift(...segments(target));
  }
  return `/${real.join('/')}`;
}

function linkTarget(path: readonly string[]): string | undefined {
  const at = `/${path.join('/')}`;
  if (at === '/proc/self' || at === '/proc/thread-self') return undefined;
  try {
    return lstatSync(at).isSymbolicLink() ? readlinkSync(at) : undefined;
  } catch {
    // Not there, or not for us: a command will say so itself.
    return undefined;
  }
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.');
}
