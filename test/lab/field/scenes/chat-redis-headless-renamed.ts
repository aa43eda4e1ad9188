import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'chat-redis-headless-renamed',
  family: 'statefulset',
  on: 'eks',
  now: '2026-07-14T20:44:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question: 'chat messages are not delivered, chat-router logs are full of redis errors but redis is 3/3 ready',
  scope: 'chat',
  causes: [
    {
      subjects: [
        ...of('chat/chat-redis', 'StatefulSet'),
        one('Service', 'chat/chat-redis-nodes'),
        one('Service', 'chat/chat-redis-headless'),
        one('Deployment', 'chat/chat-router'),
      ],
      says: [
        ['chat-redis-headless'],
        [
          'not found',
          'no such host',
          'does not exist',
          'missing',
          'resolve',
          'renamed',
          '不存在',
          'absent',
          'unknown',
          'no service',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'chat/chat-edge')],
  not: [one('Deployment', 'chat/chat-edge'), one('Deployment', 'kube-system/coredns')],
  absent: ['Service/chat/chat-redis-headless'],
  play: (f) => {
    f.app({ ns: 'chat', name: 'chat-edge', tone: 'slog', n: 3, env: { ROUTER: 'chat-router:80' } });
    f.app({
      ns: 'chat',
      name: 'chat-router',
      tone: 'slog',
      env: {
        REDIS_NODES:
          'chat-redis-0.chat-redis-headless:6379,chat-redis-1.chat-redis-headless:6379,chat-redis-2.chat-redis-headless:6379',
      },
    });
    const set = f.app({
      ns: 'chat',
      name: 'chat-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 3,
      c: 'redis',
      image: 'docker.io/library/redis:7.2.5',
      port: 6379,
      portName: 'tcp-redis',
      ready: { exec: { command: ['redis-cli', 'ping'] } },
      svc: 'chat-redis-headless',
      claim: { size: '4Gi', at: '/data' },
    });
    f.get('Service', 'chat/chat-redis-headless').metadata.name = 'chat-redis-nodes';
    const svc = f.get('Service', 'chat/chat-redis-nodes');
    svc.metadata.creationTimestamp = f.s.clock.ago(29);
    set.metadata.annotations = { 'meta.helm.sh/release-name': 'chat', 'meta.helm.sh/release-namespace': 'chat' };
    herring.image(f, 'chat/sticker-ml', 5);
    f.say({
      app: 'chat/chat-router',
      from: 28,
      every: 20,
      lines: `publish room {n}: dial tcp: lookup chat-redis-1.chat-redis-headless on ${f.dnsIP()}:53: no such host`,
    });
    f.say({
      app: 'chat/chat-router',
      from: 28,
      every: 31,
      lines: `cluster refresh: dial tcp: lookup chat-redis-0.chat-redis-headless on ${f.dnsIP()}:53: no such host`,
    });
    f.say({
      app: 'chat/chat-edge',
      from: 27,
      every: 30,
      lines: 'deliver: router returned 503 for POST http://chat-router:80/deliver',
    });
  },
});
