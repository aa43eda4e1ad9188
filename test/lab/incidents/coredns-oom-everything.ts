import { crashLoop } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'coredns-oom-everything',
  family: 'cluster-dns',
  mode: 'forged',
  platform: 'ack',
  company: 'railway',
  now: '2026-01-25T01:21:00Z',
  onset: 24,
  question: '春运放票后所有服务都在超时报错，求定位',
  rootCauses: [
    {
      subjects: [
        { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
        { kind: 'Pod', namespace: 'kube-system', name: 'coredns-*' },
        { kind: 'ReplicaSet', namespace: 'kube-system', name: 'coredns-*' },
      ],
      says: [
        ['coredns', 'dns'],
        ['oom', '137', 'memory', '内存'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'ticketing', name: 'seat-map' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'ticketing', name: 'seat-map' },
    { kind: 'Deployment', namespace: 'timetable', name: 'delay-feed' },
    { kind: 'Deployment', namespace: 'rush', name: 'queue-gate' },
  ],
  hops: 2,
  apps: [
    { ns: 'rush', name: 'queue-gate', style: 'rust', replicas: 4, env: { SEAT_MAP: 'http://seat-map.ticketing' } },
    { ns: 'rush', name: 'risk-captcha', style: 'uvicorn', replicas: 2 },
  ],
  edit: (s) => {
    for (const p of s.pods('kube-system/coredns')) {
      const [c] = p.spec?.containers ?? [];
      if (c) c.resources = { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } };
      crashLoop(s, p, { exitCode: 137, reason: 'OOMKilled', first: 24, restarts: 7, lasted: 35, last: 1 });
    }
    for (const o of [...s.all('Deployment', 'kube-system'), ...s.all('ReplicaSet', 'kube-system')].filter((x) =>
      x.metadata.name.startsWith('coredns'),
    ))
      for (const c of o.spec?.template?.spec.containers ?? [])
        c.resources = { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } };
  },
  logs: [
    {
      app: 'rush/queue-gate',
      say: 'http://seat-map.ticketing/hold: dns error: failed to lookup address information: Temporary failure in name resolution',
      every: 25,
    },
    {
      app: 'ticketing/seat-map',
      say: 'connect seat-db failed: getaddrinfo EAI_AGAIN seat-db.ticketing.svc.cluster.local',
      every: 30,
    },
    {
      app: 'timetable/delay-feed',
      say: 'feed: dial tcp: lookup feeds.rail.example on 10.96.0.10:53: read udp 10.64.4.9:51334->10.96.0.10:53: read: connection refused',
      every: 40,
    },
  ],
});
