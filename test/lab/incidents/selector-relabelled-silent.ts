import { incident } from '../incident.ts';
export default incident({
  id: 'selector-relabelled-silent',
  family: 'service-selector',
  mode: 'living',
  platform: 'ack',
  company: 'clinic',
  now: '2026-02-12T01:33:00Z',
  onset: 21,
  question: '挂号小程序报"号源服务异常"，但是所有 Pod 都是 Running 且 Ready',
  rootCauses: [
    {
      subjects: [
        { kind: 'Service', namespace: 'booking', name: 'slot-source' },
        { kind: 'Deployment', namespace: 'booking', name: 'slot-source' },
      ],
      says: [
        ['selector', 'label', '标签', '选择器'],
        ['match', 'endpoint', '匹配', '端点', '后端', '没有', '一致'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'booking', name: 'booking-bff' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'booking', name: 'booking-bff' }],
  hops: 2,
  apps: [
    { ns: 'booking', name: 'slot-source', style: 'logback', replicas: 2, labels: { release: 'v3' } },
    {
      ns: 'booking',
      name: 'booking-bff',
      style: 'pino',
      replicas: 2,
      env: { SLOT_SOURCE_URL: 'http://slot-source.booking:80' },
      ingress: { host: 'guahao.clinic.example' },
    },
  ],
  fault: [
    {
      patch: 'service/slot-source',
      in: 'booking',
      with: { spec: { selector: { app: 'slot-source', release: 'v4' } } },
    },
  ],
  settle: 12,
  logs: [
    {
      app: 'booking/booking-bff',
      say: 'GET slot-source /v1/slots?dept={n} failed: connect ECONNREFUSED 10.96.77.12:80',
      every: 25,
    },
  ],
});
