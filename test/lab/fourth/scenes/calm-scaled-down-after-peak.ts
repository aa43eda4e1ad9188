import { setOf } from '../../field/acts.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'calm-scaled-down-after-peak',
  family: 'healthy',
  on: 'eks',
  now: '2026-11-28T03:40:00Z',
  hops: 0,
  question:
    'who killed 6 of our 9 booking-api pods in the last hour?? logs say SIGTERM received. are we losing capacity',
  scope: 'booking',
  not: [
    one('Deployment', 'booking/booking-api'),
    one('HorizontalPodAutoscaler', 'booking/booking-api'),
    one('Deployment', 'booking/booking-web'),
  ],
  play: (f) => {
    program(f, 'zap', { ns: 'booking', name: 'booking-api', n: 3, cpu: ['250m', '1'] });
    f.app({ ns: 'booking', name: 'booking-web', tone: 'nginx', n: 2, env: { API: 'http://booking-api' } });
    f.put({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'booking-api', namespace: 'booking' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'booking-api' },
        minReplicas: 3,
        maxReplicas: 12,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 65 } } },
        ],
      },
    });
    const d = f.get('Deployment', 'booking/booking-api');
    const hpa = f.get('HorizontalPodAutoscaler', 'booking/booking-api');
    const set = setOf(f, 'booking/booking-api');
    for (const [m, from, to] of [
      [56, 9, 7],
      [44, 7, 5],
      [31, 5, 3],
    ] as const) {
      f.s.event(hpa, 'SuccessfulRescale', `New size: ${to}; reason: All metrics below target`, {
        type: 'Normal',
        first: m,
        last: m,
        source: 'horizontal-pod-autoscaler',
      });
      f.s.event(d, 'ScalingReplicaSet', `Scaled down replica set ${set.metadata.name} from ${from} to ${to}`, {
        type: 'Normal',
        first: m,
        last: m,
        source: 'deployment-controller',
      });
      for (const gone of ['k2x8w', 'q9vbt'])
        f.s.event(set, 'SuccessfulDelete', `Deleted pod: ${set.metadata.name}-${m % 10}${gone.slice(1)}`, {
          type: 'Normal',
          first: m,
          last: m,
          source: 'replicaset-controller',
        });
    }
    tell(f, 'booking/booking-api', 'peer booking-api left the ring: SIGTERM received, drained 0 in-flight requests', {
      level: 'info',
      by: 'ring/member.go:140',
      from: 44,
      to: 31,
      every: 700,
    });
    tell(f, 'booking/booking-api', 'qps 41, p99 38ms, errors 0', {
      level: 'info',
      by: 'stats/report.go:22',
      from: 48,
      every: 300,
    });
  },
});
