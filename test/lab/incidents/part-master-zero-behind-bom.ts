import { incident, workload } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'part-master-zero-behind-bom',
  family: 'scaled-to-zero',
  mode: 'living',
  platform: 'k3s',
  company: 'factory',
  now: '2026-01-09T15:12:00Z',
  onset: 30,
  question: 'operators cannot print work orders on line B, wo-ui shows a spinner and then an error',
  scope: { namespace: 'line-b' },
  rootCauses: [
    {
      subjects: [...workload('mdm', 'part-master'), { kind: 'Service', namespace: 'mdm', name: 'part-master' }],
      says: [['part-master'], ['replicas', 'scaled', 'zero', '0', '副本']],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'line-b', name: 'wo-api' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'line-b', name: 'wo-ui' },
    { kind: 'Deployment', namespace: 'line-b', name: 'wo-api' },
    { kind: 'Deployment', namespace: 'mdm', name: 'bom' },
  ],
  hops: 4,
  apps: [
    { ns: 'line-b', name: 'wo-ui', style: 'nginx', replicas: 1, env: { API: 'http://wo-api' } },
    {
      ns: 'line-b',
      name: 'wo-api',
      style: 'dotnet',
      replicas: 2,
      env: { Bom__Url: 'http://bom.mdm.svc.cluster.local' },
    },
    { ns: 'mdm', name: 'bom', style: 'logback', replicas: 2, env: { PART_MASTER_URL: 'http://part-master' } },
    { ns: 'mdm', name: 'part-master', style: 'logback', replicas: 2 },
  ],
  fault: [{ scale: 'deployment/part-master', in: 'mdm', to: 0 }],
  settle: 25,
  logs: [
    {
      app: 'mdm/bom',
      say: 'I/O error on GET request for "http://part-master/parts/{n}": Connection refused',
      every: 25,
      from: 29,
    },
    { app: 'line-b/wo-api', say: 'GET http://bom.mdm.svc.cluster.local/bom/{n} returned 500', every: 30, from: 29 },
    {
      app: 'line-b/wo-ui',
      say: 'upstream server error 502 while reading response header from upstream, request: "GET /orders/{n}/pdf HTTP/1.1", upstream: "http://wo-api/orders"',
      every: 45,
      from: 29,
    },
  ],
  edit: (s) => stale(s, 'line-a/plc-bridge', 22),
});
