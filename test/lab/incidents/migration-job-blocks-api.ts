import { incident } from '../incident.ts';
export default incident({
  id: 'migration-job-blocks-api',
  family: 'job',
  mode: 'living',
  platform: 'gke',
  company: 'railway',
  now: '2026-05-29T20:14:00Z',
  onset: 27,
  question: 'release 5.2 of fare-admin does not finish, new pods are in Init:0/1',
  scope: { namespace: 'fares' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Job', namespace: 'fares', name: 'fare-admin-migrate' },
        { kind: 'Pod', namespace: 'fares', name: 'fare-admin-migrate-*' },
      ],
      says: [
        ['migrat', '迁移'],
        ['duplicate column', 'already exists', 'failed', 'backoff', '失败'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'fares', name: 'fare-admin' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'fares', name: 'fare-admin' },
    { kind: 'StatefulSet', namespace: 'fares', name: 'fare-db' },
  ],
  hops: 2,
  apps: [
    { ns: 'fares', name: 'fare-admin', style: 'python', replicas: 2, image: 'fare-admin:5.1.3' },
    {
      ns: 'fares',
      name: 'fare-db',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      image: 'postgres:16.9',
      port: 5432,
      probe: 'tcp',
      claim: { size: '30Gi', mount: '/var/lib/postgresql/data' },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'fare-admin-migrate', namespace: 'fares', labels: { app: 'fare-admin-migrate' } },
          spec: {
            backoffLimit: 2,
            template: {
              metadata: { labels: { app: 'fare-admin-migrate' } },
              spec: {
                restartPolicy: 'Never',
                containers: [
                  {
                    name: 'migrate',
                    image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/fare-admin:5.2.0',
                    args: ['alembic', 'upgrade', 'head', '--lab=crash'],
                  },
                ],
              },
            },
          },
        },
      ],
    },
    { wait: 2 },
    {
      patch: 'deployment/fare-admin',
      in: 'fares',
      with: {
        spec: {
          template: {
            spec: {
              initContainers: [
                {
                  name: 'wait-for-migrations',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/fare-admin:5.2.0',
                  args: ['python', 'manage.py', 'wait_for_revision', '--lab=crash'],
                },
              ],
              containers: [
                {
                  name: 'fare-admin',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/fare-admin:5.2.0',
                  ports: [{ name: 'http', containerPort: 8080 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  rename: [[',"--lab=crash"', '']],
  settle: 40,
  edit: (s) => {
    for (const p of s.pods('fares/fare-admin')) {
      const wait = p.status?.initContainerStatuses?.[0];
      if (!wait) continue;
      Object.assign(wait, {
        state: { running: { startedAt: s.clock.ago(24) } },
        lastState: {},
        restartCount: 0,
        started: true,
      });
      s.dropEvents((e) => (e.involvedObject as { name: string }).name === p.metadata.name && e.type === 'Warning');
    }
  },
  logs: [
    {
      app: 'fares/fare-admin-migrate',
      container: 'migrate',
      style: 'python',
      startup: true,
      say: [
        'Context impl PostgresqlImpl.',
        'Running upgrade 3fa1 -> 8c02, add tariff zone',
        'Traceback (most recent call last):',
        '  File "/usr/lib/python3.12/site-packages/sqlalchemy/engine/base.py", line 1967, in _exec_single_context',
        'sqlalchemy.exc.ProgrammingError: (psycopg.errors.DuplicateColumn) column "tariff_zone" of relation "fares" already exists',
      ],
    },
    {
      app: 'fares/fare-admin',
      container: 'wait-for-migrations',
      style: 'python',
      level: 'info',
      say: 'database at revision 3fa1, waiting for 8c02 (job fare-admin-migrate)',
      every: 45,
      from: 24,
    },
    {
      app: 'fares/fare-db',
      say: 'column "tariff_zone" of relation "fares" already exists',
      every: 200,
      from: 26,
      to: 20,
    },
  ],
});
