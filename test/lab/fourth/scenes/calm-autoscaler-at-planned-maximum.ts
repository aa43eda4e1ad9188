import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'calm-autoscaler-at-planned-maximum',
  family: 'healthy',
  on: 'tke',
  now: '2026-06-18T12:10:00Z',
  hops: 0,
  question: '618 晚高峰,live-api 的 HPA 显示 ScalingLimited=True TooManyReplicas,是不是扛不住了?',
  scope: 'live',
  not: [
    one('HorizontalPodAutoscaler', 'live/live-api'),
    one('Deployment', 'live/live-api'),
    one('Deployment', 'live/live-web'),
  ],
  play: (f) => {
    program(f, 'zap', { ns: 'live', name: 'live-api', n: 8, cpu: ['250m', '1'] });
    f.app({ ns: 'live', name: 'live-web', tone: 'nginx', n: 3, env: { API: 'http://live-api' } });
    f.put({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {
        name: 'live-api',
        namespace: 'live',
        annotations: { 'ops.example.cn/capacity': '618 压测结论:8 副本可承载 3 倍峰值,上限固定 8' },
      },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'live-api' },
        minReplicas: 8,
        maxReplicas: 8,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
      },
      status: {
        currentReplicas: 8,
        desiredReplicas: 8,
        currentMetrics: [
          { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 71, averageValue: '177m' } } },
        ],
        conditions: [
          {
            type: 'AbleToScale',
            status: 'True',
            reason: 'ReadyForNewScale',
            message: 'recommended size matches current size',
            lastTransitionTime: f.s.clock.ago(4000),
          },
          {
            type: 'ScalingActive',
            status: 'True',
            reason: 'ValidMetricFound',
            message:
              'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
            lastTransitionTime: f.s.clock.ago(4000),
          },
          {
            type: 'ScalingLimited',
            status: 'True',
            reason: 'TooManyReplicas',
            message: 'the desired replica count is more than the maximum replica count',
            lastTransitionTime: f.s.clock.ago(22),
          },
        ],
      },
    });
    tell(f, 'live/live-api', 'qps 4{n}, p99 41ms, errors 0, cpu 0.18 of 1 core', {
      level: 'info',
      by: 'stats/report.go:22',
      from: 48,
      every: 240,
    });
  },
});
