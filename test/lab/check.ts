import { type Kube, keyOf, type PodSpec } from './objects.ts';
import type { Snapshot } from './snapshot.ts';

type Ref = { name?: string; optional?: boolean };
type Volume = {
  configMap?: Ref;
  secret?: { secretName: string; optional?: boolean };
  persistentVolumeClaim?: { claimName: string };
};
type EnvFrom = { configMapRef?: Ref; secretRef?: Ref };
type Env = { valueFrom?: { configMapKeyRef?: Ref & { key: string }; secretKeyRef?: Ref & { key: string } } };

function podRefs(spec: PodSpec, ns: string): string[] {
  const volumes = (spec.volumes as Volume[] | undefined) ?? [];
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const envFrom = containers.flatMap((c) => (c.envFrom as EnvFrom[] | undefined) ?? []);
  const env = containers.flatMap((c) => (c.env as Env[] | undefined) ?? []);
  const maps = [
    ...volumes.map((v) => v.configMap?.name),
    ...envFrom.map((e) => e.configMapRef?.name),
    ...env.map((e) => e.valueFrom?.configMapKeyRef?.name),
  ];
  const secrets = [
    ...volumes.map((v) => v.secret?.secretName),
    ...envFrom.map((e) => e.secretRef?.name),
    ...env.map((e) => e.valueFrom?.secretKeyRef?.name),
    ...((spec.imagePullSecrets as Ref[] | undefined) ?? []).map((s) => s.name),
  ];
  const wrap = (kind: string, names: (string | undefined)[]): string[] =>
    names.filter(Boolean).map((n) => `${kind}/${ns}/${n}`);
  return [
    ...wrap('ConfigMap', maps),
    ...wrap('Secret', secrets),
    ...wrap(
      'PersistentVolumeClaim',
      volumes.map((v) => v.persistentVolumeClaim?.claimName),
    ),
    ...wrap('ServiceAccount', [spec.serviceAccountName as string | undefined]),
    ...(spec.priorityClassName ? [`PriorityClass//${spec.priorityClassName}`] : []),
    ...(spec.nodeName ? [`Node//${spec.nodeName}`] : []),
  ];
}

interface Rule {
  http?: { paths: { backend: { service?: { name: string } } }[] };
}

function refs(o: Kube): string[] {
  const ns = o.metadata.namespace ?? '';
  if (o.kind === 'Pod') return podRefs(o.spec as PodSpec, ns);
  if (o.spec?.template?.spec) return podRefs(o.spec.template.spec, ns);
  if (o.kind === 'Ingress') {
    const services = ((o.spec?.rules as Rule[] | undefined) ?? [])
      .flatMap((r) => r.http?.paths ?? [])
      .map((p) => p.backend.service?.name);
    const tls = ((o.spec?.tls as { secretName?: string }[] | undefined) ?? []).map((t) => t.secretName);
    return [
      ...services.map((s) => `Service/${ns}/${s}`),
      ...tls.filter(Boolean).map((t) => `Secret/${ns}/${t}`),
      `IngressClass//${o.spec?.ingressClassName}`,
    ];
  }
  if (o.kind === 'HorizontalPodAutoscaler') {
    const target = o.spec?.scaleTargetRef as { kind: string; name: string };
    return [`${target.kind}/${ns}/${target.name}`];
  }
  if (o.kind === 'PersistentVolumeClaim' && o.spec?.storageClassName)
    return [`StorageClass//${String(o.spec.storageClassName)}`];
  return [];
}

/** References to objects that are not in the snapshot: an incident that did not mean one is a mistake. */
export function dangling(snapshot: Snapshot): string[] {
  const known = new Set(snapshot.objects.map(keyOf));
  return [...new Set(snapshot.objects.flatMap(refs))].filter((r) => !known.has(r));
}
