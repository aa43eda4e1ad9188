/** Runbooks whose code, as well as their files, is loaded with the first question. */
import type { LibraryParts } from './library.ts';
import type { Runbooks } from './runbook.ts';

export function lazyRunbooks(parts: LibraryParts): Runbooks {
  const listeners = new Set<() => void>();
  let opened: Promise<Runbooks> | undefined;
  const open = () => {
    opened ??= import('./library.ts').then(({ createRunbooks }) => {
      const runbooks = createRunbooks(parts);
      runbooks.onChange(() => {
        for (const listener of listeners) listener();
      });
      return runbooks;
    });
    return opened;
  };
  return {
    list: async (language) => (await open()).list(language),
    read: async (id, language) => (await open()).read(id, language),
    search: async (query, limit, language) => (await open()).search(query, limit, language),
    problems: async () => (await open()).problems(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => void opened?.then((runbooks) => runbooks.close()),
  };
}
