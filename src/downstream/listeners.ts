/** Who wants to hear of something. */

export interface Listeners<A extends unknown[]> {
  /** The function returned ends it. */
  add: (listener: (...told: A) => void) => () => void;
  call: (...told: A) => void;
}

export function createListeners<A extends unknown[] = []>(): Listeners<A> {
  const all = new Set<(...told: A) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    call(...told) {
      for (const listener of all) listener(...told);
    },
  };
}
