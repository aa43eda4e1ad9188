import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'postgres-disk-full',
  family: 'disk_full',
  mode: 'forged',
  platform: 'aks',
  company: 'school',
  now: '2026-05-11T07:05:00Z',
  onset: 41,
  question: 'enrolment is down for everybody, please find the cause quickly',
  scope: { namespace: 'enrol' },
  rootCauses: [
    {
      subjects: [
        ...workload('enrol', 'enrol-db', 'StatefulSet'),
        { kind: 'PersistentVolumeClaim', namespace: 'enrol', name: 'data-enrol-db-0' },
        { kind: 'PersistentVolume', name: 'pvc-*' },
      ],
      says: [['no space left', 'disk full', 'full', 'space', '磁盘', '空间']],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'enrol', name: 'enrol-api' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'enrol', name: 'enrol-api' },
    { kind: 'Deployment', namespace: 'enrol', name: 'enrol-web' },
  ],
  hops: 2,
  apps: [
    {
      ns: 'enrol',
      name: 'enrol-web',
      style: 'nginx',
      replicas: 2,
      ingress: { host: 'enrol.school.example' },
      env: { API: 'http://enrol-api' },
    },
    {
      ns: 'enrol',
      name: 'enrol-api',
      style: 'ruby',
      replicas: 2,
      env: { DATABASE_HOST: 'enrol-db.enrol.svc.cluster.local' },
    },
    {
      ns: 'enrol',
      name: 'enrol-db',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      image: 'postgres:15.12',
      port: 5432,
      probe: 'tcp',
      claim: { size: '8Gi', mount: '/var/lib/postgresql/data' },
    },
  ],
  edit: (s) => {
    for (const p of s.pods('enrol/enrol-db')) crashLoop(s, p, { exitCode: 1, first: 40, restarts: 11, lasted: 4 });
  },
  logs: [
    {
      app: 'enrol/enrol-db',
      startup: true,
      level: 'fatal',
      say: [
        'starting PostgreSQL 15.12 (Debian 15.12-1.pgdg120+1) on x86_64-pc-linux-gnu',
        'database system was interrupted; last known up at 2026-05-11 06:23:51 UTC',
        'database system was not properly shut down; automatic recovery in progress',
        'could not write to file "pg_wal/xlogtemp.29": No space left on device',
      ],
    },
    {
      app: 'enrol/enrol-api',
      say: 'PG::ConnectionBad: could not translate host name "enrol-db.enrol.svc.cluster.local" to address: Name or service not known',
      every: 35,
      from: 40,
    },
    {
      app: 'enrol/enrol-web',
      say: 'upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.244.8.{n}, server: enrol.school.example, request: "GET /courses HTTP/1.1", upstream: "http://enrol-api/courses", host: "enrol.school.example"',
      every: 45,
      from: 40,
    },
  ],
});
