/** Why a running pod is not ready: what its log says that it cannot reach. */
import { isReady } from '../../semantics/endpoints.ts';
import { callsIn } from '../facts/failing-calls.ts';
import { defineWhy } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';

export default defineWhy({
  id: 'not-ready',
  needs: RELATED_KINDS,
  explains: ['WorkloadUnavailable'],
  why(finding, state) {
    const waiting = podsOf(finding.subject, state).filter((pod) => pod.status?.phase === 'Running' && !isReady(pod));
    return waiting.slice(0, 3).flatMap((pod) =>
      loggingContainers(pod).flatMap((container) => {
        const records = logRecords(state, pod, container, { priority: 1 }) ?? [];
        return callsIn(records, pod, container, state).map((cause) => ({ cause, chain: [] }));
      }),
    );
  },
});
