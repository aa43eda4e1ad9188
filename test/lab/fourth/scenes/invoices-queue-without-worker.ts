import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, postgres, program, redis, restarted, tell } from '../kit.ts';

export default scene({
  id: 'invoices-queue-without-worker',
  family: 'config-name',
  on: 'kubeadm',
  now: '2026-09-08T10:30:00Z',
  hops: 2,
  question: 'customers get no invoice PDFs since yesterday evening. all pods green, no errors anywhere I looked. help',
  scope: 'billing',
  causes: [
    {
      subjects: [one('ConfigMap', 'billing/sidekiq-config'), ...of('billing/billing-sidekiq')],
      says: [
        ['invoices'],
        ['queue', '队列'],
        ['not ', 'no ', 'nobody', 'none', 'missing', 'without', 'only', 'never', 'lacks', '没有', '未', '缺', '只'],
      ],
    },
  ],
  not: [
    one('Deployment', 'billing/billing-web'),
    one('StatefulSet', 'billing/billing-redis'),
    one('StatefulSet', 'billing/billing-pg'),
  ],
  play: (f) => {
    const cm = f.config(
      'billing/sidekiq-config',
      {
        'sidekiq.yml':
          ':concurrency: 10\n:timeout: 25\n:queues:\n  - [critical, 4]\n  - [default, 2]\n  - [mailers, 1]\n',
      },
      180,
    );
    f.edited(cm, 'helm', 990, data('sidekiq.yml'));
    postgres(f, 'billing/billing-pg');
    redis(f, 'billing/billing-redis');
    program(f, 'rails', {
      ns: 'billing',
      name: 'billing-web',
      n: 2,
      c: 'puma',
      image: 'billing:6.11.0',
      env: { REDIS_URL: 'redis://billing-redis:6379/0', DATABASE_HOST: 'billing-pg', INVOICE_QUEUE: 'invoices' },
    });
    program(f, 'sidekiq', {
      ns: 'billing',
      name: 'billing-sidekiq',
      n: 2,
      c: 'sidekiq',
      image: 'billing:6.11.0',
      svc: false,
      ready: null,
      over: { command: ['bundle', 'exec', 'sidekiq', '-C', '/config/sidekiq.yml'] },
      mounts: { '/config': 'cm:sidekiq-config' },
      env: { REDIS_URL: 'redis://billing-redis:6379/0', DATABASE_HOST: 'billing-pg' },
    });
    restarted(f, 'billing/billing-sidekiq', 985);
    program(f, 'zap', {
      ns: 'billing',
      name: 'sidekiq-exporter',
      n: 1,
      env: { REDIS_URL: 'redis://billing-redis:6379/0' },
    });
    tell(
      f,
      'billing/billing-web',
      '[ActiveJob] Enqueued InvoicePdfJob (Job ID: {hex}) to Sidekiq(invoices) with arguments: {n}',
      { level: 'info', from: 47, every: 80 },
    );
    tell(f, 'billing/billing-sidekiq', 'done', {
      level: 'info',
      by: 'class=ReminderMailJob jid=7f30c1ad92be0415 elapsed=0.412',
      from: 47,
      every: 200,
    });
    tell(f, 'billing/sidekiq-exporter', 'queue invoices: size 1834, latency 58912s, 0 processes consume it', {
      level: 'warn',
      by: 'collector/queues.go:74',
      from: 48,
      every: 300,
    });
    tell(f, 'billing/sidekiq-exporter', 'queue default: size 3, latency 0s, 2 processes consume it', {
      level: 'info',
      by: 'collector/queues.go:74',
      from: 48,
      every: 300,
    });
    herring.unready(f, 'billing/tax-sandbox', 15);
  },
});
