import type { Kube } from '../objects.ts';
import { hash } from '../random.ts';
import { microStamp, stamp } from '../time.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The laboratory's seconds and the hours of an incident that they stand for. */
export interface Stretch {
  /** Real instants of the fault and of the capture. */
  fault: number;
  capture: number;
  /** What they become. */
  onset: number;
  now: number;
}

const OLDEST: Record<string, [number, number]> = {
  Node: [210, 60],
  Namespace: [200, 90],
  StorageClass: [260, 20],
  Lease: [200, 90],
  PriorityClass: [300, 9],
  IngressClass: [250, 20],
};
const POD_LIKE = ['Pod', 'ReplicaSet', 'Job', 'EndpointSlice'];

/** Days that an object of the world before the fault has lived: pods less than their owners. */
function days(o: Kube): number {
  const [base, span] = OLDEST[o.kind] ?? [0, 0];
  if (base) return base + (hash(o.metadata.name) % (span * 10)) / 10;
  const group = `${o.metadata.namespace}/${o.metadata.labels?.app ?? o.metadata.ownerReferences?.[0]?.name ?? o.metadata.name}`;
  const young = 1 + (hash(group) % 260) / 10;
  return POD_LIKE.includes(o.kind) ? young : young + 4 + (hash(`own:${group}`) % 1500) / 10;
}

function mapTime(text: string, s: Stretch, shift: number): string {
  const at = Date.parse(text);
  const to =
    at >= s.fault
      ? s.onset + ((at - s.fault) * (s.now - s.onset)) / Math.max(1, s.capture - s.fault)
      : at - s.fault + s.onset - shift;
  const bounded = Math.min(to, s.now);
  return text.includes('.') ? microStamp(bounded) : stamp(bounded);
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return RFC3339.test(value) ? change(value) : value;
  if (Array.isArray(value)) return value.map((v) => walk(v, change));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v, change)]));
  return value;
}

/** Gives objects the ages of a cluster that ran for months before a fault some minutes ago; order in time is kept. */
export function age(objects: Kube[], s: Stretch): Kube[] {
  const kept = objects.filter(
    (o) =>
      o.kind !== 'Event' ||
      Date.parse(String(o.lastTimestamp ?? o.eventTime ?? o.metadata.creationTimestamp)) >= s.fault - 500,
  );
  return kept.map((o) => {
    const shift = days(o) * DAY;
    return walk(o, (text) => mapTime(text, s, o.kind === 'Event' ? 0 : shift)) as Kube;
  });
}
