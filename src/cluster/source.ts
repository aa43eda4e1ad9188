/**
 * What a diagnosis reads from: a live API server or a snapshot folder, behind one interface. A source never throws for
 * something that it could not read; it answers with a gap that names what is not known and why. It throws only
 * `ClusterUnreadableError`, when nothing at all can be read, and the signal's own reason when the caller cancels.
 */
import type { KindName, KindTypes } from './kinds.ts';

/** Something that could have mattered and could not be read. */
export interface Gap {
  /** Such as `logs of shop/web-1` or `secrets in shop`. */
  what: string;
  /** Such as `forbidden`, `timed out`, `not captured`. */
  why: string;
}

/** Which cluster was read; each field is null where it is not known. */
export interface ClusterIdentity {
  context: string | null;
  server: string | null;
  version: string | null;
  /** RFC 3339; null for a live cluster. */
  capturedAt: string | null;
}

/** All objects of one kind in one namespace, or in all. With a gap, `objects` is what could be read. */
export interface Listing<T> {
  objects: readonly T[];
  gap?: Gap;
}

/** One object, or the knowledge that it is not there, or a gap: not known. */
export type Lookup<T> = { found: T } | { absent: true } | { gap: Gap };

export interface LogRequest {
  namespace: string;
  pod: string;
  container: string;
  /** The log of the terminated container before the current one. */
  previous: boolean;
  /** So many of the last lines; absent: the log from its beginning. */
  tailLines?: number;
  limitBytes: number;
}

/** A container's log. `text` is empty where the container has written nothing. */
export type LogRead = { text: string } | { gap: Gap };

export interface ClusterSource {
  /** What cannot be read, whatever is asked, and may hide anything: the broken files of a snapshot. */
  readonly gaps?: readonly Gap[];
  identity(signal?: AbortSignal): Promise<ClusterIdentity>;
  /** The instant that every age is relative to: the API server's clock, or the capture. */
  now(signal?: AbortSignal): Promise<Date>;
  /** Namespaces that this user can read; undefined where all can be listed at once (a cluster-wide reader). */
  readableNamespaces(signal?: AbortSignal): Promise<readonly string[] | undefined>;
  /** False for a kind that this server's discovery does not have (a custom resource that is not installed). */
  serves(kind: KindName, signal?: AbortSignal): Promise<boolean>;
  /** `namespace` undefined: all namespaces, or a cluster-scoped kind. */
  list<K extends KindName>(
    kind: K,
    namespace: string | undefined,
    signal?: AbortSignal,
  ): Promise<Listing<KindTypes[K]>>;
  get<K extends KindName>(
    kind: K,
    namespace: string | undefined,
    name: string,
    signal?: AbortSignal,
  ): Promise<Lookup<KindTypes[K]>>;
  log(request: LogRequest, signal?: AbortSignal): Promise<LogRead>;
  /** Release connections and credentials; the source is not used after it. */
  close(): Promise<void>;
}

/** Nothing can be read: no kubeconfig, connection refused, expired credentials, an empty folder. Exit code 3. */
export class ClusterUnreadableError extends Error {
  override name = 'ClusterUnreadableError';
}
