/** `internalTrafficPolicy: Local`: a caller reaches only endpoints on its own node, and none stands there. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { specEvidence } from '../evidence.ts';
import type { Step } from '../finding.ts';
import { podsOf, workloadOf } from '../objects/workloads.ts';
import { type ServiceCall, type ServiceWalkState, step } from './call.ts';

/**
 * Nothing where every caller has a ready endpoint beside it. Replicas of the caller count all: those that fail are the
 * ones on other nodes. Source: the Service's `internalTrafficPolicy`; kube-proxy drops what has no local endpoint.
 */
export function localTrafficSteps(
  { service, from }: ServiceCall,
  ready: readonly Pod[],
  state: ServiceWalkState,
): Step[] {
  if (service.spec?.internalTrafficPolicy !== 'Local' || from === undefined) return [];
  const served = new Set(ready.map(({ spec }) => spec?.nodeName));
  const callers = podsOf(workloadOf(from, state), state);
  const alone = (callers.length > 0 ? callers : [from]).filter(
    ({ spec }) => spec?.nodeName !== undefined && !served.has(spec.nodeName),
  );
  const [first] = alone;
  if (first === undefined) return [];
  return [
    step(service, {
      code: 'NoLocalEndpoint',
      subject: refOf(service),
      confidence: 'confirmed',
      params: {
        nodes: [...new Set(alone.map(({ spec }) => spec?.nodeName))].join(', '),
        served: [...served].join(', '),
        callers: alone.map(({ metadata }) => metadata.name).join(', '),
      },
      evidence: [
        specEvidence(service, 'spec.internalTrafficPolicy', 'Local'),
        specEvidence(first, 'spec.nodeName', first.spec?.nodeName),
        ...ready.slice(0, 3).map((pod) => specEvidence(pod, 'spec.nodeName', pod.spec?.nodeName)),
      ],
    }),
  ];
}
