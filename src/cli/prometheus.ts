/** Prometheus as this process finds it: at the configured address, else in the cluster of its options. */

import type { Environment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { ReadMetrics } from '../diagnosis/metrics/figures.ts';
import type { Candidate } from '../prometheus/candidates.ts';
import type { DirectEndpoint } from '../prometheus/direct.ts';
import type { Prometheus } from '../prometheus/prometheus.ts';
import type { ApiServerGet } from '../prometheus/proxied.ts';
import type { Endpoint } from '../prometheus/types.ts';
import type { CommonOptions } from './options.ts';
import type { SourceHolder } from './source.ts';

export interface PrometheusHolder {
  /** For evidence in a diagnosis: of a configured address only, as looking for one would slow every diagnosis down. */
  metrics: (context?: string) => ReadMetrics | undefined;
  /** Of one context; undefined: the one that was asked for at the start. Nothing is contacted before it is asked. */
  open: (context?: string) => Promise<Prometheus>;
  close: () => Promise<void>;
}

export function createPrometheusHolder(
  options: CommonOptions,
  env: Environment,
  { config }: LoadedConfig,
  holder: SourceHolder,
): PrometheusHolder {
  const opened = new Map<string, Promise<{ prometheus: Prometheus; close: () => Promise<void> }>>();
  const { prometheus_url: url } = config.toolsets['prometheus/metrics'].config;
  const open = async (context: string | undefined) => {
    const { createPrometheus } = await import('../prometheus/prometheus.ts');
    const cluster =
      options.snapshot === undefined
        ? clusterWays({ ...options, context: context ?? options.context }, env)
        : undefined;
    const prometheus = createPrometheus({
      // A configured address is that of one cluster's Prometheus; another context has its own.
      ...(url === undefined || (context !== undefined && context !== options.context) ? {} : { url }),
      ...(cluster === undefined
        ? {}
        : {
            discover: async (signal) => {
              const { discoverPrometheus } = await import('../prometheus/discover.ts');
              return discoverPrometheus(await holder.open(context), await cluster.connect(), signal);
            },
          }),
      identity: async (signal) => (await holder.open(context)).identity(signal),
      now: () => Date.now() / 1000,
    });
    const close = async () => {
      await Promise.all([prometheus.close(), cluster?.close()]);
    };
    return { prometheus, close };
  };
  const openOnce = async (context?: string): Promise<Prometheus> => {
    const key = context ?? '';
    const kept = opened.get(key) ?? open(context);
    opened.set(key, kept);
    return (await kept).prometheus;
  };
  const enabled = config.toolsets['prometheus/metrics'].enabled;
  return {
    metrics: (context) =>
      !enabled || url === undefined || (context !== undefined && context !== options.context)
        ? undefined
        : async (text, at, signal) => {
            const { query } = await import('../prometheus/api.ts');
            const { endpoint } = await (await openOnce(context)).locate(signal);
            const { series } = await query(endpoint, { query: text, time: at / 1000 }, 'query', signal);
            return series.flatMap(({ labels, samples }) => samples.slice(-1).map(([, value]) => ({ labels, value })));
          },
    open: openOnce,
    async close() {
      await Promise.all([...opened.values()].map(async (one) => (await one).close()));
    },
  };
}

/** How candidates are reached: in a pod by their own names, everywhere through the API server. */
function clusterWays({ kubeconfig, context }: CommonOptions, env: Environment) {
  const closers: (() => Promise<void>)[] = [];
  const connect = async (): Promise<(candidate: Candidate) => Endpoint[]> => {
    const [{ findConnection }, { createUpstream }, { proxiedEndpoint }, { directEndpoint }] = await Promise.all([
      import('../cluster/connection.ts'),
      import('../cluster/kubectl/upstream.ts'),
      import('../prometheus/proxied.ts'),
      import('../prometheus/direct.ts'),
    ]);
    const asked = { kubeconfig, context, env };
    const connection = findConnection(asked);
    const upstream = createUpstream(connection, asked);
    closers.push(upstream.close);
    const get: ApiServerGet = async (path, signal) => {
      const answer = await upstream.send({ method: 'GET', path, headers: HEADERS, body: undefined, signal });
      return { status: answer.statusCode, body: answer.body };
    };
    const byName = new Map<string, DirectEndpoint>();
    return (candidate) => {
      const through = proxiedEndpoint(candidate, get);
      if (connection.context !== null) return [through];
      // A pod reaches a Service without the right to its proxy, which read-only roles lack.
      const { scheme, service, namespace, port, prefix } = candidate;
      const url = `${scheme}://${service}.${namespace}.svc:${port}${prefix}`;
      const direct = byName.get(url) ?? directEndpoint(url);
      if (!byName.has(url)) closers.push(direct.close);
      byName.set(url, direct);
      return [direct, through];
    };
  };
  let ways: ReturnType<typeof connect> | undefined;
  return {
    connect: () => {
      ways ??= connect().catch((error: unknown) => {
        ways = undefined;
        throw error;
      });
      return ways;
    },
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

const HEADERS = { accept: 'application/json', 'user-agent': 'aiops-copilot' };
