import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { DENIED, deployed, postgres, program, tell, voices } from '../kit.ts';

export default scene({
  id: 'invoices-table-owned-by-migration-user',
  family: 'app-permission',
  on: 'openshift',
  now: '2026-06-09T13:20:00Z',
  key: 'app',
  hops: 1,
  question:
    'after release 12.0 every invoice page is a 500, login and customers pages work. pods healthy, migrations job green',
  scope: 'invoicing',
  causes: [
    {
      subjects: [
        ...of('invoicing/invoicing'),
        ...of('invoicing/inv-pg', 'StatefulSet'),
        one('Job', 'invoicing/migrate-12-0-0'),
        one('Secret', 'invoicing/inv-pg-app'),
      ],
      says: [
        ['invoice_lines', 'table', '表'],
        ['permission denied', 'permission', 'grant', ...DENIED, '授权'],
      ],
    },
  ],
  not: [one('Deployment', 'invoicing/inv-web'), one('Deployment', 'invoicing/mailer')],
  play: (f) => {
    f.secret('invoicing/inv-pg-app', ['username', 'password'], 500);
    f.secret('invoicing/inv-pg-owner', ['username', 'password'], 500);
    postgres(f, 'invoicing/inv-pg', { tone: 'golog' });
    voices.set('invoicing/postgres', 'pgapp');
    f.app({ ns: 'invoicing', name: 'inv-web', tone: 'nginx', n: 2, env: { API: 'http://invoicing' } });
    program(f, 'uvicorn', { ns: 'invoicing', name: 'mailer', n: 1 });
    program(f, 'uvicorn', {
      ns: 'invoicing',
      name: 'invoicing',
      n: 2,
      image: 'image-registry.openshift-image-registry.svc:5000/invoicing/invoicing:12.0.0',
      keys: { PGUSER: 'secret:inv-pg-app:username', PGPASSWORD: 'secret:inv-pg-app:password' },
      env: { PGHOST: 'inv-pg' },
    });
    deployed(f, 'invoicing/invoicing', 44, '11.8.2');
    f.put({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'migrate-12-0-0', namespace: 'invoicing', creationTimestamp: f.s.clock.ago(47) },
      spec: {
        backoffLimit: 2,
        completions: 1,
        parallelism: 1,
        template: {
          metadata: { labels: { job: 'migrate' } },
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'migrate',
                image: 'image-registry.openshift-image-registry.svc:5000/invoicing/invoicing:12.0.0',
                command: ['alembic', 'upgrade', 'head'],
                env: [{ name: 'PGUSER', valueFrom: { secretKeyRef: { name: 'inv-pg-owner', key: 'username' } } }],
              },
            ],
          },
        },
      },
      status: {
        succeeded: 1,
        ready: 0,
        startTime: f.s.clock.ago(47),
        completionTime: f.s.clock.ago(46),
        conditions: [
          {
            type: 'SuccessCriteriaMet',
            status: 'True',
            reason: 'CompletionsReached',
            lastTransitionTime: f.s.clock.ago(46),
          },
          {
            type: 'Complete',
            status: 'True',
            reason: 'CompletionsReached',
            message: 'Reached expected number of succeeded pods',
            lastTransitionTime: f.s.clock.ago(46),
          },
        ],
      },
    });
    for (const p of f.s.all('Pod', 'invoicing').filter((x) => x.metadata.name.startsWith('migrate-'))) f.s.remove(p);
    tell(
      f,
      'invoicing/invoicing',
      'Exception in ASGI application\nTraceback (most recent call last):\n  File "/app/invoicing/repo.py", line 88, in lines\n    rows = await conn.fetch("select * from invoice_lines where invoice_id=$1", id)\nasyncpg.exceptions.InsufficientPrivilegeError: permission denied for table invoice_lines',
      { from: 43, every: 16 },
    );
    tell(
      f,
      'invoicing/inv-pg',
      'permission denied for table invoice_lines\nSTATEMENT:  select * from invoice_lines where invoice_id=$1',
      {
        by: '[88] inv_app@invoicing app=invoicing',
        from: 43,
        every: 30,
      },
    );
    tell(
      f,
      'invoicing/inv-pg',
      'statement: CREATE TABLE invoice_lines (id bigserial primary key, invoice_id bigint not null, amount numeric(12,2))',
      {
        level: 'info',
        by: '[71] inv_owner@invoicing app=alembic',
        from: 46.5,
      },
    );
    tell(f, 'invoicing/invoicing', '10.128.4.{o}:0 - "GET /customers/{n} HTTP/1.1" 200 OK', {
      level: 'info',
      from: 43,
      every: 60,
    });
    herring.crash(f, 'invoicing/dunning-sim', 11);
  },
});
