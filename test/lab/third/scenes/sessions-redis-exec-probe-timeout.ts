import { oldRestart } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'sessions-redis-exec-probe-timeout',
  family: 'probe-liveness',
  on: 'gke',
  now: '2026-04-06T19:25:00Z',
  hops: 2,
  question:
    'users get logged out every ten minutes or so in the evening. session store "crashes", exit code 0, no error in its log, no OOM',
  scope: 'identity',
  causes: [
    {
      subjects: of('identity/session-redis', 'StatefulSet'),
      says: [
        ['liveness', '存活'],
        ['timed out', 'timeout', '1s', '超时'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'identity/login-api')],
  not: [one('Deployment', 'identity/login-api'), one('Deployment', 'identity/login-web')],
  play: (f) => {
    f.app({ ns: 'identity', name: 'login-web', tone: 'nginx', n: 2, env: { LOGIN: 'http://login-api' } });
    f.app({
      ns: 'identity',
      name: 'login-api',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATA_REDIS_HOST: 'session-redis' },
    });
    f.app({
      ns: 'identity',
      name: 'session-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'redis:7.4.2',
      port: 6379,
      portName: 'redis',
      mem: ['2Gi', '4Gi'],
      ready: { tcpSocket: { port: 6379 } },
      live: {
        exec: { command: ['sh', '-c', 'redis-cli ping'] },
        periodSeconds: 5,
        timeoutSeconds: 1,
        failureThreshold: 3,
      },
    });
    const p = f.pod('identity/session-redis');
    const st = f.s.container(p);
    st.restartCount = 17;
    st.state = { running: { startedAt: f.s.clock.ago(6.3) } };
    st.lastState = {
      terminated: {
        exitCode: 0,
        reason: 'Completed',
        startedAt: f.s.clock.ago(15.8),
        finishedAt: f.s.clock.ago(6.4),
        containerID: st.containerID ?? '',
      },
    };
    f.s.event(p, 'Unhealthy', 'Liveness probe failed: command timed out: "sh -c redis-cli ping" timed out after 1s', {
      first: 58,
      last: 6.6,
      count: 21,
      container: 'session-redis',
    });
    f.s.event(p, 'Killing', 'Container session-redis failed liveness probe, will be restarted', {
      type: 'Normal',
      first: 57,
      last: 6.5,
      count: 6,
      container: 'session-redis',
    });
    f.say({ app: 'identity/session-redis', from: 6.2, level: 'info', lines: ['Ready to accept connections tcp'] });
    f.say({
      app: 'identity/session-redis',
      from: 5,
      every: 70,
      level: 'info',
      lines: 'slow command KEYS session:* took 1{n} ms, client 10.44.2.{o}',
    });
    f.say({
      app: 'identity/login-api',
      from: 48,
      every: 300,
      lines: 'io.lettuce.core.RedisException: Connection closed prematurely; session not found, redirecting to /login',
    });
    herring.crash(f, 'identity/saml-legacy', 26);
    oldRestart(f.s, f.pod('identity/login-web'), { exitCode: 137, reason: 'OOMKilled', days: 10 });
  },
});
