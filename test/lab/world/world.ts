import { storageClasses } from '../forge/volumes.ts';
import type { Incident } from '../incident.ts';
import type { Container, Kube } from '../objects.ts';
import { type App, manifests } from './app.ts';
import { neighbours } from './company.ts';
import { PLATFORMS, type Platform } from './platform.ts';
import { dnsObjects } from './system.ts';

const withRegistry = (image: string, platform: Platform): string =>
  image.includes('/') && /[.:]/.test(image.split('/')[0] ?? '') ? image : platform.registry + image;

function localise(o: Kube, platform: Platform): Kube {
  if (o.kind === 'Ingress' && o.spec?.ingressClassName === 'nginx' && platform.ingress)
    o.spec.ingressClassName = platform.ingress.class;
  const pod =
    o.spec?.template?.spec ?? (o.spec?.jobTemplate as { spec: Kube['spec'] } | undefined)?.spec?.template?.spec;
  if (pod) {
    const fix = (c: Container): Container => ({ ...c, image: withRegistry(c.image, platform) });
    pod.containers = pod.containers.map(fix);
    if (pod.initContainers) pod.initContainers = pod.initContainers.map(fix);
  }
  return o;
}

const namespace = (name: string): Kube => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

const priority = (name: string, value: number): Kube => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  preemptionPolicy: 'PreemptLowerPriority',
});

/** All manifests of an incident's world before the fault, with the apps that speak in its logs. */
export function worldManifests(incident: Incident): { manifests: Kube[]; apps: App[] } {
  const platform = PLATFORMS[incident.platform];
  const system = [...platform.system, ...(platform.ingress ? [platform.ingress.app] : [])];
  const apps = [...system, ...neighbours(incident.company), ...incident.apps];
  const extra = incident.extra ?? [];
  const own = extra.filter((o) => o.kind === 'Namespace').map((o) => o.metadata.name);
  const names = [
    ...new Set([
      ...apps.map((a) => a.ns),
      ...extra.map((o) => o.metadata.namespace ?? ''),
      'default',
      'kube-system',
      'kube-public',
      'kube-node-lease',
    ]),
  ];
  const ingressClass: Kube[] = platform.ingress
    ? [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'IngressClass',
          metadata: { name: platform.ingress.class },
          spec: { controller: platform.ingress.controller },
        },
      ]
    : [];
  const all = [
    ...names.filter((n) => n && !own.includes(n)).map(namespace),
    ...extra.filter((o) => o.kind === 'Namespace'),
    priority('system-cluster-critical', 2000000000),
    priority('system-node-critical', 2000001000),
    ...storageClasses(platform),
    ...ingressClass,
    ...dnsObjects(),
    ...extra.filter((o) => o.kind !== 'Namespace'),
    ...apps.flatMap(manifests),
  ];
  return { manifests: all.map((o) => localise(structuredClone(o), platform)), apps };
}
