import { incident } from '../incident.ts';
export default incident({
  id: 'ingress-class-nobody-serves',
  family: 'ingress',
  mode: 'forged',
  platform: 'gke',
  company: 'bank',
  now: '2026-05-05T12:20:00Z',
  onset: 140,
  question: 'new partner API host answers 404 from the load balancer, the service works from inside',
  scope: { namespace: 'partners' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Ingress', namespace: 'partners', name: 'partner-api' },
        { kind: 'IngressClass', name: 'nginx-external' },
      ],
      says: [
        ['nginx-external', 'ingressclass', 'ingress class'],
        ['not exist', 'not found', 'no ingressclass', 'does not', 'missing', 'no controller', '不存在', '没有'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'partners', name: 'partner-api' },
    { kind: 'Deployment', namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
  ],
  hops: 1,
  absent: ['IngressClass//nginx-external'],
  apps: [
    {
      ns: 'partners',
      name: 'partner-api',
      style: 'logback',
      replicas: 2,
      ingress: { host: 'partners.bank.example', class: 'nginx-external' },
    },
    { ns: 'partners', name: 'partner-docs', style: 'nginx', replicas: 1, ingress: { host: 'docs.bank.example' } },
  ],
});
