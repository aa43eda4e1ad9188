import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-hpa-cold-metrics-gap',
  family: 'healthy',
  on: 'eks',
  now: '2026-11-11T16:40:00Z',
  key: 'app',
  hops: 0,
  question: 'hpa for coupon says FailedGetResourceMetric, autoscaling dead on singles day??',
  scope: 'coupons',
  not: [
    one('HorizontalPodAutoscaler', 'coupons/coupon-api'),
    one('Deployment', 'coupons/coupon-api'),
    one('Deployment', 'kube-system/metrics-server'),
  ],
  play: (f) => {
    f.app({ ns: 'coupons', name: 'coupon-api', tone: 'tracing', n: 6, cpu: ['500m', '1'] });
    f.put({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'coupon-api', namespace: 'coupons' },
      spec: {
        minReplicas: 4,
        maxReplicas: 30,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'coupon-api' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 65 } } },
        ],
      },
    });
    const hpa = f.get('HorizontalPodAutoscaler', 'coupons/coupon-api');
    f.s.event(
      hpa,
      'FailedGetResourceMetric',
      'failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)',
      { first: 49, last: 47, count: 6, source: 'horizontal-pod-autoscaler' },
    );
    f.s.event(
      hpa,
      'SuccessfulRescale',
      'New size: 6; reason: cpu resource utilization (percentage of request) above target',
      { type: 'Normal', first: 33, last: 33, source: 'horizontal-pod-autoscaler' },
    );
    herring.pending(f, 'lab-sandbox/gpu-toy', 2);
  },
});
