/**
 * Figures that settle a finding, from a Prometheus that scrapes the kubelet (cAdvisor) and kube-state-metrics: memory
 * before a kill, throttled periods, how full a volume is, alerts that fire. They are evidence; nothing is derived from them.
 */
import type { Gap } from '../../cluster/source.ts';
import type { Ranking } from '../causes/rank.ts';
import type { Finding } from '../finding.ts';
import type { Evidence } from '../result.ts';
import type { Code } from '../words/codes.ts';

/** One series of an answer: its labels, and its value in Prometheus's own digits. */
export interface Figure {
  labels: Readonly<Record<string, string>>;
  value: string;
}

/** Asks at one time (epoch milliseconds). @throws an error whose message is one sentence. */
export type ReadMetrics = (query: string, at: number, signal: AbortSignal) => Promise<readonly Figure[]>;

/** How many causes are worth asking about, and how long all of it may take: a diagnosis does not wait for metrics. */
const CAUSES = 5;
const WITHIN_MS = 3000;

/** Adds figures to the evidence of the first root causes. What could not be asked is a gap. */
export async function addFigures(
  { rootCauses }: Ranking,
  read: ReadMetrics,
  now: number,
  signal: AbortSignal | undefined,
): Promise<Gap[]> {
  const limit = AbortSignal.timeout(WITHIN_MS);
  const within = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const failed = new Set<string>();
  const add = async ({ node }: Ranking['rootCauses'][number]): Promise<void> => {
    const asked = queriesFor(node.finding).map(async (query) =>
      evidenceOf(query, node.finding, await read(query, now, within), now),
    );
    const settled = await Promise.allSettled(asked);
    const figures = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    for (const one of settled) if (one.status === 'rejected') failed.add(reasonOf(one.reason, limit));
    if (figures.length > 0) node.finding = { ...node.finding, evidence: [...node.finding.evidence, ...figures] };
  };
  await Promise.all(rootCauses.slice(0, CAUSES).map(add));
  signal?.throwIfAborted();
  return [...failed].slice(0, 1).map((why) => ({ what: 'metrics of Prometheus', why }));
}

const reasonOf = (error: unknown, limit: AbortSignal): string =>
  limit.aborted ? 'no answer within 3 seconds' : error instanceof Error ? error.message : String(error);

function evidenceOf(query: string, { subject }: Finding, figures: readonly Figure[], now: number): Evidence[] {
  const { apiVersion, kind, namespace, name } = subject;
  const object = namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
  return figures.slice(0, 2).map(({ labels, value }) => ({
    object,
    source: 'metric',
    path: query,
    quote: query.startsWith('ALERTS') ? (labels.alertname ?? value) : value,
    at: new Date(now).toISOString(),
  }));
}

type Query = (selector: string, finding: Finding) => string;

const workingSet: Query = (pods) => `max(max_over_time(container_memory_working_set_bytes{${pods}}[1h]))`;
const throttled: Query = (pods) =>
  `sum(rate(container_cpu_cfs_throttled_periods_total{${pods}}[5m])) / sum(rate(container_cpu_cfs_periods_total{${pods}}[5m]))`;

/** By code; the selector names the pods of the subject, and the container where the finding is about one. */
const QUERIES: Readonly<Partial<Record<Code, readonly Query[]>>> = {
  OomKilled: [workingSet],
  HeapExhausted: [workingSet],
  CpuThrottled: [throttled],
  ProbeTimesOut: [throttled],
  RolloutChanged: [throttled],
};

function queriesFor(finding: Finding): string[] {
  const { subject, code } = finding;
  const { namespace } = subject;
  if (namespace === undefined) return [];
  const pods = [
    `namespace=${quoted(namespace)}`,
    subject.kind === 'Pod' ? `pod=${quoted(subject.name)}` : `pod=~${quoted(`${literal(subject.name)}-.+`)}`,
    ...(typeof finding.params?.container === 'string' ? [`container=${quoted(finding.params.container)}`] : []),
  ].join(',');
  const own = (QUERIES[code] ?? []).map((query) => query(pods, finding));
  return [
    ...own,
    ...(subject.kind === 'PersistentVolumeClaim' ? [fullness(namespace, subject.name)] : []),
    alerts(finding),
  ];
}

function fullness(namespace: string, claim: string): string {
  const labels = `namespace=${quoted(namespace)},persistentvolumeclaim=${quoted(claim)}`;
  return `max(kubelet_volume_stats_used_bytes{${labels}} / kubelet_volume_stats_capacity_bytes{${labels}})`;
}

/** Alerts that name the object by the label that kube-state-metrics gives its kind. */
function alerts({ subject }: Finding): string {
  const label = subject.kind.toLowerCase();
  return `ALERTS{alertstate="firing",namespace=${quoted(subject.namespace ?? '')},${label}=${quoted(subject.name)}}`;
}

const quoted = (text: string): string => JSON.stringify(text);
const literal = (text: string): string => text.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
