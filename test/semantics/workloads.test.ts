import { describe, expect, it } from 'vitest';
import type {
  HorizontalPodAutoscaler,
  Job,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  VolumeAttachment,
} from '../../src/cluster/objects.ts';
import { desiredReplicas, hpaVerdict, metricReadings } from '../../src/semantics/hpa.ts';
import {
  activeDeadline,
  backoffSeconds,
  failurePolicyAction,
  jobVerdict,
  retriesLeft,
} from '../../src/semantics/jobBackoff.ts';
import { disruptionMaths, pdbVerdict } from '../../src/semantics/pdb.ts';
import type { Verdict } from '../../src/semantics/verdict.ts';
import { mountVerdict } from '../../src/semantics/volumeMount.ts';

const reason = (verdict: Verdict): string | undefined => (verdict.pass ? undefined : verdict.reason);

function pod(name: string, ready: boolean, more: Partial<Pod> = {}): Pod {
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: 'db' } },
    status,
    ...more,
  };
}

describe('Job', () => {
  const job = (spec: object, status: object = {}): Job =>
    ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'load', namespace: 'shop' },
      spec: { template: {}, ...spec },
      status,
    }) as Job;
  const failed = (why: string) => ({
    conditions: [{ type: 'Failed', status: 'True', reason: why, message: `${why}!` }],
  });
  const now = Date.parse('2026-03-01T10:00:00Z');
  it.each<[string, Job, string | undefined, string | undefined]>([
    ['complete', job({}, { conditions: [{ type: 'Complete', status: 'True' }] }), undefined, undefined],
    [
      'out of retries',
      job({ backoffLimit: 2 }, failed('BackoffLimitExceeded')),
      'BackoffLimitExceeded',
      'spec.backoffLimit',
    ],
    [
      'out of time',
      job({ activeDeadlineSeconds: 9 }, failed('DeadlineExceeded')),
      'DeadlineExceeded',
      'spec.activeDeadlineSeconds',
    ],
    ['suspended', job({ suspend: true }), 'Suspended', 'spec.suspend'],
    [
      'past its deadline',
      job({ activeDeadlineSeconds: 60 }, { startTime: '2026-03-01T09:00:00Z' }),
      'DeadlineExceeded',
      'spec.activeDeadlineSeconds',
    ],
    ['retrying', job({}, { failed: 2 }), 'Retrying', 'status.failed'],
    ['running', job({}, { active: 1 }), undefined, undefined],
  ])('%s', (_, made, why, path) => {
    const verdict = jobVerdict(made, [], now);
    expect(reason(verdict)).toBe(why);
    if (!verdict.pass) expect(verdict.by.map((by) => by.path)).toContain(path);
  });

  it('counts restarts where containers restart in place', () => {
    const restarted = pod('load-1', false, {
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'a', restartCount: 4, image: '', imageID: '', ready: false }],
      },
    });
    expect(retriesLeft(job({ template: { spec: { restartPolicy: 'OnFailure' } } }, { failed: 1 }), [restarted])).toBe(
      1,
    );
    expect(retriesLeft(job({ template: { spec: { restartPolicy: 'Never' } } }, { failed: 1 }), [restarted])).toBe(5);
    expect(retriesLeft(job({ backoffLimitPerIndex: 1 }), [])).toBeUndefined();
  });

  it('backs off twice as long each time, up to ten minutes', () => {
    expect([0, 1, 2, 3, 6, 7, 50].map(backoffSeconds)).toEqual([0, 10, 20, 40, 320, 600, 600]);
    expect(activeDeadline(job({ activeDeadlineSeconds: 90 }, { startTime: '2026-03-01T10:00:00Z' }))).toBe(
      now + 90_000,
    );
  });

  it('applies the first rule of a failure policy that matches', () => {
    const rules = [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
      { action: 'Count', onExitCodes: { containerName: 'main', operator: 'NotIn', values: [1] } },
    ];
    const made = job({ podFailurePolicy: { rules } });
    const exited = (exitCode: number, conditions: object[] = []): Pod =>
      pod('x', false, {
        status: {
          phase: 'Failed',
          conditions,
          containerStatuses: [{ name: 'main', state: { terminated: { exitCode } } }],
        } as unknown as Pod['status'],
      });
    expect(failurePolicyAction(made, exited(42))).toEqual({ action: 'FailJob', rule: 1 });
    expect(failurePolicyAction(made, exited(42, [{ type: 'DisruptionTarget', status: 'True' }]))).toEqual({
      action: 'Ignore',
      rule: 0,
    });
    expect(failurePolicyAction(made, exited(3))).toEqual({ action: 'Count', rule: 2 });
    expect(failurePolicyAction(made, exited(1))).toBeUndefined();
  });
});

