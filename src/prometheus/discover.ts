/** Looks for a Prometheus in the cluster, through its API server. */
import type { Resource } from '../cluster/discovery.ts';
import type { Service } from '../cluster/objects.ts';
import type { Read } from '../cluster/read.ts';
import type { ClusterSource } from '../cluster/source.ts';
import { ask } from './api.ts';
import { type Candidate, candidatesOf, type PrometheusObject } from './candidates.ts';
import { type Endpoint, PrometheusError } from './types.ts';

/** What is read of the cluster. */
export type DiscoverySource = Pick<ClusterSource, 'list' | 'readableNamespaces'> & {
  resources?: (signal?: AbortSignal) => Promise<readonly Resource[]>;
  listResource?: (
    resource: Resource,
    namespace: string | undefined,
    limit: number,
    signal?: AbortSignal,
  ) => Promise<Read>;
};

export interface Discovered {
  endpoint: Endpoint;
  /** Others that answer as well. */
  others: readonly string[];
}

/** Time for a candidate to show what it is, in milliseconds. */
const PROBE_MS = 5000;
/** Namespaces that a user without cluster-wide rights is looked up in. */
const MAX_NAMESPACES = 50;

/**
 * The best candidate that answers a query.
 * @param connect the ways to a candidate, of which the first that works is taken
 * @throws PrometheusError that says what was looked for, and what kept each candidate from answering
 */
export async function discoverPrometheus(
  source: DiscoverySource,
  connect: (candidate: Candidate) => readonly Endpoint[],
  signal: AbortSignal,
): Promise<Discovered> {
  const [{ services, unread }, operated] = await Promise.all([servicesOf(source, signal), operatedOf(source, signal)]);
  const candidates = candidatesOf(services, operated);
  const probed = await Promise.all(candidates.map((candidate) => firstThatAnswers(connect(candidate), signal)));
  const answering = probed.filter((one) => typeof one !== 'string');
  const [endpoint, ...others] = answering;
  if (endpoint !== undefined) return { endpoint, others: others.map(({ name }) => name) };
  const tried = probed.filter((one) => typeof one === 'string').join(' ');
  const found =
    candidates.length === 0
      ? `No Service in the cluster looks like a Prometheus${unread === undefined ? '' : ` (${unread})`}.`
      : tried;
  throw new PrometheusError(
    'unreachable',
    `${found} Set PROMETHEUS_URL, or toolsets.prometheus/metrics.config.prometheus_url.`,
  );
}

async function servicesOf(
  source: DiscoverySource,
  signal: AbortSignal,
): Promise<{ services: readonly Service[]; unread?: string }> {
  const namespaces = await source.readableNamespaces(signal);
  const where = namespaces === undefined ? [undefined] : namespaces.slice(0, MAX_NAMESPACES);
  const listings = await Promise.all(where.map((namespace) => source.list('services', namespace, signal)));
  const gap = listings.find((listing) => listing.gap !== undefined)?.gap;
  const services = listings.flatMap(({ objects }) => objects);
  return gap === undefined ? { services } : { services, unread: `${gap.what}: ${gap.why}` };
}

/** The operator's own objects, where they may be read: they know a path prefix that no Service does. */
async function operatedOf(source: DiscoverySource, signal: AbortSignal): Promise<PrometheusObject[]> {
  const resources = (await source.resources?.(signal)) ?? [];
  const resource = resources.find(({ group, kind }) => group === 'monitoring.coreos.com' && kind === 'Prometheus');
  if (resource === undefined) return [];
  const read = await source.listResource?.(resource, undefined, 100, signal);
  return (read?.objects ?? []).flatMap((object) => {
    const { metadata, spec } = object as { metadata: { namespace?: string }; spec?: { routePrefix?: unknown } };
    const prefix = typeof spec?.routePrefix === 'string' ? spec.routePrefix.replace(/\/+$/, '') : '';
    return metadata.namespace === undefined || !/^(?:\/[\w.~-]+)*$/.test(prefix)
      ? []
      : [{ namespace: metadata.namespace, prefix }];
  });
}

/** The endpoint, or why none of the ways leads to a Prometheus. */
async function firstThatAnswers(ways: readonly Endpoint[], signal: AbortSignal): Promise<Endpoint | string> {
  let why = '';
  for (const endpoint of ways) {
    try {
      const timed = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
      await ask(endpoint, 'query', { query: 'vector(1)' }, timed);
      return endpoint;
    } catch (error) {
      signal.throwIfAborted();
      why =
        error instanceof PrometheusError
          ? error.message
          : `Prometheus at ${endpoint.name} did not answer within ${PROBE_MS / 1000} s.`;
    }
  }
  return why;
}
