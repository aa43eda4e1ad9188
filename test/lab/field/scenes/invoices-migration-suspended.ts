import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'invoices-migration-suspended',
  family: 'job',
  on: 'gke',
  now: '2026-10-19T08:22:00Z',
  key: 'app',
  hops: 2,
  question: 'invoice page 500 after release 31. rollback did not help since v30 pods are gone, DB is up',
  scope: 'billing',
  causes: [
    {
      subjects: [one('Job', 'billing/invoice-migrate-r31')],
      says: [
        ['suspend', '挂起', '暂停'],
        ['migrat', 'job', '迁移'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'billing/invoice-api')],
  not: [
    one('Deployment', 'billing/invoice-api'),
    one('StatefulSet', 'billing/invoice-pg'),
    one('Deployment', 'billing/invoice-web'),
  ],
  play: (f) => {
    f.app({ ns: 'billing', name: 'invoice-web', tone: 'nginx', env: { API: 'http://invoice-api' } });
    f.app({
      ns: 'billing',
      name: 'invoice-api',
      tone: 'gunicorn',
      n: 2,
      image: 'invoice-api:r31',
      env: { PGHOST: 'invoice-pg' },
    });
    f.app({
      ns: 'billing',
      name: 'invoice-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.4',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '40Gi', at: '/var/lib/postgresql/data' },
    });
    f.revise(
      'billing/invoice-api',
      49,
      (t) => {
        for (const c of t.spec.containers) c.image = c.image.replace('r31', 'r30');
      },
      { by: 'helm' },
    );
    f.put({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'invoice-migrate-r31',
        namespace: 'billing',
        creationTimestamp: f.s.clock.ago(50),
        labels: { app: 'invoice-migrate' },
        uid: 'a1',
      },
      spec: {
        suspend: true,
        backoffLimit: 3,
        completions: 1,
        parallelism: 1,
        template: {
          metadata: { labels: { app: 'invoice-migrate' } },
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'alembic',
                image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/invoice-api:r31',
                command: ['alembic', 'upgrade', 'head'],
                env: [{ name: 'PGHOST', value: 'invoice-pg' }],
              },
            ],
          },
        },
      },
      status: {
        conditions: [
          {
            type: 'Suspended',
            status: 'True',
            reason: 'JobSuspended',
            message: 'Job suspended',
            lastTransitionTime: f.s.clock.ago(50),
          },
        ],
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
      },
    });
    f.s.event(f.get('Job', 'billing/invoice-migrate-r31'), 'Suspended', 'Job suspended', {
      type: 'Normal',
      first: 50,
      last: 50,
      source: 'job-controller',
    });
    herring.crash(f, 'billing/dunning-poc', 9);
    f.say({
      app: 'billing/invoice-pg',
      from: 48,
      every: 30,
      lines: [
        'relation "invoice_line_v2" does not exist at character 42',
        'STATEMENT:  SELECT id, amount FROM invoice_line_v2 WHERE invoice_id = $1',
      ],
    });
    f.say({
      app: 'billing/invoice-api',
      from: 48,
      every: 25,
      lines:
        'Error handling request /invoices/{n}: sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) relation "invoice_line_v2" does not exist',
    });
  },
});
