import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'batch-gate-kueue-parked',
  family: 'scheduling',
  mode: 'living',
  platform: 'gke',
  company: 'museum',
  now: '2026-07-21T10:02:00Z',
  onset: 64,
  question: 'OCR results stopped arriving an hour ago, the ocr-worker pods are stuck, nodes idle',
  scope: { namespace: 'digitise' },
  rootCauses: [
    {
      subjects: [
        ...workload('digitise', 'ocr-worker'),
        { kind: 'Deployment', namespace: 'kueue-system', name: 'kueue-controller-manager' },
      ],
      says: [['gate', 'gated', '调度门'], ['kueue']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'digitise', name: 'scan-inbox' }],
  hops: 2,
  apps: [
    { ns: 'digitise', name: 'scan-inbox', style: 'pino', replicas: 1, env: { OCR: 'http://ocr-worker' } },
    { ns: 'digitise', name: 'ocr-worker', style: 'python', replicas: 2, spec: { strategy: { type: 'Recreate' } } },
    {
      ns: 'kueue-system',
      name: 'kueue-controller-manager',
      style: 'zap',
      replicas: 1,
      image: 'registry.k8s.io/kueue/kueue:v0.14.4',
      service: false,
      probe: '',
    },
  ],
  fault: [
    { scale: 'deployment/kueue-controller-manager', in: 'kueue-system', to: 0 },
    { wait: 3 },
    {
      patch: 'deployment/ocr-worker',
      in: 'digitise',
      with: {
        spec: {
          template: {
            metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'digitise', 'kueue.x-k8s.io/managed': 'true' } },
            spec: { schedulingGates: [{ name: 'kueue.x-k8s.io/admission' }] },
          },
        },
      },
    },
  ],
  settle: 25,
  logs: [
    { app: 'digitise/scan-inbox', level: 'warn', say: 'ocr backlog {n} pages, oldest waits since 09:01', every: 60 },
  ],
  edit: (s) => stale(s, 'visit/ticket-desk', 3),
});
