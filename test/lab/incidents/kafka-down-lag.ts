import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'kafka-down-lag',
  family: 'dependency',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'factory',
  now: '2026-02-28T18:10:00Z',
  onset: 51,
  question: '车间看板快一个小时没刷新了',
  scope: { namespace: 'floor' },
  rootCauses: [
    {
      subjects: workload('floor', 'event-broker', 'StatefulSet'),
      says: [
        ['event-broker', 'kafka', 'broker'],
        ['cluster id', 'inconsistentclusterid', 'meta.properties', 'clusterid'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'floor', name: 'stream-agg' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'floor', name: 'stream-agg' },
    { kind: 'Deployment', namespace: 'floor', name: 'board' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'floor',
      name: 'board',
      style: 'pino',
      replicas: 2,
      env: { AGG_URL: 'http://stream-agg.floor' },
      ingress: { host: 'board.factory.example' },
    },
    {
      ns: 'floor',
      name: 'stream-agg',
      style: 'logback',
      replicas: 2,
      env: { KAFKA_BOOTSTRAP: 'event-broker.floor.svc.cluster.local:9092' },
    },
    {
      ns: 'floor',
      name: 'event-broker',
      kind: 'StatefulSet',
      style: 'kafka',
      replicas: 1,
      port: 9092,
      image: 'apache/kafka:4.1.0',
      probe: 'tcp',
      claim: { size: '50Gi', mount: '/var/lib/kafka' },
    },
  ],
  edit: (s) => {
    for (const p of s.pods('floor/event-broker')) crashLoop(s, p, { exitCode: 1, first: 51, restarts: 13, lasted: 9 });
  },
  logs: [
    {
      app: 'floor/event-broker',
      startup: true,
      level: 'error',
      say: [
        'Starting broker (kafka.server.BrokerServer)',
        'Formatting metadata directory',
        'Exiting Kafka due to fatal exception during startup. java.lang.RuntimeException: Invalid cluster.id in: /var/lib/kafka/meta.properties. Expected 5L6g3nShT-eMCtK--X86sw, but read MkU3OEVBNTcwNTJENDM2Qk',
      ],
    },
    {
      app: 'floor/stream-agg',
      level: 'warn',
      say: '[Consumer clientId=stream-agg-1, groupId=agg] Bootstrap broker event-broker.floor.svc.cluster.local:9092 (id: -1 rack: null) disconnected',
      every: 40,
      from: 50,
    },
    { app: 'floor/board', level: 'warn', say: 'stream-agg returned stale window, age 28{n}s', every: 60, from: 45 },
  ],
});
