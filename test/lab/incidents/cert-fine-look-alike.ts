import { certificate } from '../certificate.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'cert-fine-look-alike',
  family: 'healthy',
  mode: 'forged',
  platform: 'eks',
  company: 'museum',
  now: '2026-02-19T20:00:00Z',
  question: 'has the certificate of the member portal expired? a visitor complained',
  scope: { namespace: 'members' },
  healthy: true,
  notRootCause: [
    { kind: 'Secret', namespace: 'members', name: 'members-tls' },
    { kind: 'Ingress', namespace: 'members', name: 'member-portal' },
  ],
  hops: 0,
  apps: [
    {
      ns: 'members',
      name: 'member-portal',
      style: 'php',
      replicas: 2,
      ingress: { host: 'members.museum.example', tls: 'members-tls' },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'members-tls', namespace: 'members' },
      type: 'kubernetes.io/tls',
      data: {
        'tls.crt': certificate(['members.museum.example'], 'R11', '2026-01-20T00:00:00Z', '2026-04-20T00:00:00Z'),
        'tls.key': 'eA==',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'members-tls-2025', namespace: 'members' },
      type: 'kubernetes.io/tls',
      data: {
        'tls.crt': certificate(['members.museum.example'], 'R10', '2025-10-01T00:00:00Z', '2025-12-30T00:00:00Z'),
        'tls.key': 'eA==',
      },
    },
  ],
});
