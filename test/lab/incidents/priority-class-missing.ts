import { incident, workload } from '../incident.ts';
export default incident({
  id: 'priority-class-missing',
  family: 'admission',
  mode: 'living',
  platform: 'kubeadm',
  company: 'telco',
  now: '2026-03-29T07:19:00Z',
  onset: 18,
  question: 'emergency-sms has zero pods in the new cluster, its deployment exists',
  scope: { namespace: 'alerts' },
  rootCauses: [
    {
      subjects: [{ kind: 'PriorityClass', name: 'life-safety' }, ...workload('alerts', 'emergency-sms')],
      says: [
        ['priorityclass', 'priority class', 'life-safety', '优先级'],
        ['no priorityclass', 'not found', 'does not exist', 'missing', 'was found', '不存在'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'alerts', name: 'alert-feed' }],
  hops: 1,
  absent: ['PriorityClass//life-safety'],
  apps: [{ ns: 'alerts', name: 'alert-feed', style: 'rust', replicas: 1 }],
  fault: [
    {
      apply: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'emergency-sms', namespace: 'alerts', labels: { app: 'emergency-sms' } },
          spec: {
            replicas: 2,
            selector: { matchLabels: { app: 'emergency-sms' } },
            template: {
              metadata: { labels: { app: 'emergency-sms' } },
              spec: {
                priorityClassName: 'life-safety',
                containers: [{ name: 'sms', image: 'harbor.corp.lan/apps/emergency-sms:4.0.0' }],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 16,
});
