import { probeFails, since, unschedulable } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'zone-volume-redis-chain',
  family: 'volume-node',
  mode: 'forged',
  platform: 'eks',
  company: 'clinic',
  now: '2026-05-09T05:59:00Z',
  onset: 71,
  question: 'bedside tablets show "session service unavailable" since the zone maintenance at 05:00',
  scope: { namespace: 'bedside' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolume', name: 'pvc-*' },
        { kind: 'PersistentVolumeClaim', namespace: 'bedside', name: 'data-session-redis-0' },
        { kind: 'Pod', namespace: 'bedside', name: 'session-redis-0' },
        { kind: 'StatefulSet', namespace: 'bedside', name: 'session-redis' },
        { kind: 'Node', name: 'ip-10-0-*' },
      ],
      says: [
        ['zone', 'node affinity', 'eu-west-1b', 'cordon', 'unschedulable', '可用区'],
        ['volume', 'pv', 'node', '卷', '节点'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'bedside', name: 'session-svc' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'bedside', name: 'tablet-bff' },
    { kind: 'Deployment', namespace: 'bedside', name: 'session-svc' },
  ],
  hops: 4,
  apps: [
    {
      ns: 'bedside',
      name: 'tablet-bff',
      style: 'pino',
      replicas: 2,
      env: { SESSION_URL: 'http://session-svc.bedside' },
      ingress: { host: 'bedside.clinic.example' },
    },
    {
      ns: 'bedside',
      name: 'session-svc',
      style: 'zap',
      replicas: 2,
      env: { REDIS_ADDR: 'session-redis.bedside.svc.cluster.local:6379' },
      probe: '/ready',
    },
    {
      ns: 'bedside',
      name: 'session-redis',
      kind: 'StatefulSet',
      style: 'redis',
      replicas: 1,
      port: 6379,
      image: 'redis:8.2-alpine',
      probe: 'tcp',
      claim: { size: '10Gi', mount: '/data' },
    },
  ],
  edit: (s) => {
    for (const n of s.all('Node').filter((x) => x.metadata.labels?.['topology.kubernetes.io/zone'] === 'eu-west-1b'))
      n.spec = {
        ...n.spec,
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: s.clock.ago(73) }],
      };
    const claim = s.find('PersistentVolumeClaim', 'bedside', 'data-session-redis-0');
    const volume = s.all('PersistentVolume').find((v) => v.metadata.name === claim.spec?.volumeName);
    if (volume)
      volume.spec = {
        ...volume.spec,
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-west-1b'] }] },
            ],
          },
        },
      };
    const pods = s.pods('bedside/session-redis');
    since(s, pods, 71);
    for (const p of pods)
      unschedulable(
        s,
        p,
        "0/4 nodes are available: 1 node(s) were unschedulable, 3 node(s) didn't match PersistentVolume's node affinity. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
        71,
      );
    for (const p of s.pods('bedside/session-svc'))
      probeFails(s, p, 'Readiness', 'HTTP probe failed with statuscode: 503', 70);
  },
  logs: [
    {
      app: 'bedside/session-svc',
      say: 'ready: redis ping: dial tcp: lookup session-redis.bedside.svc.cluster.local on 10.96.0.10:53: no such host',
      every: 50,
      from: 70,
    },
    {
      app: 'bedside/tablet-bff',
      say: 'session lookup failed: connect ECONNREFUSED session-svc.bedside:80 ward={n}',
      every: 40,
      from: 70,
    },
  ],
});
