/** Made-up nodes and pods that exercise every filter of the scheduler, alone and together. */
import fc from 'fast-check';
import type { KubeObject, Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../src/cluster/objects.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 2): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const zone = fc.constantFrom('a', 'b', 'c');
const app = fc.constantFrom('web', 'db', 'cache');
const effect = fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule');

const taint = fc.record({
  key: fc.constantFrom('dedicated', 'gpu', 'level'),
  value: fc.constantFrom('', 'batch', '5', '10'),
  effect,
});

export const node = (name: string): fc.Arbitrary<Node> =>
  fc
    .record({
      zone: maybe(zone, 1),
      disk: maybe(fc.constantFrom('ssd', 'hdd'), 1),
      tier: maybe(fc.constantFrom('1', '5', '10', 'gold'), 1),
      taints: fc.uniqueArray(taint, { maxLength: 1, selector: ({ key, effect }) => `${key}/${effect}` }),
      cordoned: fc.integer({ min: 0, max: 7 }),
      cpu: fc.constantFrom('1', '2', '3500m'),
      memory: fc.constantFrom('1Gi', '2Gi', '500M'),
      pods: fc.integer({ min: 3, max: 12 }),
      gpu: maybe(fc.constantFrom('1', '2')),
    })
    .map(({ zone, disk, tier, taints, cordoned, cpu, memory, pods, gpu }): Node => {
      const allocatable = {
        cpu,
        memory,
        pods: String(pods),
        'ephemeral-storage': '10Gi',
        ...(gpu && { 'example.com/gpu': gpu }),
      };
      const labels = {
        'kubernetes.io/hostname': name,
        ...(zone && { 'topology.kubernetes.io/zone': zone }),
        ...(disk && { disk }),
        ...(tier && { tier }),
      };
      return {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name, labels },
        spec: { taints, ...(cordoned === 0 && { unschedulable: true }) },
        status: { allocatable, capacity: allocatable, conditions: [{ type: 'Ready', status: 'True' }] },
      };
    });

const resources = fc.record(
  {
    cpu: fc.constantFrom('100m', '500m', '1', '0.7', '4'),
    memory: fc.constantFrom('64Mi', '300M', '1Gi', '1.5Gi', '100k'),
    'ephemeral-storage': fc.constantFrom('1Gi', '6Gi'),
    'example.com/gpu': fc.constantFrom('1', '2'),
  },
  { requiredKeys: [] },
);

const container = (name: string, restartPolicy?: string) =>
  fc
    .record({
      requests: maybe(resources, 1),
      port: maybe(name === 'main' ? fc.constantFrom(8080, 9090) : fc.constantFrom(7070 + name.length), 6),
    })
    .map(({ requests, port }) => ({
      name,
      image: 'registry.example/app:1',
      // Extended resources need a limit that equals the request.
      resources: {
        requests: requests ?? {},
        limits: requests?.['example.com/gpu'] ? { 'example.com/gpu': requests['example.com/gpu'] } : {},
      },
      ...(port && { ports: [{ containerPort: 80, hostPort: port, protocol: 'TCP' }] }),
      ...(restartPolicy && { restartPolicy }),
    }));

