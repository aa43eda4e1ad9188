/**
 * The way of a call from a Service on, in the order in which it works: selector → endpoints → port → policies → the
 * process. Stops at the first link that fails.
 */
import type { Pod, Service } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { endpointState, isReady, podEndpoints, serviceKind } from '../../semantics/endpoints.ts';
import type { Step } from '../finding.ts';
import { podsSelected } from '../objects/selection.ts';
import { workloadOf } from '../objects/workloads.ts';
import { type ServiceCall, type ServiceWalkState, step } from './call.ts';
import { localTrafficSteps } from './localTraffic.ts';
import { meshSteps } from './mesh.ts';
import { policySteps } from './policy.ts';
import { listensElsewhere, portMissing, wrongTarget } from './port.ts';
import { inOrder, PORT_IN_ORDER, withRuledOut } from './ruledOut.ts';
import { foreignAddresses, manualEndpoints, nothingSelected, unavailable } from './selection.ts';
import { strayPods } from './stray.ts';

/** Why calls to a Service fail: at most the first broken link, or that the process behind it answers badly. */
export function serviceSteps(call: ServiceCall, state: ServiceWalkState): Step[] {
  const { service } = call;
  if (serviceKind(service) === 'externalName') return [];
  if (serviceKind(service) === 'manual')
    return manualEndpoints(call, state) ?? portMissing(call) ?? foreignAddresses(call, state);
  const selected = podsSelected(service.spec?.selector, service.metadata.namespace, state);
  const endpoints = podEndpoints(service, selected);
  if (endpoints.length === 0) return nothingSelected(service, state.list('pods', service.metadata.namespace), state);
  const ready = endpoints
    .filter(({ pod }) => endpointState(pod, true) !== 'finished' && isReady(pod))
    .map(({ pod }) => pod);
  const unready = endpoints.map(({ pod }) => pod).filter((pod) => !ready.includes(pod));
  if (ready.length === 0) return unready.length > 0 ? behind(service, unready, 'WorkloadUnavailable', state) : [];
  const soFar = inOrder(service, endpoints.length, ready);
  const port = portMissing(call) ?? wrongTarget(call, ready, state);
  if (port.length > 0) return withRuledOut(port, soFar);
  const further = [...soFar, PORT_IN_ORDER];
  const remote = localTrafficSteps(call, ready, state);
  if (remote.length > 0) return withRuledOut(remote, further);
  const blocked = policySteps(call, ready, state);
  if (blocked.length > 0) return withRuledOut(blocked, further);
  const inMesh = meshSteps(call, ready, state);
  if (inMesh.length > 0) return withRuledOut(inMesh, further);
  const elsewhere = listensElsewhere(call, ready, state);
  if (elsewhere.length > 0) return withRuledOut(elsewhere, soFar);
  const stray = strayPods(call, ready, state);
  if (stray.length > 0) return stray;
  return [
    ...behind(service, ready, 'WorkloadDegraded', state),
    ...(unready.length > 0 ? behind(service, unready, 'WorkloadUnavailable', state) : []),
  ];
}

/** The workloads of these pods as the reason: their own trouble is looked for by the rules that know it. */
function behind(
  service: Service,
  pods: readonly Pod[],
  code: 'WorkloadUnavailable' | 'WorkloadDegraded',
  state: ServiceWalkState,
): Step[] {
  const workloads = new Map(pods.map((pod) => [refKey(workloadOf(pod, state)), workloadOf(pod, state)]));
  if (code === 'WorkloadUnavailable') return [...workloads.values()].flatMap((ref) => unavailable(service, ref));
  return [...workloads.values()].map((ref) =>
    step(service, { code, subject: ref, confidence: 'possible', params: {}, evidence: [] }),
  );
}
