import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-hpa-at-minimum',
  family: 'healthy',
  mode: 'forged',
  platform: 'ack',
  company: 'railway',
  now: '2026-06-02T16:05:00Z',
  question: 'departures 的 HPA 一直停在 3 个副本不动，是不是拿不到指标？',
  scope: { namespace: 'timetable' },
  healthy: true,
  notRootCause: [
    { kind: 'HorizontalPodAutoscaler', namespace: 'timetable', name: 'departures' },
    { kind: 'Deployment', namespace: 'timetable', name: 'departures' },
  ],
  hops: 0,
  apps: [{ ns: 'timetable', name: 'platform-sign', style: 'rust', replicas: 1 }],
  edit: (s) => {
    const hpa = s.find('HorizontalPodAutoscaler', 'timetable', 'departures');
    hpa.status = {
      currentReplicas: 3,
      desiredReplicas: 3,
      lastScaleTime: s.clock.ago(60 * 30),
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12, averageValue: '12m' } } },
      ],
    };
    s.condition(hpa, 'AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size', 1800);
    s.condition(
      hpa,
      'ScalingActive',
      'True',
      'ValidMetricFound',
      'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      1800,
    );
    s.condition(
      hpa,
      'ScalingLimited',
      'True',
      'TooFewReplicas',
      'the desired replica count is less than the minimum replica count',
      1790,
    );
  },
});
