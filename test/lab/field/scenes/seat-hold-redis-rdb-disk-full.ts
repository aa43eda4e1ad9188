import { notReady } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'seat-hold-redis-rdb-disk-full',
  family: 'disk_full',
  on: 'kubeadm',
  now: '2026-12-01T18:02:00Z',
  key: 'app',
  hops: 2,
  without: ['events'],
  question: '演出选座一直提示"系统繁忙",hold-api 三个副本都是 0/1,是不是发版有问题?',
  scope: 'seats',
  causes: [
    {
      subjects: [...of('seats/hold-redis', 'StatefulSet'), one('PersistentVolumeClaim', 'seats/data-hold-redis-0')],
      says: [
        ['no space', 'disk', 'misconf', '空间', '磁盘'],
        ['rdb', 'snapshot', 'full', 'space', '快照', '满', '空间'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'seats/hold-api')],
  not: [one('Deployment', 'seats/hold-api'), one('Deployment', 'seats/seat-web')],
  play: (f) => {
    f.app({ ns: 'seats', name: 'seat-web', tone: 'nginx', env: { HOLD: 'http://hold-api' } });
    f.app({
      ns: 'seats',
      name: 'hold-api',
      tone: 'slog',
      n: 3,
      env: { REDIS_ADDR: 'hold-redis.seats.svc.cluster.local:6379' },
    });
    f.app({
      ns: 'seats',
      name: 'hold-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'redis:7.2.4',
      port: 6379,
      portName: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      claim: { size: '2Gi', at: '/data' },
    });
    f.revise('seats/hold-api', 2900, (t) => {
      for (const c of t.spec.containers) c.image = c.image.replace('2.4.1', '2.3.9');
    });
    for (const p of f.pods('seats/hold-api')) {
      f.s.container(p).ready = false;
      notReady(f.s, p, 27);
    }
    herring.pending(f, 'growth/recsys-train', 5);
    f.say({
      app: 'seats/hold-redis',
      from: 31,
      every: 12,
      level: 'warn',
      lines: [
        'Failed opening the temp RDB file temp-{n}.rdb (in server root dir /data) for saving: No space left on device',
        'Background saving error',
      ],
    });
    f.say({
      app: 'seats/hold-api',
      from: 27,
      every: 20,
      lines:
        'readyz: redis write probe: MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk. Commands that may modify the data set are disabled',
    });
    f.say({
      app: 'seats/seat-web',
      from: 26,
      every: 30,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "POST /hold HTTP/1.1", upstream: "http://${f.ip('seats/hold-api')}:80/hold", host: "seats.show.example"`,
    });
  },
});
