import { since } from '../../faults.ts';
import { setOf } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { evicted } from '../kit.ts';

export default scene({
  id: 'thumbs-emptydir-limit-evicted',
  family: 'node-pressure',
  on: 'k3s',
  now: '2026-05-30T21:40:00Z',
  hops: 1,
  question:
    'previews are broken for a minute every half hour, then fine. eviction = node out of disk? df on nodes says 30%',
  scope: 'photos',
  causes: [
    {
      subjects: of('photos/preview'),
      says: [
        ['emptydir', 'scratch'],
        ['limit', '512mi', '限制', 'exceed'],
      ],
    },
  ],
  not: [one('Deployment', 'photos/album-web')],
  play: (f) => {
    f.app({ ns: 'photos', name: 'album-web', tone: 'nginx', n: 2, env: { PREVIEW: 'http://preview' } });
    f.app({
      ns: 'photos',
      name: 'preview',
      tone: 'gunicorn',
      n: 6,
      pod: { volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '512Mi' } }] },
      over: { volumeMounts: [{ name: 'scratch', mountPath: '/tmp/preview' }] },
    });
    const d = f.get('Deployment', 'photos/preview');
    d.spec = { ...d.spec, replicas: 1 };
    setOf(f, 'photos/preview').spec = { ...setOf(f, 'photos/preview').spec, replicas: 1 };
    const pods = f.pods('photos/preview');
    pods.slice(1).forEach((p, i) => {
      since(f.s, [p], 190 - i * 32);
      evicted(f, p, 'Usage of EmptyDir volume "scratch" exceeds the limit "512Mi". ', 160 - i * 32);
    });
    const first = pods[0];
    if (first) since(f.s, [first], 31);
    f.say({
      app: 'photos/album-web',
      from: 33,
      to: 30,
      every: 15,
      lines:
        'connect() failed (111: Connection refused) while connecting to upstream, client: 10.42.1.{o}, server: _, request: "GET /p/{n}.webp HTTP/1.1", upstream: "http://preview:80/", host: "album.example"',
    });
    f.say({
      app: 'photos/preview',
      from: 30,
      every: 240,
      level: 'warn',
      lines: 'scratch usage 3{o} MiB, 18{n} files, none older than the job is removed',
    });
    herring.crash(f, 'photos/face-group', 10);
  },
});
