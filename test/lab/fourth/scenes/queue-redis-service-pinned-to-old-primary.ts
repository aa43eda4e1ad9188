import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, redis, service, tell } from '../kit.ts';

export default scene({
  id: 'queue-redis-service-pinned-to-old-primary',
  family: 'service-selector',
  on: 'ack',
  now: '2026-07-09T06:55:00Z',
  hops: 2,
  question: '排队取号写不进去,读取正常,redis 两个实例都 Ready,sentinel 说切换成功了,为什么还报错',
  scope: 'queue',
  causes: [
    {
      subjects: [
        one('Service', 'queue/ticket-redis-master'),
        ...of('queue/ticket-redis', 'StatefulSet'),
        ...of('queue/ticket-api'),
      ],
      says: [
        ['readonly', 'read only', 'read-only', 'replica', '只读', '从'],
        ['ticket-redis-0', 'selector', 'master', 'primary', '主', '选择'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'queue/ticket-h5')],
  not: [
    one('Deployment', 'queue/ticket-h5'),
    one('StatefulSet', 'queue/ticket-sentinel'),
    one('Service', 'queue/ticket-redis'),
  ],
  play: (f) => {
    redis(f, 'queue/ticket-redis', { n: 2 });
    for (const p of f.pods('queue/ticket-redis'))
      p.metadata.labels = { ...p.metadata.labels, 'statefulset.kubernetes.io/pod-name': p.metadata.name };
    service(f, 'queue/ticket-redis-master', {
      selector: { app: 'ticket-redis', 'statefulset.kubernetes.io/pod-name': 'ticket-redis-0' },
      ports: [{ name: 'redis', port: 6379, targetPort: 6379 }],
    });
    f.app({
      ns: 'queue',
      name: 'ticket-sentinel',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 3,
      image: 'docker.io/library/redis:7.4.5',
      c: 'sentinel',
      port: 26379,
      ready: { tcpSocket: { port: 26379 } },
    });
    f.app({ ns: 'queue', name: 'ticket-h5', tone: 'nginx', n: 2, env: { API: 'http://ticket-api' } });
    program(f, 'pino', {
      ns: 'queue',
      name: 'ticket-api',
      n: 3,
      env: { REDIS_HOST: 'ticket-redis-master', REDIS_PORT: '6379' },
    });
    const [a, b] = [f.podIP('queue/ticket-redis', 0), f.podIP('queue/ticket-redis', 1)];
    f.say({
      app: 'queue/ticket-sentinel',
      level: 'warn',
      from: 41,
      lines: [
        `+sdown master tickets ${a} 6379`,
        `+switch-master tickets ${a} 6379 ${b} 6379`,
        `+slave slave ${a}:6379 ${a} 6379 @ tickets ${b} 6379`,
      ],
    });
    f.say({
      app: 'queue/ticket-redis',
      level: 'info',
      from: 40,
      pods: (_p, i) => i === 0,
      lines: [
        `Connecting to MASTER ${b}:6379`,
        'MASTER <-> REPLICA sync started',
        'MASTER <-> REPLICA sync: Finished with success',
      ],
    });
    f.say({
      app: 'queue/ticket-redis',
      level: 'info',
      from: 40.8,
      pods: (_p, i) => i === 1,
      lines: `MASTER MODE enabled (user request from 'id=8 addr=${a}:41822 name=sentinel-6c1d-cmd')`,
    });
    tell(
      f,
      'queue/ticket-api',
      "take ticket failed: ReplyError: READONLY You can't write against a read only replica.",
      { from: 40, every: 6 },
    );
    f.say({
      app: 'queue/ticket-h5',
      raw: true,
      from: 40,
      every: 15,
      lines: '10.64.8.{o} - - [{clf}] "POST /api/tickets HTTP/1.1" 500 64 "-" "MicroMessenger"',
    });
    herring.crash(f, 'queue/screen-cast-old', 19);
  },
});
