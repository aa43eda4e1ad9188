/** Why a workload lost its room: the scheduler evicted its pods for those of a higher priority. */
import type { Event, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { eventEvidence, eventTime, specEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

type PreemptedState = State<(typeof WORKLOAD_KINDS)[number] | 'events'>;
/** Source: scheduler `framework/preemption`: the UID since 1.26, namespace and name before. */
const MESSAGE = /^Preempted by (?:a )?pod (\S+?)(?: on node \S+)?$/;
const LASTS_MS = 3_600_000;

export default defineWhy({
  id: 'preempted',
  needs: [...WORKLOAD_KINDS, 'events'],
  explains: ['InsufficientResources'],
  why({ subject }, state) {
    const events = state
      .list('events', subject.namespace)
      .filter(
        (event) =>
          event.reason === 'Preempted' &&
          (event.involvedObject?.name ?? '').startsWith(`${subject.name}-`) &&
          state.now - Date.parse(eventTime(event)) < LASTS_MS,
      );
    return events.flatMap((event) => stepOf(event, subject, state)).slice(0, 1);
  },
});

function stepOf(event: Event, victim: ObjectRef, state: PreemptedState): Step[] {
  const pod = preemptor(event, state);
  const workload = pod && workloadOf(pod, state);
  if (pod === undefined || workload === undefined || refKey(workload) === refKey(victim)) return [];
  const { priority, priorityClassName } = pod.spec ?? {};
  return [
    {
      cause: {
        code: 'PreemptedByPriority',
        subject: workload,
        confidence: 'confirmed',
        params: { victim: nameOf(victim), priority: priorityClassName ?? priority ?? 0 },
        evidence: [
          eventEvidence(event),
          ...(priorityClassName === undefined ? [] : [specEvidence(pod, 'spec.priorityClassName', priorityClassName)]),
          ...(priority === undefined ? [] : [specEvidence(pod, 'spec.priority', priority)]),
        ],
        since: eventTime(event),
      },
      chain: [{ from: victim, relation: 'blockedBy', to: workload }],
    },
  ];
}

/** Of the pods that were read: the one that the event relates to, or whose UID or name its message gives. */
function preemptor({ related, message = '' }: Event, state: PreemptedState): Pod | undefined {
  const said = MESSAGE.exec(message)?.[1];
  return state
    .list('pods')
    .find(
      ({ metadata }) =>
        (related?.name !== undefined && related.name === metadata.name && related.namespace === metadata.namespace) ||
        (said !== undefined && (said === metadata.uid || said === `${metadata.namespace}/${metadata.name}`)),
    );
}
