import { probeFails } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'seatmap-listens-where-nobody-asks',
  family: 'config-port',
  on: 'gke',
  now: '2026-06-05T17:14:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'seat selection is down, api says seatmap unreachable. seatmap log looks perfectly healthy, "listening", no errors. health check flaky?',
  scope: 'events',
  causes: [
    {
      subjects: [one('ConfigMap', 'events/seatmap-env'), ...of('events/seatmap')],
      says: [
        ['3000', 'port', '端口'],
        ['8080', 'listen', 'readiness', 'probe', '监听', '探针'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'events/booking-api')],
  not: [one('Deployment', 'events/booking-api'), one('Deployment', 'events/events-web')],
  play: (f) => {
    const cm = f.config('events/seatmap-env', { NODE_ENV: 'production', PORT: '3000', CACHE_TTL: '30' }, 210);
    f.edited(cm, 'kubectl-patch', 40, data('PORT', 'CACHE_TTL'));
    f.app({ ns: 'events', name: 'events-web', tone: 'nginx', n: 2, env: { API: 'http://booking-api' } });
    f.app({ ns: 'events', name: 'booking-api', tone: 'slog', n: 2, env: { SEATMAP: 'http://seatmap' } });
    program(f, 'pino', { ns: 'events', name: 'seatmap', n: 2, port: 8080, from: ['cm:seatmap-env'] });
    const d = f.get('Deployment', 'events/seatmap');
    if (d.spec) d.spec.strategy = { type: 'Recreate' };
    restarted(f, 'events/seatmap', 38);
    for (const p of f.pods('events/seatmap'))
      probeFails(
        f.s,
        p,
        'Readiness',
        `Get "http://${p.status?.podIP}:8080/readyz": dial tcp ${p.status?.podIP}:8080: connect: connection refused`,
        38,
      );
    tell(f, 'events/seatmap', 'seatmap 2.4.1 listening on http://0.0.0.0:3000', { level: 'info', from: 37.8 });
    tell(f, 'events/seatmap', 'venue cache warmed, 318 venues', { level: 'info', from: 37.6, every: 600 });
    f.say({
      app: 'events/booking-api',
      from: 37,
      every: 10,
      lines: `seatmap: Get "http://seatmap/venues/{n}": dial tcp ${f.ip('events/seatmap')}:80: connect: connection refused`,
    });
    herring.crash(f, 'events/ticket-pdf-next', 8);
  },
});
