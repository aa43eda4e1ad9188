import { oldRestart } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'atlas-postgres-dev-shm-64m',
  family: 'app-log',
  on: 'rke2',
  now: '2026-01-15T14:55:00Z',
  hops: 2,
  question:
    'heatmap endpoint fails with 500 for big regions only. volume is 20% full so "no space left on device" is nonsense?!',
  scope: 'atlas',
  causes: [
    { subjects: [...of('atlas/atlas-pg', 'StatefulSet')], says: [['shared memory', '/dev/shm', 'shm', '共享内存']] },
  ],
  symptoms: [one('Deployment', 'atlas/heatmap-api')],
  not: [one('Deployment', 'atlas/heatmap-api'), one('PersistentVolumeClaim', 'atlas/data-atlas-pg-0')],
  play: (f) => {
    f.app({ ns: 'atlas', name: 'map-ui', tone: 'nginx', n: 1, env: { HEATMAP: 'http://heatmap-api' } });
    f.app({ ns: 'atlas', name: 'heatmap-api', tone: 'django', n: 2, env: { DB_HOST: 'atlas-pg' } });
    f.app({
      ns: 'atlas',
      name: 'atlas-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgis/postgis:17-3.5',
      port: 5432,
      portName: 'pg',
      mem: ['4Gi', '8Gi'],
      cpu: ['2'],
      ready: { exec: { command: ['pg_isready'] } },
      over: { args: ['-c', 'max_parallel_workers_per_gather=6', '-c', 'work_mem=256MB'] },
      claim: { size: '200Gi', at: '/var/lib/postgresql/data' },
    });
    f.edited(f.get('StatefulSet', 'atlas/atlas-pg'), 'kubectl-edit', 2900);
    f.say({
      app: 'atlas/atlas-pg',
      from: 49,
      every: 140,
      lines: ['could not resize shared memory segment "/PostgreSQL.{n}" to 134483968 bytes: No space left on device'],
    });
    f.say({
      app: 'atlas/heatmap-api',
      from: 49,
      every: 120,
      lines: [
        'Internal Server Error: /heatmap/region',
        'django.db.utils.OperationalError: could not resize shared memory segment "/PostgreSQL.{n}" to 134483968 bytes: No space left on device',
      ],
    });
    herring.image(f, 'atlas/tile-bake', 4);
    oldRestart(f.s, f.pod('atlas/map-ui'), { exitCode: 1, reason: 'Error', days: 33 });
  },
});
