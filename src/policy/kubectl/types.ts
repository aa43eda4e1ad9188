/** What the kubectl classifier is told and says. */
import type { Action } from '../types.ts';

/** What of the configuration decides how a command is understood. */
export interface KubectlRules {
  /** The contexts that `--context` may name; empty: none. */
  contexts: readonly string[];
  /** The namespace in force without `-n` in a context (undefined: the usual one); undefined where it is not known. */
  namespace?: (context: string | undefined) => string | undefined;
}

/** A classified command: what `Action` says but for the tool, and the context that it names. */
export type KubectlAction = Omit<Action, 'tool'> & { context?: string };

/** `argv` is without the leading `kubectl`. */
export type ClassifyKubectl = (argv: readonly string[]) => KubectlAction;
