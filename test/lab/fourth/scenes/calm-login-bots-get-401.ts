import { oldRestart } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, redis, tell } from '../kit.ts';

export default scene({
  id: 'calm-login-bots-get-401',
  family: 'healthy',
  on: 'gke',
  now: '2026-05-11T20:10:00Z',
  hops: 0,
  question:
    'auth-api logs are full of 401 and "invalid password", rate-limit warnings too. is login broken? users havent called yet',
  scope: 'accounts',
  not: [
    one('Deployment', 'accounts/auth-api'),
    one('StatefulSet', 'accounts/auth-redis'),
    one('Deployment', 'accounts/account-web'),
  ],
  play: (f) => {
    program(f, 'zap', { ns: 'accounts', name: 'auth-api', n: 3, env: { REDIS: 'auth-redis:6379' } });
    redis(f, 'accounts/auth-redis');
    f.app({ ns: 'accounts', name: 'account-web', tone: 'nginx', n: 2, env: { AUTH: 'http://auth-api' } });
    tell(f, 'accounts/auth-api', 'login rejected: invalid password user=admin{o} ip=203.0.113.{o} status=401', {
      level: 'warn',
      by: 'auth/login.go:77',
      from: 48,
      every: 9,
    });
    tell(f, 'accounts/auth-api', 'rate limit: blocked ip=203.0.113.{o} for 15m after 20 failed attempts', {
      level: 'warn',
      by: 'auth/limiter.go:41',
      from: 48,
      every: 70,
    });
    tell(f, 'accounts/auth-api', 'login ok user={n} mfa=totp 212ms', {
      level: 'info',
      by: 'auth/login.go:93',
      from: 48,
      every: 14,
    });
    oldRestart(f.s, f.pod('accounts/auth-api'), { exitCode: 2, reason: 'Error', days: 12 });
  },
});