describe('PodDisruptionBudget', () => {
  const budget = (spec: object, status?: object): PodDisruptionBudget =>
    ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'db', namespace: 'shop' },
      spec: { selector: { matchLabels: { app: 'db' } }, ...spec },
      status,
    }) as PodDisruptionBudget;
  const pods = [pod('a', true), pod('b', true), pod('c', false)];
  it.each<[object, object, string | undefined]>([
    [{ minAvailable: 1 }, { expected: 3, healthy: 2, desiredHealthy: 1, allowed: 1 }, undefined],
    [{ minAvailable: 3 }, { desiredHealthy: 3, allowed: 0 }, 'BudgetAllowsNone'],
    [{ minAvailable: '50%' }, { desiredHealthy: 2, allowed: 0 }, 'TooFewHealthy'],
    [{ maxUnavailable: 0 }, { desiredHealthy: 3, allowed: 0 }, 'BudgetAllowsNone'],
    [{ maxUnavailable: '34%' }, { desiredHealthy: 1, allowed: 1 }, undefined],
    [{ minAvailable: 1, selector: { matchLabels: { app: 'other' } } }, { expected: 0, allowed: 0 }, undefined],
  ])('%j', (spec, maths, why) => {
    expect(disruptionMaths(budget(spec), pods)).toMatchObject(maths);
    expect(reason(pdbVerdict(budget(spec), pods))).toBe(why);
  });

  it('believes its status', () => {
    const status = { disruptionsAllowed: 0, expectedPods: 3, currentHealthy: 1, desiredHealthy: 2 };
    expect(reason(pdbVerdict(budget({ minAvailable: 2 }, status), []))).toBe('TooFewHealthy');
  });
});

describe('HorizontalPodAutoscaler', () => {
  it.each([
    [4, 90, 50, 8],
    [4, 52, 50, 4],
    [4, 45.1, 50, 4],
    [4, 10, 50, 1],
    [3, 60, 50, 4],
    [0, 90, 50, 0],
  ])('%i replicas at %d of %d want %i', (current, value, target, desired) => {
    expect(desiredReplicas(current, value, target)).toBe(desired);
  });

  const hpa = (status: object): HorizontalPodAutoscaler =>
    ({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        maxReplicas: 5,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
          {
            type: 'Pods',
            pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '100' } },
          },
        ],
      },
      status,
    }) as unknown as HorizontalPodAutoscaler;

  it('reads values against targets', () => {
    const currentMetrics = [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 100 } } }];
    expect(metricReadings(hpa({ currentReplicas: 2, currentMetrics }))).toEqual([
      { name: 'cpu', value: 100, target: 50, desired: 4 },
      { name: 'requests', target: 100 },
    ]);
  });

  const condition = (type: string, status: string, why: string) => ({ type, status, reason: why, message: `${why}.` });
  it.each<[string, object, string | undefined]>([
    [
      'works',
      {
        conditions: [
          condition('ScalingActive', 'True', 'ValidMetricFound'),
          condition('ScalingLimited', 'False', 'DesiredWithinRange'),
        ],
      },
      undefined,
    ],
    [
      'has no metrics',
      { conditions: [condition('ScalingActive', 'False', 'FailedGetResourceMetric')] },
      'FailedGetResourceMetric',
    ],
    ['has no target', { conditions: [condition('AbleToScale', 'False', 'FailedGetScale')] }, 'FailedGetScale'],
    ['was scaled to zero', { conditions: [condition('ScalingActive', 'False', 'ScalingDisabled')] }, undefined],
    [
      'is at its maximum',
      { desiredReplicas: 5, conditions: [condition('ScalingLimited', 'True', 'TooManyReplicas')] },
      'AtMaximum',
    ],
    [
      'is at its minimum',
      { desiredReplicas: 1, conditions: [condition('ScalingLimited', 'True', 'TooFewReplicas')] },
      undefined,
    ],
  ])('%s', (_, status, why) => {
    expect(reason(hpaVerdict(hpa(status)))).toBe(why);
  });
});

describe('volume in use', () => {
  const claim = (modes: string[]): PersistentVolumeClaim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop' },
    spec: { accessModes: modes, volumeName: 'pv-1' },
  });
  const user = (name: string, nodeName: string, phase = 'Running'): Pod =>
    pod(name, true, {
      spec: { containers: [], nodeName, volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
      status: { phase },
    });
  const attachment = (nodeName: string, attached: boolean): VolumeAttachment => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: 'va' },
    spec: { attacher: 'x', nodeName, source: { persistentVolumeName: 'pv-1' } },
    status: { attached },
  });
  const rwo = claim(['ReadWriteOnce']);
  it.each<[string, PersistentVolumeClaim, Pod[], VolumeAttachment[], string | undefined]>([
    ['alone', rwo, [], [], undefined],
    ['beside another pod on the same node', rwo, [user('old', 'n1')], [], undefined],
    ['while a pod on another node uses it', rwo, [user('old', 'n2')], [], 'MultiAttach'],
    ['after the other has finished', rwo, [user('old', 'n2', 'Succeeded')], [], undefined],
    ['while it is attached elsewhere', rwo, [], [attachment('n2', true)], 'MultiAttach'],
    ['while it is attached here', rwo, [], [attachment('n1', true)], undefined],
    ['after it was detached', rwo, [], [attachment('n2', false)], undefined],
    ['shared', claim(['ReadWriteMany']), [user('old', 'n2')], [attachment('n2', true)], undefined],
    ['for one pod only', claim(['ReadWriteOncePod']), [user('old', 'n1')], [], 'ClaimInUse'],
  ])('%s', (_, data, others, volumeattachments, why) => {
    const mine = user('new', 'n1');
    const verdict = mountVerdict(mine, { pods: [mine, ...others], persistentvolumeclaims: [data], volumeattachments });
    expect(reason(verdict)).toBe(why);
  });
});
