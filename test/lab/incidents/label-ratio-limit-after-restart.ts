import { incident, workload } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'label-ratio-limit-after-restart',
  family: 'limit-range',
  mode: 'living',
  platform: 'ack',
  company: 'grocer',
  now: '2026-05-21T03:05:00Z',
  onset: 22,
  question: '打印服务重启后一个副本都起不来,describe deployment 也没看到什么,镜像没换过',
  scope: { namespace: 'labels' },
  rootCauses: [
    {
      subjects: [{ kind: 'LimitRange', namespace: 'labels', name: 'guard' }, ...workload('labels', 'label-render')],
      says: [
        ['limitrange', 'limit range', 'ratio', 'limit to request', 'maxlimitrequestratio', '限制范围'],
        ['memory', '内存'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'labels', name: 'label-desk' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'labels', name: 'label-desk' }],
  hops: 1,
  apps: [
    { ns: 'labels', name: 'label-render', style: 'uvicorn', replicas: 2, resources: ['100m', '64Mi', '512Mi'] },
    {
      ns: 'labels',
      name: 'label-desk',
      style: 'php',
      replicas: 1,
      resources: ['50m', '64Mi', '64Mi'],
      env: { RENDER: 'http://label-render' },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'LimitRange',
          metadata: { name: 'guard', namespace: 'labels' },
          spec: { limits: [{ type: 'Container', maxLimitRequestRatio: { memory: '4' } }] },
        },
      ],
    },
    { wait: 2 },
    { delete: 'pods -l app=label-render', in: 'labels' },
  ],
  settle: 25,
  logs: [
    {
      app: 'labels/label-desk',
      say: 'cURL error 7: Failed to connect to label-render port 80 after 1 ms: Connection refused for http://label-render/render',
      every: 30,
    },
  ],
  edit: (s) => stale(s, 'stores/shelf-labels', 16),
});
