/** How to reach a cluster. What only tests and unusual clusters change has a default. */
export interface ConnectOptions {
  /** Path of one kubeconfig file (`--kubeconfig`); undefined: KUBECONFIG, then `~/.kube/config`, then in-cluster. */
  kubeconfig?: string;
  /** Name of a context (`--context`); undefined: the kubeconfig's current one. */
  context?: string;
  /** The process environment, read by the configuration: KUBECONFIG, HOME, HTTPS_PROXY, PATH of plug-ins, … */
  env: Environment;
  /** Time for one request, in milliseconds. */
  requestTimeoutMs?: number;
  /** Time for a credential plug-in, in milliseconds. */
  pluginTimeoutMs?: number;
  /** Where a pod finds its service account; only tests have another place. */
  serviceAccountFolder?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const REQUEST_TIMEOUT_MS = 30_000;
export const PLUGIN_TIMEOUT_MS = 30_000;
