/**
 * The workloads that a question is about, as symptoms to be explained: where their log tells nothing of a failing call, what
 * they are configured to call is looked at instead.
 */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { defineFact, type Finding } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { RELATED_KINDS, relatedTo } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';

const TEMPLATED = /^(?:Deployment|StatefulSet|DaemonSet|Job|CronJob)$/;
type AskedState = State<(typeof RELATED_KINDS)[number]>;

export default defineFact({
  id: 'asked-about',
  needs: RELATED_KINDS,
  find(state) {
    const asked = new Map<string, ObjectRef>();
    for (const { ref } of state.focus.objects) {
      for (const one of [ref, ...relatedTo(ref, state)]) if (TEMPLATED.test(one.kind)) asked.set(refKey(one), one);
    }
    return [...asked.values()]
      .filter((ref) => !tellsOfHealth(ref, state))
      .map((subject): Finding => ({ code: 'AskedAbout', subject, confidence: 'possible', evidence: [] }));
  },
});

/** A log that was read, has recent lines and no error: what it calls works. */
function tellsOfHealth(ref: ObjectRef, state: AskedState): boolean {
  const logs = podsOf(ref, state)
    .slice(0, 2)
    .flatMap((pod: Pod) =>
      loggingContainers(pod).map((container) => logRecords(state, pod, container, { priority: 1 })),
    );
  const records = logs.flatMap((log) => log ?? []);
  return records.length >= 5 && !records.some(({ level }) => level === 'error');
}
