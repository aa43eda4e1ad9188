/**
 * What rules see of a cluster: everything read so far, as plain synchronous look-ups. A look-up of something that was not
 * read yet answers "not known" and notes the wish; the engine reads what was wished for and runs the rules again until
 * nothing new is wished (see `diagnose.ts`). So rules stay pure, and only what a question leads to is ever read.
 */
import type { KindName, KindTypes } from '../cluster/kinds.ts';
import type { Event, ObjectRef } from '../cluster/objects.ts';
import type { Focus } from './question.ts';

/** Not known: forbidden, not captured, failed, or not read yet. */
export const UNKNOWN = 'unknown';
/** Known not to exist. */
export const ABSENT = 'absent';

/** As a namespace of `list`: all namespaces, even where the scope is narrower. Only for kinds that are few and small. */
export const EVERYWHERE = '*';

export type Found<T> = T | typeof ABSENT | typeof UNKNOWN;

/** Something that a rule asked for and that has not been read. */
export type Wish =
  | { type: 'list'; kind: KindName; namespace: string | undefined }
  | { type: 'get'; kind: KindName; namespace: string | undefined; name: string }
  | {
      type: 'log';
      namespace: string;
      pod: string;
      container: string;
      previous: boolean;
      start: boolean;
      priority: number;
    };

export type LogWish = Extract<Wish, { type: 'log' }>;

/** So many lines of a log's end are read; a log that has fewer is known as a whole. */
export const TAIL_LINES = 500;
/** At most so much of it. */
export const TAIL_BYTES = 262_144;

export interface LogQuery {
  namespace: string;
  pod: string;
  container: string;
  previous?: boolean;
  /** The log's beginning rather than its end. */
  start?: boolean;
  /** Lower is more important; the engine reads at most 40 logs, the most important first. */
  priority: number;
}

export interface State<K extends KindName = KindName> {
  /** Epoch milliseconds: the API server's clock, or the capture. */
  readonly now: number;
  /** What the question is about. */
  readonly focus: Focus;
  /** Objects of a kind in the namespace (`EVERYWHERE`: in all); without one: what was read of it, the scope at least. */
  list<N extends K>(kind: N, namespace?: string): readonly KindTypes[N][];
  /** Whether the list of that kind in that namespace (or cluster-wide) has been read completely. */
  complete(kind: K, namespace?: string): boolean;
  /** One object by name. */
  find<N extends K>(kind: N, namespace: string | undefined, name: string): Found<KindTypes[N]>;
  /** Events about an object, oldest first; reads the events of its namespace. */
  events(ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): readonly Event[];
  /** A container's log; undefined where it is not known (yet). */
  log(query: LogQuery): string | undefined;
  /**
   * Derived data, kept while what it was made from stays as it is: `state.memo('x', () => …)`. The key is the owner's
   * file name. All that `make` depends on it reads itself, or the key names it.
   */
  memo<T>(key: string, make: () => T): T;
}

/** The object, or undefined where it is absent or not known. */
export function known<T extends object>(found: Found<T>): T | undefined {
  return typeof found === 'string' ? undefined : found;
}
