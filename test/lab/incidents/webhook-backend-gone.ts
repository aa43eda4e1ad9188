import { incident, workload } from '../incident.ts';
export default incident({
  id: 'webhook-backend-gone',
  family: 'admission-webhook',
  mode: 'living',
  platform: 'eks',
  company: 'telco',
  now: '2026-04-21T22:11:00Z',
  onset: 41,
  question: '扩容 charging-core 没反应，副本数一直上不去，晚高峰计费延迟很大',
  scope: { namespace: 'charging' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ValidatingWebhookConfiguration', name: 'image-policy' },
        { kind: 'Service', namespace: 'policy-system', name: 'image-policy' },
        ...workload('policy-system', 'image-policy'),
      ],
      says: [
        ['webhook', '准入'],
        ['image-policy', 'policy-system'],
        ['no endpoints', 'refused', 'failed calling', 'unavailable', '没有', '不可用', '失败', '0', 'zero'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'charging', name: 'charging-core' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'charging', name: 'charging-core' },
    { kind: 'HorizontalPodAutoscaler', namespace: 'charging', name: 'charging-core' },
  ],
  hops: 3,
  apps: [
    { ns: 'charging', name: 'charging-core', style: 'rust', replicas: 3, hpa: { min: 3, max: 8, cpu: 60 } },
    { ns: 'charging', name: 'cdr-writer', style: 'zap', replicas: 2 },
    {
      ns: 'policy-system',
      name: 'image-policy',
      style: 'zap',
      replicas: 2,
      port: 8443,
      service: { ports: [{ name: 'https', port: 443, targetPort: 8443 }] },
    },
  ],
  fault: [
    { scale: 'deployment/image-policy', in: 'policy-system', to: 0 },
    {
      apply: [
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingWebhookConfiguration',
          metadata: { name: 'image-policy' },
          webhooks: [
            {
              name: 'validate.image-policy.telco.example',
              admissionReviewVersions: ['v1'],
              sideEffects: 'None',
              failurePolicy: 'Fail',
              timeoutSeconds: 5,
              rules: [
                {
                  apiGroups: [''],
                  apiVersions: ['v1'],
                  operations: ['CREATE'],
                  resources: ['pods'],
                  scope: 'Namespaced',
                },
              ],
              namespaceSelector: {
                matchExpressions: [
                  { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'policy-system'] },
                ],
              },
              clientConfig: {
                service: { name: 'image-policy', namespace: 'policy-system', path: '/validate', port: 443 },
              },
            },
          ],
        },
      ],
    },
    { wait: 2 },
    { scale: 'deployment/charging-core', in: 'charging', to: 6 },
  ],
  settle: 25,
  logs: [
    {
      app: 'charging/charging-core',
      level: 'warn',
      say: 'rating queue depth {n} above watermark, oldest request 8.4s',
      every: 50,
    },
  ],
});
