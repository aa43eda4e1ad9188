/** What running a plan takes and shares. */
import type { Readable } from 'node:stream';
import type { KubectlCluster, KubectlRun } from '../cluster/kubectl/types.ts';
import type { Guard } from '../policy/shell/command.ts';
import type { Value } from './expand.ts';
import type { Sink } from './sink.ts';

export type RunKubectl = (
  request: Pick<KubectlRun, 'argv' | 'writes' | 'context' | 'signal'>,
) => Promise<{ stdout: string; stderr: string; exitCode: number; cluster: KubectlCluster }>;

/** One run of a text. */
export interface Machine {
  /** Asked before anything is started. */
  guard: Guard;
  kubectl: RunKubectl;
  /** The run's own folder. */
  own: string;
  /** Stops everything, with the reason it throws. */
  stop: AbortController;
  /** A cluster was asked. */
  onCluster: (cluster: KubectlCluster) => void;
  /** A command could not be started; why, as one sentence. */
  onProblem: (sentence: string) => void;
}

/** What commands one after another share, and a subshell has a copy of. */
export interface Scope {
  variables: Map<string, Value>;
  folder: string;
  /** The exit code of the last command. */
  status: number;
}

/** Where a command reads and writes. */
export interface Streams {
  /** Null: nothing to read. */
  input: Readable | null;
  out: Sink;
  err: Sink;
  /** Ends earlier than the run where `timeout` says so. */
  signal: AbortSignal;
}

/** Something is not allowed as it came out while running: ends the run. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}

export const copyOf = (scope: Scope): Scope => ({ ...scope, variables: new Map(scope.variables) });
