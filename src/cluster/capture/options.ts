/** What a capture is told, and what it reads from. */
import type { LiveSource } from '../live.ts';
import type { ClusterSource } from '../source.ts';

/** A live source offers every kind that it serves; another one those that the product knows. */
export type CaptureSource = ClusterSource & Partial<Pick<LiveSource, 'resources' | 'listResource'>>;

export interface CaptureOptions {
  /** Namespaces to capture; undefined: all that can be read. */
  namespaces?: readonly string[];
  signal?: AbortSignal;
  /** Called with a few words a step, for people who wait. */
  onProgress?: (step: string) => void;
  /** Masks credentials in log text, and in an object by its keys as well. */
  redact: { text: (text: string) => string; object: <T>(value: T) => T };
}

/** The folder cannot be used or written; one sentence, exit code 2. */
export class CaptureError extends Error {
  override name = 'CaptureError';
}
