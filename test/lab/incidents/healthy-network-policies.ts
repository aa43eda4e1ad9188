import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-network-policies',
  family: 'healthy',
  mode: 'living',
  platform: 'kubeadm',
  company: 'bank',
  now: '2026-06-09T16:16:00Z',
  onset: 30,
  question: '昨天上线了网络策略，清算服务是不是被拦了？',
  scope: { namespace: 'clearing' },
  healthy: true,
  notRootCause: [
    { kind: 'NetworkPolicy', namespace: 'clearing', name: 'default-deny' },
    { kind: 'Deployment', namespace: 'clearing', name: 'clearing-core' },
  ],
  hops: 0,
  apps: [
    {
      ns: 'clearing',
      name: 'clearing-core',
      style: 'logback',
      replicas: 2,
      env: { NETTING_URL: 'http://netting.clearing' },
    },
    { ns: 'clearing', name: 'netting', style: 'rust', replicas: 2 },
  ],
  extra: [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: 'clearing' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-dns', namespace: 'clearing' },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
            ports: [
              { protocol: 'UDP', port: 53 },
              { protocol: 'TCP', port: 53 },
            ],
          },
        ],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'within', namespace: 'clearing' },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: {} }] }],
        egress: [{ to: [{ podSelector: {} }] }],
      },
    },
  ],
  settle: 6,
});
