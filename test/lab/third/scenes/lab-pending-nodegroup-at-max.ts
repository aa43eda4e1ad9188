import { unschedulable } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'lab-pending-nodegroup-at-max',
  family: 'scheduling',
  on: 'eks',
  now: '2026-03-25T18:05:00Z',
  hops: 1,
  question:
    'autoscaler is on, yet the pricing recompute pods wait since 17:10. never needed to care about nodes before',
  scope: 'pricing',
  causes: [
    {
      subjects: [
        ...of('pricing/recompute'),
        one('ConfigMap', 'kube-system/cluster-autoscaler-status'),
        one('Deployment', 'kube-system/cluster-autoscaler'),
      ],
      says: [
        ['max node group size', 'max size', 'maximum', 'node group', 'maxsize', '上限'],
        ['cpu', 'insufficient'],
      ],
    },
  ],
  not: [one('Deployment', 'pricing/price-api')],
  play: (f) => {
    f.app({ ns: 'pricing', name: 'price-api', tone: 'spring', n: 2 });
    f.app({
      ns: 'pricing',
      name: 'recompute',
      tone: 'celery',
      n: 3,
      svc: false,
      ready: null,
      cpu: ['6'],
      mem: ['8Gi', '12Gi'],
    });
    f.app({
      ns: 'kube-system',
      name: 'cluster-autoscaler',
      tone: 'glog',
      n: 1,
      image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.1',
      over: { args: ['--nodes=2:4:prod-general-a'] },
      svc: false,
      ready: null,
    });
    f.config('kube-system/cluster-autoscaler-status', {
      status:
        'time: 2026-03-25 18:04:41 +0000 UTC\nautoscalerStatus: Running\nnodeGroups:\n- name: prod-general-a\n  health: {status: Healthy, cloudProviderTarget: 4, minSize: 2, maxSize: 4}\n  scaleUp: {status: NoActivity}\n',
    });
    for (const p of f.pods('pricing/recompute').slice(1)) {
      unschedulable(
        f.s,
        p,
        '0/4 nodes are available: 4 Insufficient cpu. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
        55,
      );
      p.metadata.creationTimestamp = f.s.clock.ago(55);
      f.s.event(p, 'NotTriggerScaleUp', "pod didn't trigger scale-up: 1 max node group size reached", {
        type: 'Normal',
        first: 54,
        last: 1,
        count: 62,
        source: 'cluster-autoscaler',
      });
    }
    f.say({
      app: 'kube-system/cluster-autoscaler',
      from: 49,
      every: 200,
      level: 'info',
      lines: 'Skipping node group prod-general-a - max size reached',
    });
    herring.image(f, 'pricing/what-if', 6);
  },
});
