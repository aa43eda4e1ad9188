import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'seeds-schedulername-nobody',
  family: 'scheduling',
  mode: 'living',
  platform: 'ack',
  company: 'factory',
  now: '2026-06-11T03:25:00Z',
  onset: 34,
  question: '质检推理上线后一直 Pending,describe 里连一条 Event 都没有,调度器是不是挂了?其他服务都能正常调度',
  scope: { namespace: 'vision' },
  rootCauses: [
    {
      subjects: workload('vision', 'seam-infer'),
      says: [['schedulername', 'scheduler', '调度器'], ['volcano']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'vision', name: 'seam-ui' }],
  hops: 0,
  apps: [
    { ns: 'vision', name: 'seam-ui', style: 'nginx', replicas: 2, env: { INFER: 'http://seam-infer' } },
    { ns: 'vision', name: 'frame-grab', style: 'rust', replicas: 2 },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'seam-infer', namespace: 'vision', labels: { app: 'seam-infer' } },
          spec: {
            replicas: 2,
            selector: { matchLabels: { app: 'seam-infer' } },
            template: {
              metadata: { labels: { app: 'seam-infer' } },
              spec: {
                schedulerName: 'volcano',
                containers: [
                  {
                    name: 'infer',
                    image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/seam-infer:0.9.1',
                    resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
                    ports: [{ name: 'http', containerPort: 8080 }],
                  },
                ],
              },
            },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'seam-infer', namespace: 'vision' },
          spec: { selector: { app: 'seam-infer' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
        },
      ],
    },
  ],
  settle: 22,
  logs: [
    {
      app: 'vision/seam-ui',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.8.2.{n}, server: _, request: "POST /infer HTTP/1.1", upstream: "http://seam-infer/infer", host: "seam.factory.example"',
      every: 50,
    },
  ],
  edit: (s) => stale(s, 'quality/defect-vision', 8),
});
