/** What a Flux or Argo CD resource delivers: by the marks on the objects, else by where it says that it delivers to. */
import type { CustomObject, KubeObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import { workloadsInScope } from '../objects/workloads.ts';
import type { GitOpsState } from './deliveries.ts';

/** The workloads in scope that it delivers, and the namespace that it delivers to. */
export function deliveredBy(object: CustomObject, state: GitOpsState): ObjectRef[] {
  const namespace = destinationOf(object);
  return [
    ...markedBy(object, workloadsInScope(state)),
    ...resourcesOf(object),
    ...(namespace === undefined ? [] : [{ apiVersion: 'v1', kind: 'Namespace', name: namespace }]),
  ];
}

/** The namespace that it says it delivers to. */
export const destinationOf = ({ spec }: CustomObject): string | undefined =>
  textIn(recordIn(recordIn(spec).destination).namespace) ?? textIn(recordIn(spec).targetNamespace);

/** Those of some workloads that carry its mark. */
export const markedBy = (object: CustomObject, workloads: readonly KubeObject[]): ObjectRef[] =>
  workloads
    .filter((workload) => marks(object).some(([key, value]) => matches(workload.metadata, key, value)))
    .map(refOf);

type Marked = { labels?: Record<string, string>; annotations?: Record<string, string> };

function matches({ labels, annotations }: Marked, key: string, value: string): boolean {
  const found = labels?.[key] ?? annotations?.[key];
  return found === value || (key.endsWith('tracking-id') && found?.startsWith(`${value}:`) === true);
}

function marks({ kind, metadata }: CustomObject): [string, string][] {
  if (kind === 'Application')
    return [
      ['argocd.argoproj.io/tracking-id', metadata.name],
      ['argocd.argoproj.io/instance', metadata.name],
    ];
  if (kind === 'HelmRelease') return [['helm.toolkit.fluxcd.io/name', metadata.name]];
  return kind === 'Kustomization' ? [['kustomize.toolkit.fluxcd.io/name', metadata.name]] : [];
}

/** Resources of an Application that are out of sync or unhealthy. */
export function resourcesOf({ kind, status }: CustomObject): ObjectRef[] {
  if (kind !== 'Application') return [];
  return recordsIn(recordIn(status).resources)
    .filter(({ status: sync, health }) => sync === 'OutOfSync' || recordIn(health).status === 'Degraded')
    .flatMap(({ group, version, kind: type, namespace, name }): ObjectRef[] =>
      textIn(name) === undefined || textIn(type) === undefined
        ? []
        : [
            {
              apiVersion: textIn(group) === undefined ? String(version ?? 'v1') : `${group}/${version ?? 'v1'}`,
              kind: String(type),
              ...(textIn(namespace) === undefined ? {} : { namespace: String(namespace) }),
              name: String(name),
            },
          ],
    )
    .slice(0, 20);
}
