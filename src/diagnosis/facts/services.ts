/** Services that lead nowhere although something ought to stand behind them. A symptom: the walk says where it breaks. */
import type { Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { podEndpoints, serviceKind } from '../../semantics/endpoints.ts';
import { ingressRoutes } from '../../semantics/ingressRoute.ts';
import { matchesLabels } from '../../semantics/labelSelector.ts';
import { portsOfService } from '../../semantics/servicePort.ts';
import { defineFact, type Finding } from '../finding.ts';
import { podsSelected } from '../objects/selection.ts';
import { templateOf, type Workload } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { SERVICE_WALK_KINDS, type ServiceWalkState } from '../walk/call.ts';
import { selectorEvidence, workloadsIn } from '../walk/selection.ts';
import { serviceSteps } from '../walk/service.ts';

const NEEDS = [...SERVICE_WALK_KINDS, 'ingresses'] as const;
type ServicesState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'services',
  needs: NEEDS,
  find: (state) => state.list('services').flatMap((service) => unavailable(service, state)),
});

function unavailable(service: Service, state: ServicesState): Finding[] {
  const { namespace } = service.metadata;
  if (serviceKind(service) === 'externalName' || serviceKind(service) === 'manual') return [];
  const pods = podEndpoints(service, podsSelected(service.spec?.selector, namespace, state));
  const ready = pods.filter(({ state: endpoint }) => endpoint === 'ready');
  if (ready.length > 0 && !namedPortMissing(service)) return [];
  if (pods.length === 0 && !isOrphaned(service, state)) return [];
  const port = ready.length === 0 ? undefined : portToNowhere(service, state);
  if (ready.length > 0 && port === undefined) return [];
  const counts = { matching: pods.length, ready: ready.length, port };
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

/** With ready pods only a port that certainly leads nowhere counts: all of them, or the one that an Ingress sends to. */
function portToNowhere(service: Service, state: ServicesState): number | undefined {
  const isWrong = (port: number | undefined): boolean =>
    serviceSteps({ service, port, from: undefined }, state).some(
      ({ cause }) => cause.code === 'TargetPortWrong' && cause.confidence === 'confirmed',
    );
  const { namespace, name } = service.metadata;
  const ports = portsOfService(service);
  if (isWrong(undefined)) return ports[0]?.port;
  const routed = state
    .list('ingresses', namespace)
    .flatMap((ingress) => ingressRoutes(ingress))
    .flatMap(({ backend }) => (backend.service?.name === name ? [backend.service.port] : []));
  return ports.find(
    (one) => routed.some((to) => to?.number === one.port || (to?.name ?? '') === one.name) && isWrong(one.port),
  )?.port;
}

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
