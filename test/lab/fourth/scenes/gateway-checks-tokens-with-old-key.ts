import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'gateway-checks-tokens-with-old-key',
  family: 'credentials',
  on: 'tke',
  now: '2026-09-16T03:55:00Z',
  hops: 1,
  question: '用户刚登录成功马上又被踢回登录页,所有端都这样,11:20 左右开始,登录服务没有报错',
  scope: 'passport',
  causes: [
    {
      subjects: [one('Secret', 'passport/jwt-signing'), ...of('passport/api-gateway')],
      says: [
        ['jwt', 'token', 'signature', 'signing', 'secret', '签名', '密钥', '令牌'],
        [
          'rotat',
          'old',
          'stale',
          'older',
          'before',
          'changed',
          'newer',
          'restart',
          'updated',
          'invalid signature',
          '轮换',
          '旧',
          '更新',
          '重启',
          '修改',
        ],
      ],
    },
  ],
  not: [one('Deployment', 'passport/passport-login'), one('Deployment', 'passport/user-profile')],
  play: (f) => {
    const secret = f.secret('passport/jwt-signing', ['HS_KEY'], 260);
    f.edited(secret, 'kubectl-edit', 37, { 'f:data': { 'f:HS_KEY': {} } });
    program(f, 'pino', {
      ns: 'passport',
      name: 'passport-login',
      n: 2,
      keys: { JWT_HS_KEY: 'secret:jwt-signing:HS_KEY' },
    });
    restarted(f, 'passport/passport-login', 35);
    program(f, 'pino', {
      ns: 'passport',
      name: 'api-gateway',
      n: 3,
      keys: { JWT_HS_KEY: 'secret:jwt-signing:HS_KEY' },
      env: { PROFILE: 'http://user-profile', LOGIN: 'http://passport-login' },
    });
    f.app({ ns: 'passport', name: 'user-profile', tone: 'spring', n: 2 });
    tell(f, 'passport/api-gateway', 'verify failed for GET /me: JsonWebTokenError: invalid signature', {
      level: 'warn',
      from: 34,
      every: 7,
    });
    tell(f, 'passport/passport-login', 'issued token for uid {n}, kid=hs-2026-09', {
      level: 'info',
      from: 34,
      every: 20,
    });
    herring.crash(f, 'passport/sms-callback-old', 25);
  },
});
