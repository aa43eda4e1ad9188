/** What a snapshot folder holds once it is read. */
import type { KubeObject } from '../objects.ts';
import type { ClusterIdentity, Gap } from '../source.ts';
import type { Coverage } from './coverage.ts';

/** A captured cluster in memory. Everything in it was written by somebody else; only metadata is guaranteed. */
export interface Snapshot {
  /** The path that was asked for, as it was given. */
  path: string;
  /** Folder with `logs/`; undefined for a snapshot that is a single file. */
  folder: string | undefined;
  /** In a stable order that does not depend on files: kind, API version, then namespace and name as the API server sorts them. */
  objects: readonly KubeObject[];
  /** What could not be read or was not captured. */
  gaps: readonly Gap[];
  /** Those of the gaps that are files which could not be read: they may hold anything. */
  brokenFiles: readonly Gap[];
  /** The instant of the capture, that every age is relative to. */
  now: Date;
  identity: ClusterIdentity;
  coverage: Coverage;
}
