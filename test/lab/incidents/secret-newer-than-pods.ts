import { incident, workload } from '../incident.ts';
export default incident({
  id: 'secret-newer-than-pods',
  family: 'credentials',
  mode: 'forged',
  platform: 'gke',
  company: 'travel',
  now: '2026-02-01T06:40:00Z',
  onset: 27,
  question: 'partner hotels cannot be booked, hotel-link answers 502, pods have been up for days',
  scope: { namespace: 'partners' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Secret', namespace: 'partners', name: 'partner-api-key' },
        ...workload('partners', 'hotel-link'),
      ],
      says: [
        ['401', 'unauthorized', 'key', 'credential', '认证', '密钥'],
        [
          'partner-api-key',
          'rotat',
          'changed',
          'old',
          'invalid',
          'restart',
          'reject',
          'revoked',
          'unauthorized',
          '轮换',
          '失效',
          '重启',
        ],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'partners', name: 'hotel-cache' }],
  hops: 1,
  apps: [
    {
      ns: 'partners',
      name: 'hotel-link',
      style: 'dotnet',
      replicas: 2,
      keys: { PARTNER_KEY: 'secret:partner-api-key:key' },
    },
    { ns: 'partners', name: 'hotel-cache', style: 'redis', replicas: 1, port: 6379, image: 'redis:8.0', probe: 'tcp' },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'partner-api-key', namespace: 'partners' },
      type: 'Opaque',
      data: { key: 'eA==' },
    },
  ],
  edit: (s) => {
    s.find('Secret', 'partners', 'partner-api-key').metadata.managedFields = [
      {
        manager: 'vault-sync',
        operation: 'Update',
        apiVersion: 'v1',
        time: s.clock.ago(28),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:key': {} } },
      },
    ];
  },
  logs: [
    {
      app: 'partners/hotel-link',
      say: 'partner call failed: 401 (Unauthorized) POST https://api.staywell.example/v4/book {"error":"api key revoked"}',
      every: 30,
    },
  ],
});
