import { describe, expect, it } from 'vitest';
import type { Node, Pod, Taint, Toleration } from '../../src/cluster/objects.ts';
import { parseFailedScheduling } from '../../src/semantics/scheduling/message.ts';
import { tolerates } from '../../src/semantics/scheduling/taints.ts';
import { scheduleVerdict } from '../../src/semantics/scheduling/verdict.ts';
import { preemptionCandidates, whatIf } from '../../src/semantics/scheduling/whatIf.ts';
import { indexWorld } from '../../src/semantics/scheduling/world.ts';

const node = (name: string, labels: Record<string, string> = {}, taints: Taint[] = [], cpu = '2'): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
  spec: { taints },
  status: { allocatable: { cpu, memory: '4Gi', pods: '10' } },
});
const pod = (spec: object = {}, name = 'web'): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }], ...spec },
  }) as Pod;

describe('tolerations', () => {
  const taint: Taint = { key: 'level', value: '7', effect: 'NoSchedule' };
  it.each<[Toleration, boolean]>([
    [{ operator: 'Exists' }, true],
    [{ key: 'level', operator: 'Exists' }, true],
    [{ key: 'level', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'level', value: '7' }, true],
    [{ key: 'level', operator: 'Equal', value: '8' }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ key: 'level', operator: 'Gt', value: '5' }, true],
    [{ key: 'level', operator: 'Gt', value: '7' }, false],
    [{ key: 'level', operator: 'Lt', value: '10' }, true],
    [{ key: 'level', operator: 'Lt', value: 'x' }, false],
  ])('%j', (toleration, covers) => {
    expect(tolerates(toleration, taint)).toBe(covers);
  });
});

it('names the field of the pod and of the node that decide', () => {
  const world = indexWorld({ nodes: [node('a', { disk: 'hdd' })], pods: [] });
  const verdict = scheduleVerdict(pod({ nodeSelector: { disk: 'ssd' } }), world);
  expect(verdict.summary).toBe("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
  expect(verdict.nodes[0]?.failure).toMatchObject({
    filter: 'NodeAffinity',
    by: [
      { path: 'spec.nodeSelector.disk', value: 'ssd' },
      { object: { kind: 'Node', name: 'a' }, path: 'metadata.labels.disk', value: 'hdd' },
    ],
  });
});

it('holds a gated pod before any node', () => {
  const verdict = scheduleVerdict(
    pod({ schedulingGates: [{ name: 'quota' }] }),
    indexWorld({ nodes: [node('a')], pods: [] }),
  );
  expect(verdict).toMatchObject({ schedulable: false, before: { filter: 'SchedulingGates' }, nodes: [] });
});

describe('counterfactual', () => {
  const gpu: Taint = { key: 'gpu', effect: 'NoSchedule' };
  const nodes = [
    node('plain', { disk: 'hdd' }),
    node('gpu', { disk: 'ssd' }, [gpu]),
    node('small', { disk: 'ssd' }, [], '500m'),
  ];
  const helping = (asked: Pod, world = indexWorld({ nodes, pods: [] })) =>
    whatIf(asked, world)
      .filter(({ fits }) => fits.length > 0)
      .map(({ constraint, fits }) => [constraint.path, fits]);

  it('finds each single constraint whose lifting helps', () => {
    expect(helping(pod({ nodeSelector: { disk: 'ssd' } }))).toEqual([
      ['spec.taints[gpu]', ['gpu']],
      ['spec.nodeSelector.disk', ['plain']],
      ['spec.containers[*].resources.requests.cpu', ['small']],
    ]);
  });

  it('finds none where two stand in the way', () => {
    const asked = pod({
      nodeSelector: { disk: 'nvme' },
      containers: [{ name: 'web', resources: { requests: { cpu: '64' } } }],
    });
    expect(scheduleVerdict(asked, indexWorld({ nodes, pods: [] })).schedulable).toBe(false);
    expect(helping(asked)).toEqual([]);
  });

  it('lifts the anti-affinity of pods that run', () => {
    const anti = {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, topologyKey: 'zone' }] },
    };
    const only = [node('a', { zone: 'z' })];
    const world = indexWorld({ nodes: only, pods: [pod({ nodeName: 'a', affinity: anti }, 'lonely')] });
    const [first] = whatIf(pod(), world);
    expect(first).toMatchObject({ fits: ['a'], constraint: { object: { name: 'lonely' } } });
  });

  it('says where preemption would make room', () => {
    const low = pod(
      { nodeName: 'a', priority: 0, containers: [{ name: 'x', resources: { requests: { cpu: '2' } } }] },
      'low',
    );
    const world = indexWorld({ nodes: [node('a')], pods: [low] });
    expect(preemptionCandidates(pod({ priority: 10 }), world)).toEqual(['a']);
    expect(preemptionCandidates(pod({ priority: 0 }), world)).toEqual([]);
    expect(preemptionCandidates(pod({ priority: 10, preemptionPolicy: 'Never' }), world)).toEqual([]);
  });
});

describe('FailedScheduling messages', () => {
  it.each<[string, object]>([
    [
      "0/5 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/5 nodes are available: 1 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling.",
      {
        total: 5,
        reasons: [
          { count: 1, reason: 'Insufficient cpu', filter: 'NodeResourcesFit' },
          { count: 1, filter: 'TaintToleration' },
          { count: 3, filter: 'NodeAffinity' },
        ],
        preemption: [{ count: 1 }, { count: 4, reason: 'Preemption is not helpful for scheduling' }],
      },
    ],
    [
      "0/3 nodes are available: 3 node(s) had taint {key: a, b}, that the pod didn't tolerate.",
      {
        total: 3,
        reasons: [
          {
            count: 3,
            reason: "node(s) had taint {key: a, b}, that the pod didn't tolerate",
            filter: 'TaintToleration',
          },
        ],
      },
    ],
    [
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      {
        total: 1,
        reasons: [],
        before: { reason: 'pod has unbound immediate PersistentVolumeClaims', filter: 'VolumeBinding' },
      },
    ],
    [
      '0/2 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      { before: { reason: 'persistentvolumeclaim "data" not found', filter: 'VolumeBinding' } },
    ],
    [
      '0/4 nodes are available: 4 node(s) exceed max volume count. no new claims to deallocate, preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
      {
        reasons: [{ count: 4, filter: 'NodeVolumeLimits', reason: 'node(s) exceed max volume count' }],
        preemption: [{ count: 4 }],
      },
    ],
    ['no nodes available to schedule pods', { reasons: [], preemption: [] }],
    ['waiting for scheduling gates: [x]', { before: { filter: 'SchedulingGates' } }],
  ])('%s', (message, read) => {
    expect(parseFailedScheduling(message)).toMatchObject(read);
  });
});
