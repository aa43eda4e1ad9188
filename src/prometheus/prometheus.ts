/** The Prometheus that answers for one cluster: the configured one, else one that is found in it. */
import type { ClusterIdentity } from '../cluster/source.ts';
import { directEndpoint } from './direct.ts';
import type { Discovered } from './discover.ts';
import { type PromqlRequest, runPromql } from './run.ts';
import { TimeError } from './times.ts';
import { type Endpoint, PrometheusError } from './types.ts';

export interface PromqlOutcome {
  output: string;
  /** 0; 1: Prometheus refused or the request was not understood; 2: there is none, or it did not answer. */
  exitCode: number;
  /** Where it was asked; undefined where nothing was. */
  from?: string;
  cluster: Pick<ClusterIdentity, 'context' | 'server' | 'capturedAt'> | null;
}

export interface PrometheusParts {
  /** Of the configuration. */
  url?: string;
  /** Looks in the cluster; undefined for a snapshot, which has no running Prometheus. */
  discover?: (signal: AbortSignal) => Promise<Discovered>;
  identity: (signal: AbortSignal) => Promise<ClusterIdentity>;
  /** Seconds since 1970. */
  now: () => number;
}

export interface Prometheus {
  /** Never throws but for the signal's reason. */
  run(request: PromqlRequest, signal: AbortSignal): Promise<PromqlOutcome>;
  /** @throws PrometheusError */
  locate(signal: AbortSignal): Promise<Discovered>;
  close(): Promise<void>;
}

const NO_SNAPSHOT =
  'A snapshot has no Prometheus: its metrics were not captured. To ask a running one, set PROMETHEUS_URL or toolsets.prometheus/metrics.config.prometheus_url.';

export function createPrometheus(parts: PrometheusParts): Prometheus {
  const { url, discover, identity, now } = parts;
  const configured = url === undefined ? undefined : directEndpoint(url);
  let found: Discovered | undefined;
  const locate = async (signal: AbortSignal): Promise<Discovered> => {
    if (configured !== undefined) return { endpoint: configured, others: [] };
    if (discover === undefined) throw new PrometheusError('unreachable', NO_SNAPSHOT);
    found ??= await discover(signal);
    return found;
  };
  return {
    locate,
    close: async () => configured?.close(),
    async run(request, signal) {
      let asked: Endpoint | undefined;
      try {
        const { endpoint, others } = await locate(signal);
        asked = endpoint;
        const output = await runPromql(endpoint, request, now(), signal);
        return { output, exitCode: 0, from: fromOf(endpoint, others), cluster: await clusterOf(signal) };
      } catch (error) {
        signal.throwIfAborted();
        // What was found may have moved: the next call looks again.
        if (error instanceof PrometheusError && error.kind === 'unreachable') found = undefined;
        return { ...failure(error), from: asked?.name, cluster: asked === undefined ? null : await clusterOf(signal) };
      }
    },
  };

  async function clusterOf(signal: AbortSignal): Promise<PromqlOutcome['cluster']> {
    if (configured !== undefined) return { context: null, server: configured.name, capturedAt: null };
    try {
      const { context, server, capturedAt } = await identity(signal);
      return { context, server, capturedAt };
    } catch {
      // The answer, or why there is none, is worth more than the cluster's name.
      signal.throwIfAborted();
      return null;
    }
  }
}

function failure(error: unknown): Pick<PromqlOutcome, 'output' | 'exitCode'> {
  const output = error instanceof Error ? error.message : String(error);
  const isRefusal = error instanceof TimeError || (error instanceof PrometheusError && error.kind !== 'unreachable');
  return { output, exitCode: isRefusal ? 1 : 2 };
}

function fromOf({ name }: Endpoint, others: readonly string[]): string {
  if (others.length === 0) return name;
  const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
  return `${name} (also in the cluster: ${others.slice(0, 3).join(', ')}${more})`;
}
