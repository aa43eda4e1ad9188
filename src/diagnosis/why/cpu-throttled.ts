/** Why a process answers slowly: it uses all the CPU that its limit allows, as the metrics API measured. */
import { objectsIn, recordIn, recordsIn } from '../../semantics/lenient.ts';
import { parseQuantity, unitsAsNumber } from '../../semantics/quantity.ts';
import { statusEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { containerField, containerViews, harmed } from '../objects/containers.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { known } from '../state.ts';

/** So near to the limit the kernel throttles: usage is an average over some seconds, the limit holds every 100 ms. */
const NEAR_LIMIT = 0.9;
const PODS = 5;

export default defineWhy({
  id: 'cpu-throttled',
  needs: [...WORKLOAD_KINDS, 'podmetrics'],
  explains: ['ProbeTimesOut', 'WorkloadDegraded'],
  why({ subject }, state) {
    const pods = podsOf(subject, state).slice(0, PODS);
    const hot = pods.flatMap((pod) => {
      const metrics = known(state.find('podmetrics', pod.metadata.namespace, pod.metadata.name));
      if (metrics === undefined) return [];
      return containerViews(pod).flatMap((view) => {
        const limit = view.spec?.resources?.limits?.cpu;
        const usage = recordIn(
          recordsIn(recordIn(metrics).containers).find(({ name }) => name === view.name)?.usage,
        ).cpu;
        const [used, allowed] = [parseQuantity(usage), parseQuantity(limit)];
        if (used === undefined || allowed === undefined) return [];
        return unitsAsNumber(used) >= NEAR_LIMIT * unitsAsNumber(allowed) ? [{ view, metrics, usage, limit }] : [];
      });
    });
    const [first] = hot;
    if (first === undefined || hot.length * 2 < objectsIn(pods).length) return [];
    const { view, metrics, usage, limit } = first;
    const step: Step = {
      cause: {
        code: 'CpuThrottled',
        subject,
        about: view.name,
        confidence: 'likely',
        params: { container: view.name, usage: String(usage), limit },
        evidence: [
          { ...statusEvidence(metrics, `containers[${view.name}].usage.cpu`, usage), source: 'metric' },
          containerField(view, 'resources.limits.cpu', limit),
        ],
        affects: harmed(
          subject,
          hot.map((one) => one.view),
          'runs',
        ),
      },
      chain: [],
    };
    return [step];
  },
});
