import { incident, workload } from '../incident.ts';
export default incident({
  id: 'slow-dependency-chain',
  family: 'app-log',
  mode: 'forged',
  platform: 'eks',
  company: 'railway',
  now: '2026-04-06T07:28:00Z',
  onset: 40,
  question: 'booking takes 20 seconds or fails with 504, every pod is Running and Ready',
  scope: { namespace: 'book' },
  rootCauses: [
    {
      subjects: [...workload('book', 'seat-lock'), ...workload('book', 'lock-db', 'StatefulSet')],
      says: [
        ['lock', 'deadlock', 'lock_timeout', 'statement', '锁'],
        ['timeout', 'timed out', 'waiting', 'wait', 'cancel', '超时', '等待'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'book', name: 'book-api' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'book', name: 'book-web' },
    { kind: 'Deployment', namespace: 'book', name: 'book-api' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'book',
      name: 'book-web',
      style: 'nginx',
      replicas: 2,
      env: { API: 'http://book-api' },
      ingress: { host: 'book.rail.example' },
    },
    { ns: 'book', name: 'book-api', style: 'zap', replicas: 2, env: { SEAT_LOCK_URL: 'http://seat-lock.book' } },
    {
      ns: 'book',
      name: 'seat-lock',
      style: 'python',
      replicas: 2,
      env: { DATABASE_URL_HOST: 'lock-db.book.svc.cluster.local:5432' },
    },
    {
      ns: 'book',
      name: 'lock-db',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      port: 5432,
      image: 'postgres:17.5',
      probe: 'tcp',
      claim: { size: '20Gi', mount: '/var/lib/postgresql/data' },
    },
  ],
  logs: [
    { app: 'book/lock-db', say: 'canceling statement due to lock timeout', every: 30 },
    {
      app: 'book/lock-db',
      level: 'info',
      say: 'process 418 still waiting for ShareLock on transaction 88213 after 1000.114 ms',
      every: 45,
    },
    {
      app: 'book/seat-lock',
      say: 'psycopg.errors.LockNotAvailable: canceling statement due to lock timeout while locking tuple (12,44) in relation "seats"',
      every: 30,
    },
    {
      app: 'book/book-api',
      say: 'seat lock failed: Post "http://seat-lock.book/lock": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      every: 30,
    },
    {
      app: 'book/book-web',
      say: 'upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.0.1.{n}, server: _, request: "POST /book HTTP/1.1", upstream: "http://book-api/book", host: "book.rail.example"',
      every: 40,
    },
  ],
});
