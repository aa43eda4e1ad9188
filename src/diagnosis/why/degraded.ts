/** Why a workload that is ready answers badly: what its own log complains about, and which of its own calls fail. */
import { isReady } from '../../semantics/endpoints.ts';
import { applicationErrors } from '../facts/application-errors.ts';
import { rejectedCertificates } from '../facts/client-certificates.ts';
import { callsIn } from '../facts/failing-calls.ts';
import { complaintsIn } from '../facts/log-complaints.ts';
import { afterReload } from '../facts/reload-changed.ts';
import { defineWhy } from '../finding.ts';
import { COMPLAINT_KINDS as NEEDS } from '../log/complaintFinding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { linked } from '../objects/linked.ts';
import { podsOf } from '../objects/workloads.ts';

/** Replicas do the same work: so many tell enough. */
const PODS = 2;

export default defineWhy({
  id: 'degraded',
  needs: NEEDS,
  explains: ['WorkloadDegraded'],
  why({ subject }, state) {
    const pods = podsOf(subject, state).filter((pod) => pod.status?.phase === 'Running' && isReady(pod));
    return pods.slice(0, PODS).flatMap((pod) =>
      loggingContainers(pod).flatMap((container) => {
        const records = logRecords(state, pod, container, { priority: 1 }) ?? [];
        const causes = [
          ...callsIn(records, pod, container, state),
          ...complaintsIn(records, pod, container, state).filter(({ code }) => code !== 'ApplicationErrors'),
          ...rejectedCertificates(records, pod, container, state),
          ...afterReload(records, pod, container, state),
          ...applicationErrors(records, pod, container, state, 'called'),
        ];
        return causes.map((cause) => linked(subject, cause));
      }),
    );
  },
});
