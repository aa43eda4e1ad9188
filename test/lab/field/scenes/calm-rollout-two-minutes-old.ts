import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-rollout-two-minutes-old',
  family: 'healthy',
  on: 'kubeadm',
  now: '2026-01-28T14:03:00Z',
  key: 'app',
  hops: 0,
  question: '网关发布卡住了?有个 pod 一直 ContainerCreating',
  scope: 'gateway',
  not: [one('Deployment', 'gateway/api-gw'), one('Deployment', 'gateway/console')],
  play: (f) => {
    f.app({ ns: 'gateway', name: 'api-gw', tone: 'envoy', n: 4, image: 'api-gw:9.1.0' });
    f.app({ ns: 'gateway', name: 'console', tone: 'winston', n: 1 });
    const { fresh } = f.revise(
      'gateway/api-gw',
      1.8,
      (t) => {
        for (const c of t.spec.containers) c.image = c.image.replace('9.1.0', '9.0.6');
      },
      { fresh: 2, old: 3 },
    );
    const p = fresh[1];
    if (p?.status) {
      p.metadata.creationTimestamp = f.s.clock.ago(0.5);
      p.status = {
        phase: 'Pending',
        hostIP: p.status.hostIP,
        startTime: f.s.clock.ago(0.5),
        qosClass: 'Burstable',
        conditions: [],
      };
      for (const [t, st] of [
        ['PodReadyToStartContainers', 'False'],
        ['Initialized', 'True'],
        ['Ready', 'False'],
        ['ContainersReady', 'False'],
        ['PodScheduled', 'True'],
      ] as const)
        f.s.condition(
          p,
          t,
          st,
          t.includes('eady') && st === 'False' && t !== 'PodReadyToStartContainers' ? 'ContainersNotReady' : undefined,
          t.startsWith('Ready') || t.startsWith('ContainersR') ? 'containers with unready status: [api-gw]' : undefined,
          0.5,
        );
      p.status.containerStatuses = [
        {
          name: 'api-gw',
          ready: false,
          started: false,
          restartCount: 0,
          image: p.spec?.containers?.[0]?.image ?? '',
          imageID: '',
          state: { waiting: { reason: 'ContainerCreating' } },
          lastState: {},
        },
      ];
      f.s.event(p, 'Pulling', `Pulling image "${p.spec?.containers?.[0]?.image}"`, {
        type: 'Normal',
        first: 0.4,
        last: 0.4,
        container: 'api-gw',
      });
    }
    if (fresh[0])
      f.s.event(
        fresh[0],
        'Unhealthy',
        `Readiness probe failed: Get "http://${fresh[0].status?.podIP}:8080/readyz": dial tcp ${fresh[0].status?.podIP}:8080: connect: connection refused`,
        { first: 1.6, last: 1.5, count: 2, container: 'api-gw' },
      );
    herring.crash(f, 'gateway-lab/waf-trial', 30);
  },
});
