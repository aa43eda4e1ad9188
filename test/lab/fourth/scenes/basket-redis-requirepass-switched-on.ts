import { since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, redis, tell } from '../kit.ts';

export default scene({
  id: 'basket-redis-requirepass-switched-on',
  family: 'credentials',
  on: 'gke',
  now: '2026-04-28T18:09:00Z',
  key: 'app',
  hops: 2,
  question:
    'shop: login ok but basket always empty, 500 on "add to basket". security did some hardening around 17:30, they say nothing of ours was touched',
  causes: [
    {
      subjects: [
        ...of('shop/basket-api'),
        ...of('shop/shared-redis', 'StatefulSet'),
        one('Secret', 'shop/shared-redis'),
      ],
      says: [
        ['noauth', 'password', 'requirepass', 'authentication', '密码', '认证'],
        [
          'required',
          'requires',
          'without',
          'not set',
          'no password',
          'lacks',
          'missing',
          'does not send',
          'noauth',
          '需要',
          '没有',
          '未',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'shop/shop-web')],
  not: [one('Deployment', 'shop/shop-web'), one('Deployment', 'shop/session-api')],
  play: (f) => {
    f.secret('shop/shared-redis', ['password'], 40);
    redis(f, 'shop/shared-redis', {
      over: { args: ['--requirepass', '$(REDIS_PASSWORD)', '--appendonly', 'yes'] },
      keys: { REDIS_PASSWORD: 'secret:shared-redis:password' },
    });
    since(f.s, f.pods('shop/shared-redis'), 38);
    f.edited(f.get('StatefulSet', 'shop/shared-redis'), 'kubectl-client-side-apply', 39, {
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"redis"}': { 'f:args': {} } } } } },
    });
    f.s.event(
      f.get('StatefulSet', 'shop/shared-redis'),
      'SuccessfulCreate',
      'create Pod shared-redis-0 in StatefulSet shared-redis successful',
      { type: 'Normal', first: 38, last: 38, source: 'statefulset-controller' },
    );
    f.app({
      ns: 'shop',
      name: 'shop-web',
      tone: 'nginx',
      n: 3,
      env: { BASKET: 'http://basket-api', SESSION: 'http://session-api' },
    });
    program(f, 'pino', { ns: 'shop', name: 'basket-api', n: 3, env: { REDIS_URL: 'redis://shared-redis:6379/2' } });
    program(f, 'pino', {
      ns: 'shop',
      name: 'session-api',
      n: 2,
      env: { REDIS_HOST: 'shared-redis' },
      keys: { REDIS_PASSWORD: 'secret:shared-redis:password' },
    });
    tell(f, 'shop/basket-api', 'addItem failed: ReplyError: NOAUTH Authentication required.', {
      from: 37,
      every: 12,
    });
    tell(f, 'shop/session-api', 'redis connection lost, reconnecting in 200ms', { level: 'warn', from: 38.2 });
    tell(f, 'shop/session-api', 'redis ready', { level: 'info', from: 37.8 });
    f.say({
      app: 'shop/shop-web',
      raw: true,
      from: 37,
      every: 15,
      lines:
        '10.8.2.{o} - - [{clf}] "POST /api/basket/items HTTP/1.1" 500 61 "https://shop.example/p/{n}" "Mozilla/5.0"',
    });
    herring.pending(f, 'shop/recs-training', 6);
  },
});
