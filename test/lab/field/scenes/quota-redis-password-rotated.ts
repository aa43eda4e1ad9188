import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'quota-redis-password-rotated',
  family: 'credentials',
  on: 'eks',
  now: '2026-09-23T00:46:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question: 'api clients get 429/500 mix since ~00:20, limiter seems broken?? no deploys tonight (freeze)',
  causes: [
    {
      subjects: [
        one('Secret', 'edge/limiter-redis-auth'),
        ...of('edge/limiter'),
        ...of('edge/limiter-redis', 'StatefulSet'),
      ],
      says: [
        ['password', 'auth', 'wrongpass', 'credential', 'secret', '密码', '凭'],
        [
          'rotat',
          'changed',
          'wrongpass',
          'invalid',
          'stale',
          'updated',
          'newer',
          'edited',
          'rejected',
          '轮换',
          '更新',
          '修改',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'edge/api-edge')],
  not: [one('Deployment', 'edge/api-edge'), one('Deployment', 'edge/docs')],
  play: (f) => {
    const secret = f.secret('edge/limiter-redis-auth', ['password'], 150);
    f.edited(secret, 'externalsecrets.external-secrets.io/edge', 27, { 'f:data': { 'f:password': {} } });
    secret.metadata.labels = { 'reconcile.external-secrets.io/managed': 'true' };
    secret.metadata.annotations = { 'reconcile.external-secrets.io/data-hash': 'b2c1f0d4e1' };
    f.app({ ns: 'edge', name: 'api-edge', tone: 'tracing', n: 3, env: { LIMITER: 'http://limiter' } });
    f.app({ ns: 'edge', name: 'docs', tone: 'nginx', n: 1 });
    f.app({
      ns: 'edge',
      name: 'limiter',
      tone: 'slog',
      n: 2,
      env: { REDIS: 'limiter-redis:6379' },
      keys: { REDIS_PASSWORD: 'secret:limiter-redis-auth:password' },
    });
    f.app({
      ns: 'edge',
      name: 'limiter-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'docker.io/bitnami/redis:7.4.1',
      c: 'redis',
      port: 6379,
      portName: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      keys: { REDIS_PASSWORD: 'secret:limiter-redis-auth:password' },
    });
    const redis = f.pod('edge/limiter-redis');
    redis.metadata.creationTimestamp = f.s.clock.ago(26);
    for (const c of redis.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(25.8) } };
    f.s.event(
      f.get('StatefulSet', 'edge/limiter-redis'),
      'SuccessfulCreate',
      'create Pod limiter-redis-0 in StatefulSet limiter-redis successful',
      { type: 'Normal', first: 26, last: 26, source: 'statefulset-controller' },
    );
    f.s.add({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'externalsecrets.external-secrets.io' },
      spec: {
        group: 'external-secrets.io',
        scope: 'Namespaced',
        names: { kind: 'ExternalSecret', plural: 'externalsecrets' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    });
    f.put({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'limiter-redis-auth', namespace: 'edge' },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'limiter-redis-auth' },
      },
      status: {
        refreshTime: f.s.clock.ago(27),
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'SecretSynced',
            message: 'secret synced',
            lastTransitionTime: f.s.clock.ago(90_000),
          },
        ],
      },
    });
    herring.crash(f, 'edge/geo-header', 16);
    f.say({
      app: 'edge/limiter',
      from: 25,
      every: 15,
      lines: 'redis: WRONGPASS invalid username-password pair or user is disabled.',
    });
    f.say({
      app: 'edge/api-edge',
      from: 25,
      every: 25,
      lines: 'limiter check failed, failing closed: http://limiter/check returned 500 Internal Server Error',
    });
  },
});
