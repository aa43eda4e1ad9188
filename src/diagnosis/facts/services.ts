/** Services that lead nowhere although something ought to stand behind them. A symptom: the walk says where it breaks. */
import type { Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { podEndpoints, serviceKind } from '../../semantics/endpoints.ts';
import { matchesLabels } from '../../semantics/labelSelector.ts';
import { defineFact, type Finding } from '../finding.ts';
import { podsSelected } from '../objects/selection.ts';
import { templateOf, type Workload } from '../objects/workloads.ts';
import { SERVICE_WALK_KINDS, type ServiceWalkState } from '../walk/call.ts';
import { selectorEvidence, workloadsIn } from '../walk/selection.ts';
import { serviceSteps } from '../walk/service.ts';

export default defineFact({
  id: 'services',
  needs: SERVICE_WALK_KINDS,
  find: (state) => state.list('services').flatMap((service) => unavailable(service, state)),
});

function unavailable(service: Service, state: ServiceWalkState): Finding[] {
  const { namespace } = service.metadata;
  if (serviceKind(service) === 'externalName' || serviceKind(service) === 'manual') return [];
  const pods = podEndpoints(service, podsSelected(service.spec?.selector, namespace, state));
  const ready = pods.filter(({ state: endpoint }) => endpoint === 'ready');
  if (ready.length > 0 && !namedPortMissing(service)) return [];
  const counts = { matching: pods.length, ready: ready.length };
  if (pods.length === 0 && !isOrphaned(service, state)) return [];
  if (ready.length > 0 && !leadsNowhere(service, state)) return [];
  return [
    {
      code: 'ServiceUnavailable',
      subject: refOf(service),
      confidence: 'possible',
      params: counts,
      evidence: selectorEvidence(service),
    },
  ];
}

/** A port that is named and so must be declared by the pods. */
const namedPortMissing = (service: Service): boolean =>
  (service.spec?.ports ?? []).some(({ targetPort }) => typeof targetPort === 'string' && !/^\d+$/.test(targetPort));

/** With ready pods only a port that certainly leads nowhere counts. */
const leadsNowhere = (service: Service, state: ServiceWalkState): boolean =>
  serviceSteps({ service, port: undefined, from: undefined }, state).some(
    ({ cause }) => cause.code === 'TargetPortWrong' && cause.confidence === 'confirmed',
  );

/**
 * No pod matches, and the one workload that it nearly selects is selected by no other Service: a selector that drifted, not a
 * Service kept for later. Nothing near it, or a workload scaled to zero: somebody's choice, until a caller complains.
 */
function isOrphaned(service: Service, state: ServiceWalkState): boolean {
  const { namespace } = service.metadata;
  const [step] = serviceSteps({ service, port: undefined, from: undefined }, state);
  if (step?.cause.code === 'WorkloadUnavailable') return true;
  if (step?.cause.code !== 'ServiceSelectorMismatch') return false;
  const near = step.cause.affects?.[0]?.ref;
  const workload = workloadsIn(namespace, state).find(
    (one) => near !== undefined && refKey(refOf(one)) === refKey(near),
  );
  return (
    workload !== undefined &&
    !state.list('services', namespace).some((other) => other !== service && selects(other, workload))
  );
}

const selects = (service: Service, workload: Workload): boolean =>
  matchesLabels(service.spec?.selector, templateOf(workload)?.metadata?.labels);
