import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, program, redis, restarted, tell, words } from '../kit.ts';

export default scene({
  id: 'notifier-redis-url-breaks-on-new-password',
  family: 'credentials',
  on: 'gke',
  now: '2026-07-28T07:25:00Z',
  key: 'app',
  hops: 1,
  question:
    'push notifications stopped after the quarterly password rotation. redis accepts the new password, i tried it with redis-cli. notifier just dies',
  scope: 'notify',
  causes: [
    {
      subjects: [one('Secret', 'notify/notifier-redis'), ...of('notify/notifier')],
      says: [
        ['invalid url', 'err_invalid_url', 'url'],
        ['invalid', 'parse', 'encod', 'malformed', '无效', '非法', '解析', '编码'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'notify/notify-api')],
  not: [
    one('StatefulSet', 'notify/notify-redis'),
    one('Deployment', 'notify/notify-api'),
    one('Deployment', 'notify/templates'),
  ],
  play: (f) => {
    const secret = f.secret('notify/notifier-redis', ['REDIS_URL'], 280);
    f.edited(secret, 'kubectl-replace', 48, data('REDIS_URL'));
    f.secret('notify/notify-redis', ['password'], 280);
    redis(f, 'notify/notify-redis', { keys: { REDIS_PASSWORD: 'secret:notify-redis:password' } });
    program(f, 'pino', { ns: 'notify', name: 'notify-api', n: 2, env: { NOTIFIER: 'http://notifier' } });
    program(f, 'pino', { ns: 'notify', name: 'notifier', n: 2, from: ['secret:notifier-redis'] });
    const d = f.get('Deployment', 'notify/notifier');
    if (d.spec) d.spec.strategy = { type: 'Recreate' };
    restarted(f, 'notify/notifier', 46);
    f.app({ ns: 'notify', name: 'templates', tone: 'nginx', n: 1 });
    for (const p of f.pods('notify/notifier'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 13, first: 45, last: 1.9, lasted: 2 });
    f.say({
      app: 'notify/notifier',
      boot: true,
      lines: [
        words('info', '', 'notifier 2.4.1 starting'),
        words(
          'fatal',
          'raw',
          "node:internal/url:816\n    href = bindingUrl.parse(input, base, true);\n                      ^\n\nTypeError: Invalid URL\n    at new URL (node:internal/url:816:29)\n    at createClient (/app/node_modules/@redis/client/dist/lib/client/index.js:141:23)\n    at Object.<anonymous> (/app/dist/queue/redis.js:12:16) {\n  code: 'ERR_INVALID_URL',\n  input: 'redis://default:[redacted]@notify-redis:6379/0'\n}\n\nNode.js v22.17.0",
        ),
      ],
    });
    tell(f, 'notify/notify-api', `enqueue failed: connect ECONNREFUSED ${f.ip('notify/notifier')}:80`, {
      from: 44,
      every: 16,
    });
    herring.crash(f, 'notify/apns-sandbox', 11);
  },
});
