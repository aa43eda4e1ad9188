/** Who wants to hear of something. */

export interface Listeners {
  /** The function returned ends it. */
  add: (listener: () => void) => () => void;
  call: () => void;
}

export function createListeners(): Listeners {
  const all = new Set<() => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    call() {
      for (const listener of all) listener();
    },
  };
}
