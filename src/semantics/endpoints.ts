/**
 * Which pods stand behind a Service, and whether a call can reach one.
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
 */
import type { EndpointSlice, Pod, Service } from '../cluster/objects.ts';
import { type Labels, mapRequirements, matchesLabels, nearMisses } from './labelSelector.ts';
import { objectsIn, stringMap, stringsIn, textIn } from './lenient.ts';
import { type Decided, decided, type Failed, fail, PASS, type Verdict } from './verdict.ts';

/** How a Service finds what it sends calls to. */
export type ServiceKind = 'clusterIP' | 'headless' | 'externalName' | 'manual';

/** A pod's place behind a Service: only `ready` gets calls, `terminating` while none is ready and it still serves. */
export type EndpointState = 'ready' | 'notReady' | 'terminating' | 'noIP' | 'finished';

export interface PodEndpoint {
  pod: Pod;
  state: EndpointState;
}

/** `manual`: no selector, somebody else writes the EndpointSlices. */
export function serviceKind({ spec }: Service): ServiceKind {
  if (spec?.type === 'ExternalName') return 'externalName';
  if (Object.keys(stringMap(spec?.selector)).length === 0) return 'manual';
  return spec?.clusterIP === 'None' ? 'headless' : 'clusterIP';
}

/** Whether a Service selects pods with these labels in this namespace; use it on pod templates too. */
export function serviceSelects(service: Service, namespace: string | undefined, labels: unknown): boolean {
  const { metadata, spec } = service;
  return spec?.type !== 'ExternalName' && metadata.namespace === namespace && matchesLabels(spec?.selector, labels);
}

/** The pods behind a Service with their states, in the order given. */
export function podEndpoints(service: Service, pods: readonly Pod[]): PodEndpoint[] {
  return pods
    .filter((pod) => serviceSelects(service, pod.metadata.namespace, pod.metadata.labels))
    .map((pod) => ({ pod, state: endpointState(pod, service.spec?.publishNotReadyAddresses === true) }));
}

/** The state of one pod; `publishNotReady` is the Service's `publishNotReadyAddresses`. */
export function endpointState(pod: Pod, publishNotReady: boolean): EndpointState {
  const { status, metadata } = pod;
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return 'finished';
  if (textIn(status?.podIP) === undefined && stringsIn(objectsIn(status?.podIPs).map(({ ip }) => ip)).length === 0) {
    return 'noIP';
  }
  if (publishNotReady) return 'ready';
  if (metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null) return 'terminating';
  return isReady(pod) ? 'ready' : 'notReady';
}

/** Whether the pod's Ready condition is True. */
export function isReady(pod: Pod): boolean {
  return objectsIn(pod.status?.conditions).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** The slices of a Service. */
export function slicesOf(service: Service, slices: readonly EndpointSlice[]): EndpointSlice[] {
  return slices.filter(
    ({ metadata }) =>
      metadata.namespace === service.metadata.namespace &&
      stringMap(metadata.labels)['kubernetes.io/service-name'] === service.metadata.name,
  );
}

/** The addresses in slices that get calls; an endpoint without a `ready` condition counts as ready. */
export function readyAddresses(slices: readonly EndpointSlice[]): string[] {
  return slices.flatMap((slice) =>
    objectsIn(slice.endpoints)
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) => stringsIn(addresses)),
  );
}

/** What the cluster holds around a Service. */
export interface EndpointsWorld {
  pods: readonly Pod[];
  /** Undefined: not read; then the pods alone decide. */
  slices?: readonly EndpointSlice[];
}

/**
 * Whether a call to a Service finds somebody. Reasons: `NoMatchingPods` (by the selector's keys and the nearest pods'
 * labels), `NoReadyPods` (by what each pod lacks), `NoManualEndpoints`, `EndpointSlicesBehind` (pods are ready, their
 * addresses are in no slice). An ExternalName passes: its name decides, see `dnsName.ts`.
 */
export function endpointsVerdict(service: Service, { pods, slices }: EndpointsWorld): Verdict {
  const kind = serviceKind(service);
  if (kind === 'externalName') return PASS;
  const own = slices === undefined ? undefined : slicesOf(service, slices);
  if (kind === 'manual') return manualVerdict(service, own);
  const endpoints = podEndpoints(service, pods);
  if (endpoints.length === 0) return noMatchingPods(service, pods);
  const ready = endpoints.filter(({ state }) => state === 'ready');
  if (ready.length > 0) return own === undefined ? PASS : slicesVerdict(service, ready, own);
  const draining = endpoints.some(({ pod, state }) => state === 'terminating' && isReady(pod));
  return draining ? PASS : noReadyPods(endpoints);
}

function manualVerdict(service: Service, slices: readonly EndpointSlice[] | undefined): Verdict {
  if (slices === undefined || readyAddresses(slices).length > 0) return PASS;
  const by = decided(service, 'spec.selector', service.spec?.selector);
  return fail('NoManualEndpoints', 'the service has no selector, and no EndpointSlice gives it a ready address', by);
}

function slicesVerdict(service: Service, ready: readonly PodEndpoint[], slices: readonly EndpointSlice[]): Verdict {
  if (readyAddresses(slices).length > 0) return PASS;
  const by = ready.map(({ pod }) => decided(pod, 'status.podIP', pod.status?.podIP));
  const states = slices.flatMap((slice) => objectsIn(slice.endpoints).map((_, index) => sliceState(slice, index)));
  const selector = decided(service, 'spec.selector', service.spec?.selector);
  return fail('EndpointSlicesBehind', 'pods are ready, and no EndpointSlice says so', selector, ...states, ...by);
}

function sliceState(slice: EndpointSlice, index: number): Decided {
  const ready = objectsIn(slice.endpoints)[index]?.conditions?.ready;
  return decided(slice, `endpoints[${index}].conditions.ready`, ready);
}

function noMatchingPods(service: Service, pods: readonly Pod[]): Failed {
  const selector: Labels = stringMap(service.spec?.selector);
  const local = pods.filter(({ metadata }) => metadata.namespace === service.metadata.namespace);
  const [nearest] = nearMisses(mapRequirements(selector), local);
  const keys = nearest?.mismatches.map(({ requirement }) => requirement.key) ?? Object.keys(selector);
  const by = keys.flatMap((key) => [
    decided(service, `spec.selector.${key}`, selector[key]),
    ...(nearest === undefined
      ? []
      : [decided(nearest.candidate, `metadata.labels.${key}`, labelOf(nearest.candidate, key))]),
  ]);
  return fail('NoMatchingPods', `no pod has the labels ${JSON.stringify(selector)}`, ...by);
}

const labelOf = (pod: Pod, key: string): string | undefined => stringMap(pod.metadata.labels)[key];

function noReadyPods(endpoints: readonly PodEndpoint[]): Failed {
  const by = endpoints.map(({ pod, state }) => stateField(pod, state));
  return fail('NoReadyPods', `none of ${endpoints.length} matching pods takes calls`, ...by);
}

function stateField(pod: Pod, state: EndpointState): Decided {
  if (state === 'finished') return decided(pod, 'status.phase', pod.status?.phase);
  if (state === 'noIP') return decided(pod, 'status.podIP', pod.status?.podIP);
  if (state === 'terminating') return decided(pod, 'metadata.deletionTimestamp', pod.metadata.deletionTimestamp);
  const ready = objectsIn(pod.status?.conditions).find(({ type }) => type === 'Ready');
  return decided(pod, 'status.conditions[Ready].status', ready?.status);
}
