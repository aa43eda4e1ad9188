/** Why pods were evicted, or killed without a limit of their own: their node ran out of what all of its pods share. */

import { eventEvidence, eventTime } from '../evidence.ts';
import { NODE_KINDS, nodeTroubles } from '../facts/node-not-ready.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { known, type State } from '../state.ts';

const NEEDS = [...NODE_KINDS, 'events'] as const;

/** The condition that stands for the resource of an eviction. Source: kubelet `eviction/helpers.go`. */
const PRESSURE: Readonly<Record<string, string>> = {
  memory: 'MemoryPressure',
  'ephemeral-storage': 'DiskPressure',
  inodes: 'DiskPressure',
  pids: 'PIDPressure',
};
const LATELY_MS = 3_600_000;

export default defineWhy({
  id: 'node-memory',
  needs: NEEDS,
  explains: ['PodsEvicted', 'PodsEvictedForDisk', 'OomKilled'],
  why(finding, state) {
    const name = String(finding.params?.node ?? '');
    const node = name === '' ? undefined : known(state.find('nodes', undefined, name));
    if (node === undefined) return [];
    if (finding.code === 'OomKilled') return systemOom(finding, name, state);
    // One that exceeded its own limit has nothing to blame its node for.
    if (!/node (?:was low on resource|had condition)/i.test(String(finding.params?.message))) return [];
    const condition = PRESSURE[String(finding.params?.resource)];
    return nodeTroubles(node, state)
      .filter(({ about }) => about !== undefined && about === condition)
      .map((cause) => stepTo(cause, finding));
  },
});

const stepTo = (cause: Finding, { subject }: Finding): Step => ({
  cause,
  chain: [{ from: subject, relation: 'runsOn', to: cause.subject }],
});

/** The kernel killed a process of a container without a limit: the kubelet reports it as an event of the node. */
function systemOom(finding: Finding, name: string, state: State<(typeof NEEDS)[number]>): Step[] {
  const events = state
    .events({ kind: 'Node', name })
    .filter((event) => event.reason === 'SystemOOM' && state.now - Date.parse(eventTime(event)) < LATELY_MS);
  const last = events.at(-1);
  if (last === undefined) return [];
  const cause: Finding = {
    code: 'NodeOutOfMemory',
    subject: { apiVersion: 'v1', kind: 'Node', name },
    confidence: 'confirmed',
    params: { message: last.message, count: events.length },
    evidence: [eventEvidence(last)],
    since: events[0] && eventTime(events[0]),
  };
  return [stepTo(cause, finding)];
}
