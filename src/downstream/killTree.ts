/** Ends a process that does not listen, with what it has started: many servers are scripts around the real one. */
import { readFileSync } from 'node:fs';

/** Where the system does not tell who started whom, only the process itself is ended. */
export function killTree(pid: number): void {
  for (const one of [pid, ...descendants(pid)]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function descendants(pid: number): number[] {
  let children: string;
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  } catch {
    return [];
  }
  const own = children.split(' ').flatMap((text) => (text.trim() === '' ? [] : [Number(text)]));
  return own.flatMap((child) => [child, ...descendants(child)]);
}
