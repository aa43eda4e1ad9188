import { since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'wraparound-pg-refuses-writes',
  family: 'app-log',
  on: 'eks',
  now: '2026-06-20T12:35:00Z',
  hops: 2,
  question:
    'new bookings are impossible, "internal error". bookings-api autoscaled to 6 because of retries - is that the cause?',
  scope: 'booking',
  causes: [
    {
      subjects: [...of('booking/booking-pg', 'StatefulSet')],
      says: [['wraparound', 'transaction id', 'xid', 'vacuum']],
    },
  ],
  symptoms: [one('Deployment', 'booking/bookings-api')],
  not: [one('Deployment', 'booking/bookings-api'), one('HorizontalPodAutoscaler', 'booking/bookings-api')],
  play: (f) => {
    f.app({ ns: 'booking', name: 'bookings-api', tone: 'django', n: 6, env: { PGHOST: 'booking-pg' } });
    since(f.s, f.pods('booking/bookings-api').slice(2), 38);
    f.put({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'bookings-api', namespace: 'booking' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'bookings-api' },
        minReplicas: 2,
        maxReplicas: 12,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    });
    f.app({
      ns: 'booking',
      name: 'booking-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:14.15',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '500Gi', at: '/var/lib/postgresql/data' },
    });
    f.say({
      app: 'booking/booking-pg',
      from: 49,
      every: 40,
      lines: ['database is not accepting commands to avoid wraparound data loss in database "booking"'],
    });
    f.say({
      app: 'booking/booking-pg',
      from: 49,
      every: 40,
      raw: true,
      lines:
        'HINT:  Stop the postmaster and vacuum that database in single-user mode. You might also need to commit or roll back old prepared transactions, or drop stale replication slots.',
    });
    f.say({
      app: 'booking/bookings-api',
      from: 49,
      every: 25,
      lines: [
        'Internal Server Error: /bookings/',
        'django.db.utils.OperationalError: database is not accepting commands to avoid wraparound data loss in database "booking"',
      ],
    });
    herring.crash(f, 'booking/ical-sync', 22);
  },
});