const toleration = fc.oneof(
  fc.record({
    key: fc.constantFrom('dedicated', 'gpu', 'level'),
    operator: fc.constant('Exists'),
    effect: maybe(effect),
  }),
  fc.record({
    key: fc.constantFrom('dedicated', 'level'),
    operator: fc.constant('Equal'),
    value: fc.constantFrom('batch', '5'),
    effect: maybe(effect),
  }),
  fc.constant({ operator: 'Exists', key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
  fc.constant({ operator: 'Exists' }),
);

const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom('disk', 'topology.kubernetes.io/zone'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom('a', 'b', 'ssd', 'hdd'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom('disk', 'tier'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  fc.record({ key: fc.constant('tier'), operator: fc.constantFrom('Gt', 'Lt'), values: fc.constantFrom(['4'], ['7']) }),
);

const nodeTerm = fc.record({
  matchExpressions: fc.array(expression, { maxLength: 2 }),
  matchFields: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('node-0', 'node-1')
        .map((name) => [{ key: 'metadata.name', operator: 'In', values: [name] }]),
    },
    { weight: 1, arbitrary: fc.constant([{ key: 'metadata.name', operator: 'NotIn', values: ['node-2'] }]) },
  ),
});

const topologyKey = fc.constantFrom('kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'disk');

const podTerm = fc
  .record({
    app,
    topologyKey,
    everywhere: maybe(fc.constant({}), 4),
    namespaces: maybe(fc.constant(['other']), 5),
    keys: maybe(fc.constant(['release']), 4),
  })
  .map(({ app, topologyKey, everywhere, namespaces, keys }) => ({
    labelSelector: { matchLabels: { app } },
    topologyKey,
    ...(everywhere && { namespaceSelector: everywhere }),
    ...(namespaces && { namespaces }),
    ...(keys && { matchLabelKeys: keys }),
  }));

const spread = fc
  .record({
    app,
    topologyKey,
    maxSkew: fc.integer({ min: 1, max: 2 }),
    when: fc.constantFrom('DoNotSchedule', 'DoNotSchedule', 'ScheduleAnyway'),
    minDomains: maybe(fc.integer({ min: 1, max: 4 })),
    taints: maybe(fc.constant('Honor')),
    affinity: maybe(fc.constant('Ignore')),
  })
  .map(({ app, topologyKey, maxSkew, when, minDomains, taints, affinity }) => ({
    maxSkew,
    topologyKey,
    whenUnsatisfiable: when,
    labelSelector: { matchLabels: { app } },
    ...(minDomains && when === 'DoNotSchedule' && { minDomains }),
    ...(taints && { nodeTaintsPolicy: taints }),
    ...(affinity && { nodeAffinityPolicy: affinity }),
  }));

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

export const CLAIMS = ['local-0', 'zone-b', 'exclusive', 'gone', 'unbound', 'lost', 'missing'];

/** A pod with few constraints at a time, so that enough of them fit somewhere. */
export const pod = (name: string, placedOn?: fc.Arbitrary<string>): fc.Arbitrary<Pod> =>
  fc
    .record({
      namespace: fc.constantFrom('shop', 'shop', 'other'),
      app: maybe(app, 1),
      release: maybe(fc.constantFrom('r1', 'r2'), 1),
      main: container('main'),
      side: maybe(container('side')),
      init: maybe(container('init')),
      proxy: maybe(container('proxy', 'Always'), 4),
      tolerations: fc.array(toleration, { maxLength: 2 }),
      selector: maybe(
        fc.constantFrom({ disk: 'ssd' }, { disk: 'hdd', 'topology.kubernetes.io/zone': 'a' }, { nowhere: 'x' }),
        4,
      ),
      nodeTerms: maybe(fc.array(nodeTerm, { minLength: 1, maxLength: 2 }), 3),
      affinity: maybe(fc.array(podTerm, { minLength: 1, maxLength: 2 }), 4),
      anti: maybe(fc.array(podTerm, { minLength: 1, maxLength: 2 }), 4),
      spreads: maybe(
        fc.uniqueArray(spread, {
          minLength: 1,
          maxLength: 2,
          selector: ({ topologyKey, whenUnsatisfiable }) => `${topologyKey}${whenUnsatisfiable}`,
        }),
        3,
      ),
      claim: maybe(fc.constantFrom(...CLAIMS), 5),
      node: placedOn ?? fc.constant(undefined),
    })
    .map((made): Pod => {
      const affinity = {
        ...(made.nodeTerms && { nodeAffinity: { [required]: { nodeSelectorTerms: made.nodeTerms } } }),
        ...(made.affinity && { podAffinity: { [required]: made.affinity } }),
        ...(made.anti && { podAntiAffinity: { [required]: made.anti } }),
      };
      const inits = [made.init, made.proxy].filter((one) => one !== undefined);
      return {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace: made.namespace,
          // The scheduler's cache knows pods by UID.
          uid: `uid-${name}`,
          labels: { ...(made.app && { app: made.app }), ...(made.release && { release: made.release }) },
        },
        spec: {
          containers: [made.main, made.side].filter((one) => one !== undefined),
          initContainers: inits,
          tolerations: made.tolerations,
          nodeSelector: made.selector,
          affinity,
          topologySpreadConstraints: made.spreads,
          volumes: made.claim && [{ name: 'data', persistentVolumeClaim: { claimName: made.claim } }],
          ...(made.node && { nodeName: made.node }),
        },
        ...(made.node && { status: { phase: 'Running' } }),
      } as Pod;
    });

function claim(
  name: string,
  namespace: string,
  volume: string | undefined,
  phase: string,
  modes: string[],
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, annotations: volume ? { 'pv.kubernetes.io/bind-completed': 'yes' } : {} },
    spec: { accessModes: modes, storageClassName: '', volumeName: volume, resources: { requests: { storage: '1Gi' } } },
    status: { phase },
  };
}

function volume(
  name: string,
  more: Partial<NonNullable<PersistentVolume['spec']>>,
  labels: Record<string, string> = {},
): PersistentVolume {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, labels },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      nfs: { server: 'nfs.example', path: '/' },
      ...more,
    },
    status: { phase: 'Bound' },
  };
}

const onNode = {
  required: {
    nodeSelectorTerms: [
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-0', 'node-3'] }] },
    ],
  },
};

/** The claims that pods of each namespace may use: on two nodes, in a zone, exclusive, lost, unbound, to a missing volume. */
export function storage(namespaces: readonly string[]): {
  claims: PersistentVolumeClaim[];
  volumes: PersistentVolume[];
} {
  const rwo = ['ReadWriteOnce'];
  const claims = namespaces.flatMap((space) => [
    claim('local-0', space, `local-${space}`, 'Bound', rwo),
    claim('zone-b', space, `zone-${space}`, 'Bound', rwo),
    claim('exclusive', space, `exclusive-${space}`, 'Bound', ['ReadWriteOncePod']),
    claim('gone', space, 'no-such-volume', 'Bound', rwo),
    claim('unbound', space, undefined, 'Pending', rwo),
    claim('lost', space, 'lost-volume', 'Lost', rwo),
  ]);
  const volumes = namespaces.flatMap((space) => [
    volume(`local-${space}`, { nodeAffinity: onNode }),
    volume(`zone-${space}`, {}, { 'topology.kubernetes.io/zone': 'b' }),
    volume(`exclusive-${space}`, { accessModes: ['ReadWriteOncePod'] }),
  ]);
  return { claims, volumes };
}

/** A base world: nodes, and pods that are placed on them. */
export const world: fc.Arbitrary<{ nodes: Node[]; placed: Pod[] }> = fc
  .record({
    nodes: fc.tuple(...[0, 1, 2, 3, 4, 5].map((index) => node(`node-${index}`))),
    placed: fc.tuple(
      ...Array.from({ length: 10 }, (_, index) =>
        pod(`placed-${index}`, fc.constantFrom('node-0', 'node-1', 'node-2', 'node-4')),
      ),
    ),
  })
  .map(({ nodes, placed }) => ({ nodes: [...nodes], placed: placed.map(withoutClaims) }));

function withoutClaims(one: Pod): Pod {
  return { ...one, spec: { ...one.spec, containers: one.spec?.containers ?? [], volumes: undefined } };
}

export const asObjects = (...lists: readonly KubeObject[][]): KubeObject[] => lists.flat();
