/** The objects that stand for one that a question names: a problem of theirs is a problem of it. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { ingressRoutes } from '../../semantics/ingressRoute.ts';
import { known, type State } from '../state.ts';
import { podsSelected } from './selection.ts';
import { podsOf, WORKLOAD_KINDS, workloadOf } from './workloads.ts';

/** Kinds that a rule must declare to ask for related objects. */
export const RELATED_KINDS = [...WORKLOAD_KINDS, 'services', 'ingresses'] as const;
type RelatedState = State<(typeof RELATED_KINDS)[number]>;

/** Workload ↔ pods, Service → workloads behind it, Ingress → its Services and theirs, Node → workloads of its pods. */
export function relatedTo(ref: ObjectRef, state: RelatedState): ObjectRef[] {
  const related = new Map<string, ObjectRef>();
  const add = (one: ObjectRef): void => {
    related.set(refKey(one), one);
  };
  const { namespace, name } = ref;
  if (ref.kind === 'Pod') {
    const pod = known(state.find('pods', namespace, name));
    if (pod !== undefined) add(workloadOf(pod, state));
  } else if (ref.kind === 'Service') {
    for (const one of workloadsBehind(namespace, name, state)) add(one);
    for (const ingress of state.list('ingresses', namespace)) {
      if (ingressRoutes(ingress).some(({ backend }) => backend.service?.name === name)) add(refOf(ingress));
    }
  } else if (ref.kind === 'Ingress') {
    const ingress = known(state.find('ingresses', namespace, name));
    for (const service of (ingress?.spec?.rules ?? [])
      .flatMap((rule) => rule.http?.paths ?? [])
      .map((path) => path.backend.service?.name)) {
      if (service === undefined) continue;
      add({ apiVersion: 'v1', kind: 'Service', namespace, name: service });
      for (const one of workloadsBehind(namespace, service, state)) add(one);
    }
  } else
    for (const pod of podsOf(ref, state)) add({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod.metadata.name });
  return [...related.values()];
}

/** The workloads whose pods a Service selects. */
export function workloadsBehind(namespace: string | undefined, name: string, state: RelatedState): ObjectRef[] {
  const selector = known(state.find('services', namespace, name))?.spec?.selector;
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  const workloads = new Map<string, ObjectRef>();
  for (const pod of podsSelected(selector, namespace, state)) {
    const workload = workloadOf(pod, state);
    workloads.set(refKey(workload), workload);
  }
  return [...workloads.values()];
}

/** Whether requests come to an object: a Service, an Ingress, or a workload that a Service selects. */
export function servesRequests(ref: ObjectRef, state: RelatedState): boolean {
  if (ref.kind === 'Service' || ref.kind === 'Ingress') return true;
  const served = state.memo(`related/served:${ref.namespace}`, () => {
    const services = state
      .list('services', ref.namespace)
      .filter(({ metadata }) => metadata.namespace === ref.namespace);
    return new Set(
      services.flatMap(({ metadata }) => workloadsBehind(metadata.namespace, metadata.name, state).map(refKey)),
    );
  });
  return served.has(refKey(ref));
}
