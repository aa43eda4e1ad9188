/**
 * What was derived, with what it was derived from: it holds until one of the kinds that it looked at has been read
 * further. A large cluster's indexes, and most rules, so run once in a diagnosis, however often it reads something more.
 */

/** A part of what has been read; its version grows with whatever is read into it. */
export interface Versioned {
  version: number;
}

interface Entry {
  value: unknown;
  reads: ReadonlyMap<Versioned, number>;
}

export class Memory {
  private readonly entries = new Map<string, Entry>();
  private reads: Map<Versioned, number> | undefined;

  /** Notes that what is being derived right now depends on this. */
  note(part: Versioned): void {
    this.reads?.set(part, part.version);
  }

  /** The value of the key, made anew only where something that it was made from has changed. */
  recall<T>(key: string, make: () => T): T {
    const kept = this.entries.get(key);
    const entry = kept !== undefined && stillHolds(kept) ? kept : this.derive(key, make);
    for (const part of entry.reads.keys()) this.note(part);
    return entry.value as T;
  }

  private derive(key: string, make: () => unknown): Entry {
    const outer = this.reads;
    const reads = new Map<Versioned, number>();
    this.reads = reads;
    try {
      const entry = { value: make(), reads };
      this.entries.set(key, entry);
      return entry;
    } finally {
      this.reads = outer;
    }
  }
}

function stillHolds({ reads }: Entry): boolean {
  for (const [part, version] of reads) if (part.version !== version) return false;
  return true;
}
