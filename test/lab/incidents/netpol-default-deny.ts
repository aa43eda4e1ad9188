import { incident } from '../incident.ts';
export default incident({
  id: 'netpol-default-deny',
  family: 'network-policy',
  mode: 'living',
  platform: 'kubeadm',
  company: 'bank',
  now: '2026-06-16T13:49:00Z',
  onset: 29,
  question: 'card payments time out since the network hardening, acquirer-gw itself looks fine',
  scope: { namespace: 'acquiring' },
  rootCauses: [
    {
      subjects: [{ kind: 'NetworkPolicy', namespace: 'vault', name: 'default-deny-ingress' }],
      says: [
        ['networkpolicy', 'network policy', '网络策略', 'default-deny-ingress'],
        ['block', 'deny', 'denies', 'not allow', 'ingress', '拒绝', '阻', '禁止'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'acquiring', name: 'acquirer-gw' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'acquiring', name: 'acquirer-gw' },
    { kind: 'Deployment', namespace: 'vault', name: 'token-vault' },
  ],
  hops: 2,
  apps: [
    {
      ns: 'acquiring',
      name: 'acquirer-gw',
      style: 'logback',
      replicas: 2,
      env: { TOKEN_VAULT_URL: 'http://token-vault.vault.svc.cluster.local' },
    },
    { ns: 'acquiring', name: 'settle-batch', style: 'zap', replicas: 1 },
    { ns: 'vault', name: 'token-vault', style: 'rust', replicas: 2 },
  ],
  extra: [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-dns', namespace: 'acquiring' },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'default-deny-ingress', namespace: 'vault' },
          spec: { podSelector: {}, policyTypes: ['Ingress'] },
        },
      ],
    },
  ],
  settle: 10,
  logs: [
    {
      app: 'acquiring/acquirer-gw',
      say: 'org.springframework.web.client.ResourceAccessException: I/O error on POST request for "http://token-vault.vault.svc.cluster.local/v2/detokenize": Connect timed out',
      every: 35,
    },
  ],
});
