import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'two-faults-sms-key-and-avatar-memory',
  family: 'two-faults',
  on: 'tke',
  now: '2026-04-22T11:44:00Z',
  hops: 1,
  question: '用户反馈登录短信收不到,头像也加载不出来,是同一个问题吗?先查 user 命名空间',
  scope: 'user',
  causes: [
    {
      subjects: [one('Secret', 'user/sms-vendor'), ...of('user/sms-worker')],
      says: [
        ['authfailure', 'secretid', 'secret', 'credential', 'key', '密钥', '凭'],
        [
          'not found',
          'notfound',
          'invalid',
          'rotat',
          'does not exist',
          'changed',
          'edited',
          'rejected',
          'fail',
          '不存在',
          '无效',
          '失败',
          '修改',
          '更新',
        ],
      ],
    },
    {
      subjects: [...of('user/avatar-svc')],
      says: [['oom', 'memory', '内存', '137']],
    },
  ],
  symptoms: [one('Deployment', 'user/user-bff')],
  not: [one('Deployment', 'user/user-bff'), one('Deployment', 'user/login-api'), one('StatefulSet', 'user/user-redis')],
  play: (f) => {
    const secret = f.secret('user/sms-vendor', ['secret-id', 'secret-key'], 330);
    f.edited(secret, 'kubectl-edit', 58, { 'f:data': { 'f:secret-id': {} } });
    f.app({
      ns: 'user',
      name: 'user-bff',
      tone: 'winston',
      n: 2,
      env: { AVATAR: 'http://avatar-svc', LOGIN: 'http://login-api' },
    });
    f.app({ ns: 'user', name: 'login-api', tone: 'spring', n: 2, env: { REDIS: 'user-redis:6379' } });
    f.app({
      ns: 'user',
      name: 'user-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      port: 6379,
      image: 'redis:7.2.9',
      c: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      claim: { size: '5Gi', at: '/data' },
    });
    program(f, 'pylog', {
      ns: 'user',
      name: 'sms-worker',
      n: 2,
      svc: false,
      ready: null,
      keys: { SMS_SECRET_ID: 'secret:sms-vendor:secret-id', SMS_SECRET_KEY: 'secret:sms-vendor:secret-key' },
      env: { REDIS: 'user-redis:6379' },
    });
    restarted(f, 'user/sms-worker', 56);
    f.app({ ns: 'user', name: 'avatar-svc', tone: 'golog', n: 2, mem: ['64Mi', '64Mi'] });
    f.revise(
      'user/avatar-svc',
      95,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.resources = { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '256Mi' } };
      },
      { by: 'kubectl-set' },
    );
    f.pods('user/avatar-svc').forEach((p, i) => {
      crashLoop(f.s, p, { exitCode: 137, reason: 'OOMKilled', restarts: 14 + i, first: 94, last: 1.5 + i, lasted: 40 });
    });
    tell(
      f,
      'user/sms-worker',
      'send to 138****{n} failed: [TencentCloudSDKException] code:AuthFailure.SecretIdNotFound message:The SecretId is not found, please ensure that your SecretId is correct. requestId:{hex}',
      { by: 'sms.sender', from: 48, every: 18 },
    );
    tell(f, 'user/sms-worker', 'queue sms:login depth {n}', { by: 'sms.queue', level: 'info', from: 48, every: 240 });
    f.say({
      app: 'user/avatar-svc',
      boot: true,
      level: 'info',
      lines: ['avatar-svc 2.4.1 listening on :8080', 'resize worker pool: 8', 'decode 4032x3024 jpeg'],
    });
    f.say({
      app: 'user/user-bff',
      from: 48,
      every: 20,
      lines: `GET http://avatar-svc/u/{n}.webp failed: connect ECONNREFUSED ${f.ip('user/avatar-svc')}:80`,
    });
    herring.image(f, 'user/passkey-beta', 3);
  },
});
