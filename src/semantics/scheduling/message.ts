/** Reads the message of a FailedScheduling event or of the condition PodScheduled. */
import type { FilterName } from './world.ts';

export interface ReasonCount {
  count: number;
  /** The scheduler's words. */
  reason: string;
  /** The filter that says so; undefined for words of an extender or another release. */
  filter?: FilterName;
}

export interface FailedScheduling {
  /** Nodes of the cluster at that time; undefined where the message does not say. */
  total?: number;
  reasons: ReasonCount[];
  /** What stopped the pod before any node was looked at, such as `pod has unbound immediate PersistentVolumeClaims`. */
  before?: ReasonCount;
  /** Why evicting others would not help either. */
  preemption: ReasonCount[];
}

/** Words of the filters over the releases from 1.20 on. */
const WORDS: readonly [RegExp, FilterName][] = [
  [/^waiting for scheduling gates|scheduling is blocked due to non-empty scheduling gates/i, 'SchedulingGates'],
  [/were unschedulable|was unschedulable/, 'NodeUnschedulable'],
  [/requested node name|match the requested hostname/, 'NodeName'],
  [/taint/, 'TaintToleration'],
  [
    /node affinity\/selector|node selector|satisfy plugin\(s\) \[NodeAffinity|affinity terms conflict|scheduler-enforced node affinity/,
    'NodeAffinity',
  ],
  [/free ports/, 'NodePorts'],
  // Devices of ResourceClaims are resources too.
  [/^Insufficient |^Too many pods|^cannot allocate all claims/, 'NodeResourcesFit'],
  [/ReadWriteOncePod|no available disk/, 'VolumeRestrictions'],
  [/max volume count/, 'NodeVolumeLimits'],
  [/no available volume zone/, 'VolumeZone'],
  [
    /persistent ?volume|volume node affinity|free storage|non-existent pv|ephemeral volume controller/i,
    'VolumeBinding',
  ],
  [/topology spread/, 'PodTopologySpread'],
  [/pod affinity|anti-affinity|pod affinity\/anti-affinity/, 'InterPodAffinity'],
];

/** The filter whose words these are. */
export function filterOfReason(reason: string): FilterName | undefined {
  return WORDS.find(([words]) => words.test(reason))?.[1];
}

function reasonCount(count: number, reason: string): ReasonCount {
  const filter = filterOfReason(reason);
  return filter === undefined ? { count, reason } : { count, reason, filter };
}

const HEAD = /^\s*(\d+)\/(\d+) nodes are available[:,]\s*/;
const PREEMPTION = /[.,]?\s*(?:no new claims to deallocate,\s*)?preemption:\s*/;

function listed(text: string): ReasonCount[] {
  // Reasons are joined by ", " and each begins with its count; a comma inside a reason is followed by a word.
  const found = text.split(/,\s+(?=\d+ )/).map((part) => /^(\d+) (.+?)\.?\s*$/s.exec(part));
  return found.flatMap((match) => (match?.[2] === undefined ? [] : [reasonCount(Number(match[1]), match[2])]));
}

/** Counts per reason; a message in another form gives no reasons. Never throws. */
export function parseFailedScheduling(message: unknown): FailedScheduling {
  const text = typeof message === 'string' ? message.slice(0, 20_000) : '';
  const head = HEAD.exec(text);
  if (head === null) {
    const filter = filterOfReason(text);
    return { reasons: [], preemption: [], ...(filter && { before: reasonCount(0, text.trim()) }) };
  }
  const total = Number(head[2]);
  const [main = '', preempting = ''] = text.slice(head[0].length).split(PREEMPTION);
  const body = main.replace(/\.?\s*no new claims to deallocate\s*$/, '');
  const reasons = listed(body);
  const preemption = listed(preempting.replace(HEAD, ''));
  if (reasons.length > 0) return { total, reasons, preemption };
  const sentence = body
    .replace(/\.\s*$/, '')
    .replace(/\. not found$/, '')
    .trim();
  return sentence === ''
    ? { total, reasons, preemption }
    : { total, reasons, preemption, before: reasonCount(total, sentence) };
}
