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
  const readable = await source.readableNamespaces(signal);
  const where = readable === undefined ? [undefined] : readable.slice(0, MAX_NAMESPACES);
  const [{ services, unread }, operated] = await Promise.all([
    servicesOf(source, where, signal),
    operatedOf(source, where, signal),
  ]);
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

/** Undefined: all of the cluster at once. */
type Where = readonly (string | undefined)[];

async function servicesOf(
  source: DiscoverySource,
  where: Where,
  signal: AbortSignal,
): Promise<{ services: readonly Service[]; unread?: string }> {
  const listings = await Promise.all(where.map((namespace) => source.list('services', namespace, signal)));
  const gap = listings.find((listing) => listing.gap !== undefined)?.gap;
  const services = listings.flatMap(({ objects }) => objects);
  return gap === undefined ? { services } : { services, unread: `${gap.what}: ${gap.why}` };
}

/** The operator's own objects, where they may be read: they know a path prefix that no Service does. */
async function operatedOf(source: DiscoverySource, where: Where, signal: AbortSignal): Promise<PrometheusObject[]> {
  const resources = (await source.resources?.(signal)) ?? [];
  const resource = resources.find(({ group, kind }) => group === 'monitoring.coreos.com' && kind === 'Prometheus');
  if (resource === undefined) return [];
  const reads = await Promise.all(where.map((namespace) => source.listResource?.(resource, namespace, 100, signal)));
  return reads.flatMap((read) => (read?.objects ?? []).flatMap(toPrometheusObject));
}

function toPrometheusObject(object: { metadata: { namespace?: string } }): PrometheusObject[] {
  const { namespace } = object.metadata;
  const spec: unknown = 'spec' in object ? object.spec : undefined;
  const route: unknown =
    typeof spec === 'object' && spec !== null && 'routePrefix' in spec ? spec.routePrefix : undefined;
  const prefix = typeof route === 'string' ? route.replace(/\/+$/, '') : '';
  return namespace === undefined || !/^(?:\/[\w.~-]+)*$/.test(prefix) ? [] : [{ namespace, prefix }];
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
