/**
 * The shape of running kubectl, for the tool of that name and for pipelines of `bash`:
 *
 *   const action = createClassifyKubectl(rules)(argv);    // policy/kubectl/classify.ts; argv without the leading `kubectl`
 *   const { stdout, stderr, exitCode } = await kubectl.run({ argv, writes: action.effect !== 'read', signal });
 *
 * A run never reads standard input, writes no file but its own cache, and sees no Secret value, whatever its arguments say: the
 * process talks to a gate on loopback, which alone holds the credentials, masks Secrets, and lets a run that is not
 * meant to write do nothing but read.
 */

/** Which cluster was asked; null where it is not known. */
export interface KubectlCluster {
  context: string | null;
  server: string | null;
  /** RFC 3339; set where it is a snapshot. */
  capturedAt: string | null;
}

export interface KubectlRun {
  /** The arguments after `kubectl`, each as the program is to get it. */
  argv: readonly string[];
  /** Whether more than reading is let through: only after the action was classified, and allowed, as more. */
  writes: boolean;
  /** One of the configured contexts; undefined: the one that the program was started with. */
  context?: string;
  /** The only namespaces that the caller may reach into; undefined: all. */
  namespaces?: readonly string[];
  /** Aborted: the process and its children are killed, and its reason is thrown. */
  signal: AbortSignal;
  /** Milliseconds; default 60 000. A run that takes longer is killed and fails with exit code 124. */
  timeoutMs?: number;
}

export interface KubectlOutcome {
  stdout: string;
  stderr: string;
  /** 124: ran out of time. 127: there is no kubectl that can be used; `stderr` says so in one sentence. */
  exitCode: number;
  cluster: KubectlCluster;
}

export interface Kubectl {
  /**
   * Resolves however the process ended.
   * @throws ClusterUnreadableError where it is not clear which cluster is meant; the signal's reason.
   */
  run(request: KubectlRun): Promise<KubectlOutcome>;
  /** Ends the gates and removes their files. */
  close(): Promise<void>;
}
