import type { Kube, Template } from '../objects.ts';
import { hash } from '../random.ts';
import { forgePod, ownerOf, type World } from './pods.ts';

const DAY = 1440;
/** Ages in minutes, from the name alone: an owner is older than its pods. */
export const podAge = (o: Kube): number => 300 + (hash(`pod/${o.metadata.namespace}/${o.metadata.name}`) % (45 * DAY));
export const ownAge = (o: Kube): number =>
  podAge(o) + DAY + (hash(`own/${o.metadata.namespace}/${o.metadata.name}`) % (90 * DAY));

const templateOf = (o: Kube): Template => {
  if (!o.spec?.template) throw new Error(`${o.kind} ${o.metadata.name} has no pod template.`);
  return o.spec.template;
};

const labelled = (template: Template, more: Record<string, string>): Template => ({
  ...template,
  metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...more } },
});

/** A ReplicaSet of a Deployment. */
export function forgeReplicaSet(
  owner: Kube,
  template: Template,
  replicas: number,
  revision: number,
  minutes: number,
  world: World,
): Kube {
  const suffix = world.random.suffix(10);
  const labels = { 'pod-template-hash': suffix };
  const tagged = labelled(template, labels);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${owner.metadata.name}-${suffix}`,
      namespace: owner.metadata.namespace ?? 'default',
      uid: world.random.uid(),
      creationTimestamp: world.clock.ago(minutes),
      generation: 1,
      labels: tagged.metadata.labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(owner.spec?.replicas ?? 1),
        'deployment.kubernetes.io/max-replicas': String((owner.spec?.replicas ?? 1) + 1),
        'deployment.kubernetes.io/revision': String(revision),
      },
      ownerReferences: [ownerOf(owner)],
    },
    spec: {
      replicas,
      selector: {
        matchLabels: { ...(owner.spec?.selector as { matchLabels?: object } | undefined)?.matchLabels, ...labels },
      },
      template: tagged,
    },
    status: { replicas, observedGeneration: 1 },
  };
}

export const replicaSetPods = (set: Kube, count: number, minutes: number, world: World): Kube[] =>
  Array.from({ length: count }, () =>
    forgePod(set, templateOf(set), `${set.metadata.name}-${world.random.suffix(5)}`, minutes, world),
  );

function deployment(o: Kube, world: World): Kube[] {
  const revision = 1 + (hash(o.metadata.name) % 9);
  o.metadata.annotations = { 'deployment.kubernetes.io/revision': String(revision), ...o.metadata.annotations };
  const set = forgeReplicaSet(o, templateOf(o), o.spec?.replicas ?? 1, revision, podAge(o), world);
  return [o, set, ...replicaSetPods(set, o.spec?.replicas ?? 1, podAge(o), world)];
}

interface ClaimTemplate {
  metadata: { name: string };
  spec: object;
}

function statefulSet(o: Kube, world: World): Kube[] {
  const claims = (o.spec?.volumeClaimTemplates as ClaimTemplate[] | undefined) ?? [];
  const labels = { 'controller-revision-hash': `${o.metadata.name}-${world.random.suffix(10)}` };
  return [
    o,
    ...Array.from({ length: o.spec?.replicas ?? 1 }, (_, i) => {
      const name = `${o.metadata.name}-${i}`;
      const template = labelled(templateOf(o), {
        ...labels,
        'apps.kubernetes.io/pod-index': String(i),
        'statefulset.kubernetes.io/pod-name': name,
      });
      const mounted = claims.map((c) => ({
        name: c.metadata.name,
        persistentVolumeClaim: { claimName: `${c.metadata.name}-${name}` },
      }));
      template.spec = {
        ...template.spec,
        hostname: name,
        subdomain: o.metadata.name,
        volumes: [...((template.spec.volumes as object[] | undefined) ?? []), ...mounted],
      };
      const pvcs = claims.map(
        (c): Kube => ({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: {
            name: `${c.metadata.name}-${name}`,
            namespace: o.metadata.namespace ?? 'default',
            labels: { app: o.metadata.name },
          },
          spec: { volumeMode: 'Filesystem', ...c.spec },
        }),
      );
      return [...pvcs, forgePod(o, template, name, podAge(o), world)];
    }).flat(),
  ];
}

function daemonSet(o: Kube, world: World): Kube[] {
  const template = labelled(templateOf(o), {
    'controller-revision-hash': world.random.suffix(10),
    'pod-template-generation': '1',
  });
  return [
    o,
    ...world.nodes.map((n) =>
      forgePod(o, template, `${o.metadata.name}-${world.random.suffix(5)}`, podAge(o), world, n.metadata.name),
    ),
  ];
}

const EXPAND: Record<string, (o: Kube, world: World) => Kube[]> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
};

/** An object with everything that its controller makes of it. */
export function expand(o: Kube, world: World): Kube[] {
  o.metadata.uid ??= world.random.uid();
  o.metadata.creationTimestamp ??= world.clock.ago(ownAge(o));
  return EXPAND[o.kind]?.(o, world) ?? [o];
}
