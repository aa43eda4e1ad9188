/** All runbooks: read at the first question, and again whenever one of their places has changed. */
import { type Merged, merge } from './merge.ts';
import { createPlaces, type PlaceParts } from './places.ts';
import { type Runbooks, readIn } from './runbook.ts';
import { createSearch, type SearchRunbooks } from './search.ts';

export interface LibraryParts extends PlaceParts {
  /** Told once of each thing that is skipped. */
  warn: (sentence: string) => void;
  /** How often to look for changes, in milliseconds. Folders are polled: watches miss swapped links and some file systems. */
  pollMs?: number;
}

interface State extends Merged {
  search: () => SearchRunbooks;
}

const POLL_MS = 2000;

export function createRunbooks(parts: LibraryParts): Runbooks {
  const places = createPlaces(parts);
  const listeners = new Set<() => void>();
  const pollMs = parts.pollMs ?? POLL_MS;
  let state: State | undefined;
  let seen: unknown;
  let warned = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<State> | undefined;
  let closed = false;

  const refresh = async (): Promise<State> => {
    const now = await places.read();
    if (state !== undefined && now === seen) return state;
    seen = now;
    const merged = merge(now);
    const before = state;
    state = { ...merged, search: once(() => createSearch(merged.runbooks)) };
    for (const problem of merged.problems) if (!warned.has(problem)) parts.warn(problem);
    warned = new Set(merged.problems);
    if (before !== undefined && isChanged(before, merged)) for (const listener of listeners) listener();
    return state;
  };
  /** One look at a time, shared by all who ask meanwhile. */
  const current = (): Promise<State> => {
    if (timer === undefined && !closed)
      timer = setInterval(() => void current().catch(() => undefined), pollMs).unref();
    running ??= refresh().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    async list(language = 'en') {
      const { runbooks } = await current();
      return [...runbooks.values()].map((runbook) => ({ id: runbook.id, title: readIn(runbook, language).title }));
    },
    async read(id, language = 'en') {
      const runbook = (await current()).runbooks.get(id);
      return runbook === undefined ? undefined : readIn(runbook, language);
    },
    search: async (query, limit, language) => (await current()).search()(query, limit, language),
    problems: async () => (await current()).problems,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}

/** Whether anybody who read a runbook would read something else now. */
function isChanged(before: Merged, now: Merged): boolean {
  return JSON.stringify([...before.runbooks]) !== JSON.stringify([...now.runbooks]);
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
