import { describe, expect, it } from 'vitest';
import type {
  DaemonSet,
  Deployment,
  Node,
  Pod,
  PodTemplate,
  ReplicaSet,
  StatefulSet,
} from '../../src/cluster/objects.ts';
import { daemonCoverage } from '../../src/semantics/daemonSet.ts';
import {
  currentReplicaSet,
  deploymentVerdict,
  previousReplicaSet,
  rolloutLimits,
  rolloutState,
} from '../../src/semantics/rollout.ts';
import { statefulSetVerdict } from '../../src/semantics/statefulSet.ts';

const template = (image: string, labels: Record<string, string> = {}): PodTemplate => ({
  metadata: { labels: { app: 'web', ...labels } },
  spec: { containers: [{ name: 'web', image }] },
});

function deployment(
  spec: Partial<NonNullable<Deployment['spec']>> = {},
  status: Deployment['status'] = {},
  revision = '3',
): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'd',
      generation: 2,
      annotations: { 'deployment.kubernetes.io/revision': revision },
    },
    spec: { replicas: 4, selector: {}, template: template('web:3'), ...spec },
    status: { observedGeneration: 2, ...status },
  };
}

function replicaSet(revision: number, image: string, replicas: number, owner = 'd'): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-${revision}`,
      namespace: 'shop',
      creationTimestamp: `2026-03-0${revision}T00:00:00Z`,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: owner }],
    },
    spec: { selector: {}, replicas, template: template(image, { 'pod-template-hash': `h${revision}` }) },
    status: { replicas },
  };
}

describe('Deployment', () => {
  const sets = [
    replicaSet(1, 'web:1', 0),
    replicaSet(2, 'web:2', 3),
    replicaSet(3, 'web:3', 1),
    replicaSet(4, 'web:3', 2, 'another'),
  ];

  it('knows the current and the previous ReplicaSet', () => {
    expect(currentReplicaSet(deployment(), sets)?.metadata.name).toBe('web-3');
    expect(previousReplicaSet(deployment(), sets)?.metadata.name).toBe('web-2');
    expect(rolloutState(deployment(), sets)).toMatchObject({ old: [{ metadata: { name: 'web-2' } }], complete: false });
  });

  it('finds it by the template after a rollback, whatever the revision says', () => {
    expect(currentReplicaSet(deployment({ template: template('web:2') }), sets)?.metadata.name).toBe('web-2');
  });

  it.each([
    [{}, { maxSurge: 1, maxUnavailable: 1 }],
    [{ replicas: 10 }, { maxSurge: 3, maxUnavailable: 2 }],
    [
      { replicas: 3, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' } } },
      { maxSurge: 0, maxUnavailable: 1 },
    ],
    [{ strategy: { rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } } }, { maxSurge: 2, maxUnavailable: 0 }],
    [{ strategy: { type: 'Recreate' } }, { maxSurge: 0, maxUnavailable: 4 }],
  ])('limits of %j', (spec, limits) => {
    expect(rolloutLimits(deployment(spec))).toEqual(limits);
  });

  const now = Date.parse('2026-03-05T12:00:00Z');
  const complete = { replicas: 4, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 };
  const condition = (type: string, status: string, reason: string, lastUpdateTime = '2026-03-05T11:59:00Z') => ({
    type,
    status,
    reason,
    message: `${reason}.`,
    lastUpdateTime,
  });
  it.each<[string, Deployment, string | undefined]>([
    ['complete', deployment({}, complete), undefined],
    ['not seen yet', deployment({}, { ...complete, observedGeneration: 1 }), 'NotObserved'],
    [
      'on its way',
      deployment(
        {},
        { ...complete, availableReplicas: 3, conditions: [condition('Progressing', 'True', 'ReplicaSetUpdated')] },
      ),
      undefined,
    ],
    [
      'too late',
      deployment(
        {},
        {
          ...complete,
          updatedReplicas: 1,
          conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded')],
        },
      ),
      'ProgressDeadlineExceeded',
    ],
    [
      'without rights to make pods',
      deployment({}, { conditions: [condition('ReplicaFailure', 'True', 'FailedCreate')] }),
      'ReplicaFailure',
    ],
    [
      'paused half way',
      deployment({ paused: true }, { ...complete, updatedReplicas: 1, availableReplicas: 3 }),
      'Paused',
    ],
    [
      'below its minimum',
      deployment(
        {},
        {
          ...complete,
          availableReplicas: 1,
          conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable')],
        },
      ),
      'Unavailable',
    ],
    [
      'one pod short for an hour',
      deployment(
        {},
        {
          ...complete,
          availableReplicas: 3,
          conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable', '2026-03-05T11:00:00Z')],
        },
      ),
      'PodsUnavailable',
    ],
    ['scaled to zero', deployment({ replicas: 0 }, { replicas: 0 }), undefined],
  ])('%s', (_, made, reason) => {
    const verdict = deploymentVerdict(made, now);
    expect(verdict.pass ? undefined : verdict.reason).toBe(reason);
  });
});

function pod(name: string, ready: boolean, more: Partial<Pod['metadata']> = {}, node?: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ...more },
    spec: { containers: [], nodeName: node },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

describe('StatefulSet', () => {
  const set = (spec: object = {}, status: object = {}): StatefulSet =>
    ({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'shop' },
      spec: { replicas: 3, ...spec },
      status,
    }) as StatefulSet;
  const at = (revision: string) => ({ labels: { 'controller-revision-hash': revision } });
  it.each<[string, StatefulSet, Pod[], string | undefined]>([
    ['all ready', set(), [pod('db-0', true), pod('db-1', true), pod('db-2', true)], undefined],
    ['one not ready, the next not made', set(), [pod('db-0', true), pod('db-1', false)], 'PodNotReady'],
    ['the first missing', set(), [], 'PodMissing'],
    [
      'broken old pod',
      set({}, { updateRevision: 'new' }),
      [pod('db-0', true, at('new')), pod('db-1', false, at('old')), pod('db-2', true, at('new'))],
      'OldPodBlocksUpdate',
    ],
    [
      'held by a partition',
      set({ updateStrategy: { rollingUpdate: { partition: 3 } } }, { updateRevision: 'new' }),
      [0, 1, 2].map((at_) => pod(`db-${at_}`, true, at('old'))),
      'HeldByPartition',
    ],
    [
      'on delete',
      set({ updateStrategy: { type: 'OnDelete' } }, { updateRevision: 'new' }),
      [0, 1, 2].map((at_) => pod(`db-${at_}`, true, at('old'))),
      'UpdatedOnDelete',
    ],
    ['other ordinals', set({ ordinals: { start: 5 }, replicas: 1 }), [pod('db-5', true)], undefined],
    ['namesakes do not count', set({ replicas: 1 }), [pod('db-00', true), pod('db-x', true)], 'PodMissing'],
  ])('%s', (_, made, pods, reason) => {
    const verdict = statefulSetVerdict(made, pods);
    expect(verdict.pass ? undefined : verdict.reason).toBe(reason);
  });
});

it('covers nodes with a DaemonSet', () => {
  const owner = { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'x' }] };
  const node = (name: string, spec: Node['spec'] = {}, labels: Record<string, string> = { os: 'linux' }): Node => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec,
  });
  const set = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'shop' },
    spec: { template: { spec: { nodeSelector: { os: 'linux' }, containers: [] } } },
  } as unknown as DaemonSet;
  const nodes = [
    node('ready'),
    node('cordoned', {
      unschedulable: true,
      taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
    }),
    node('tainted', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }),
    node('windows', {}, { os: 'windows' }),
    node('bare'),
  ];
  const coverage = daemonCoverage(set, nodes, [
    pod('agent-a', true, owner, 'ready'),
    pod('agent-b', false, owner, 'cordoned'),
    pod('agent-c', true, owner, 'windows'),
    pod('stranger', true, {}, 'bare'),
  ]);
  const names = (list: readonly { metadata: { name: string } }[]) => list.map(({ metadata }) => metadata.name);
  expect(names(coverage.wanted)).toEqual(['ready', 'cordoned', 'bare']);
  expect(names(coverage.missing)).toEqual(['bare']);
  expect(names(coverage.unready)).toEqual(['agent-b']);
  expect(names(coverage.misplaced)).toEqual(['agent-c']);
  expect(coverage.excluded.map(({ node, failure }) => [node.metadata.name, failure.reason])).toEqual([
    ['tainted', 'UntoleratedTaint'],
    ['windows', 'NodeSelectorMismatch'],
  ]);
});
