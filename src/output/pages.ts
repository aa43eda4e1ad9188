/** What results were cut to fit is kept here for a while, for the caller who got the beginning, and for nobody else. */
import { randomBytes } from 'node:crypto';
import { cutAt } from './limit.ts';

export interface Page {
  handle: string;
  offset: number;
  text: string;
  /** Where to go on; null at the end. */
  nextOffset: number | null;
  /** Characters of the whole text, or with `grep` of all matching lines together. */
  total: number;
}

export interface Pages {
  /** Keeps a text for its owner and returns the handle to read it by. */
  keep(owner: string, text: string): string;
  /** A part of a kept text, or undefined where the owner has none under this handle (any more). */
  read(owner: string, handle: string, options: { offset: number; grep?: string }): Page | undefined;
}

export interface PagesOptions {
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
  maxAgeMs?: number;
  /** Of all owners together, in characters; the oldest texts of the owner who keeps most go first. */
  maxTotal?: number;
  pageSize?: number;
}

interface Kept {
  owner: string;
  text: string;
  at: number;
}

/** Makes an empty store of pages; it lives as long as the process. */
export function createPages({ clock, maxAgeMs = 30 * 60_000, maxTotal = 64_000_000, pageSize }: PagesOptions): Pages {
  const kept = new Map<string, Kept>();
  const held = new Map<string, number>();
  let total = 0;
  const count = (owner: string, characters: number): void => {
    total += characters;
    const now = (held.get(owner) ?? 0) + characters;
    if (now > 0) held.set(owner, now);
    else held.delete(owner);
  };
  const forget = (handle: string, { owner, text }: Kept): void => {
    kept.delete(handle);
    count(owner, -text.length);
  };
  const expire = (): void => {
    for (const [handle, one] of kept) {
      if (clock() - one.at <= maxAgeMs) return;
      forget(handle, one);
    }
  };
  const shrink = (): void => {
    while (total > maxTotal) {
      const [most] = [...held].toSorted(([, a], [, b]) => b - a)[0] ?? [];
      const oldest = [...kept].find(([, one]) => one.owner === most);
      if (oldest === undefined) return;
      forget(...oldest);
    }
  };
  return {
    keep(owner, text) {
      const handle = randomBytes(12).toString('base64url');
      kept.set(handle, { owner, text, at: clock() });
      count(owner, text.length);
      expire();
      shrink();
      return handle;
    },
    read(owner, handle, { offset, grep }) {
      expire();
      const one = kept.get(handle);
      if (one === undefined || one.owner !== owner) return undefined;
      const whole = grep === undefined ? one.text : matching(one.text, grep);
      const from = Math.min(offset, whole.length);
      const text = whole.slice(from, from + cutAt(whole.slice(from), pageSize));
      const end = from + text.length;
      return { handle, offset: from, text, nextOffset: end < whole.length ? end : null, total: whole.length };
    },
  };
}

/** The lines that contain the text, whatever its case. A plain text: an expression could be made to run for ever. */
function matching(text: string, grep: string): string {
  const wanted = grep.toLowerCase();
  return text
    .split('\n')
    .filter((line) => line.toLowerCase().includes(wanted))
    .map((line) => `${line}\n`)
    .join('');
}
