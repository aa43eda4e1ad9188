import { incident } from '../incident.ts';
export default incident({
  id: 'dns-egress-policy',
  family: 'network-policy',
  mode: 'forged',
  platform: 'aks',
  company: 'clinic',
  now: '2026-04-23T08:44:00Z',
  onset: 32,
  question: '处方服务从早上开始全部超时，其他命名空间没问题',
  scope: { namespace: 'rx' },
  rootCauses: [
    {
      subjects: [{ kind: 'NetworkPolicy', namespace: 'rx', name: 'egress-lockdown' }],
      says: [
        ['networkpolicy', 'network policy', '网络策略', 'egress-lockdown'],
        ['dns', '53', '解析', '域名'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'rx', name: 'rx-check' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'rx', name: 'rx-check' },
    { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
    { kind: 'Deployment', namespace: 'rx', name: 'interaction-db' },
  ],
  hops: 2,
  apps: [
    {
      ns: 'rx',
      name: 'rx-check',
      style: 'logback',
      replicas: 2,
      env: { INTERACTIONS_URL: 'http://interaction-db.rx.svc.cluster.local' },
    },
    { ns: 'rx', name: 'interaction-db', style: 'rust', replicas: 2 },
  ],
  edit: (s) =>
    s.add({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'egress-lockdown', namespace: 'rx', creationTimestamp: s.clock.ago(33) },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          { to: [{ podSelector: {} }] },
          { to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ protocol: 'TCP', port: 443 }] },
        ],
      },
    }),
  logs: [
    {
      app: 'rx/rx-check',
      say: 'java.net.UnknownHostException: interaction-db.rx.svc.cluster.local: Temporary failure in name resolution',
      every: 30,
    },
  ],
});
