import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, postgres, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'helpcenter-threads-outgrew-rails-pool',
  family: 'app-pool',
  on: 'aks',
  now: '2026-01-27T14:50:00Z',
  key: 'app',
  hops: 1,
  question:
    'help center: random 500s under load since monday, "database problem" says support. postgres has 300 connections free',
  scope: 'helpcenter',
  causes: [
    {
      subjects: [one('ConfigMap', 'helpcenter/puma-env'), ...of('helpcenter/helpcenter')],
      says: [
        ['pool', '连接池'],
        [
          'could not obtain',
          'connectiontimeout',
          'exhaust',
          'in use',
          'rails_max_threads',
          'threads',
          'db_pool',
          '耗尽',
          '线程',
        ],
      ],
    },
  ],
  not: [one('StatefulSet', 'helpcenter/help-pg'), one('Deployment', 'helpcenter/help-search')],
  play: (f) => {
    postgres(f, 'helpcenter/help-pg', { over: { args: ['-c', 'max_connections=400'] } });
    const cm = f.config(
      'helpcenter/puma-env',
      { RAILS_MAX_THREADS: '40', DB_POOL: '5', WEB_CONCURRENCY: '2', RAILS_ENV: 'production' },
      310,
    );
    f.edited(cm, 'helm', 1610, data('RAILS_MAX_THREADS'));
    program(f, 'rails', {
      ns: 'helpcenter',
      name: 'helpcenter',
      n: 3,
      c: 'puma',
      from: ['cm:puma-env'],
      env: { DATABASE_HOST: 'help-pg' },
    });
    restarted(f, 'helpcenter/helpcenter', 1605);
    program(f, 'rails', { ns: 'helpcenter', name: 'help-search', n: 1 });
    tell(
      f,
      'helpcenter/helpcenter',
      'ActiveRecord::ConnectionTimeoutError (could not obtain a connection from the pool within 5.000 seconds (waited 5.002 seconds); all pooled connections were in use):',
      { level: 'fatal', from: 48, every: 25 },
    );
    tell(
      f,
      'helpcenter/helpcenter',
      'Completed 500 Internal Server Error in 5011ms (ActiveRecord: 0.0ms | Allocations: 2011)',
      { level: 'info', from: 48, every: 25 },
    );
    herring.pending(f, 'helpcenter/embedding-rebuild', 3);
  },
});
