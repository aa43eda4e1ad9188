import { since } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ended, jobOf } from '../../third/kit.ts';
import { program, words } from '../kit.ts';

export default scene({
  id: 'bank-statement-job-knows-old-host-key',
  family: 'job',
  on: 'kubeadm',
  now: '2026-07-02T01:10:00Z',
  hops: 1,
  question: '今天的银行对账单没到,财务在催。cronjob 看着是正常触发的,SFTP 账号密码没换过',
  scope: 'finance',
  causes: [
    {
      subjects: [
        one('ConfigMap', 'finance/sftp-known-hosts'),
        one('Job', 'finance/statement-fetch-*'),
        one('CronJob', 'finance/statement-fetch'),
        one('Pod', 'finance/statement-fetch-*'),
      ],
      says: [
        ['host key', 'hostkey', 'known_hosts', 'known-hosts', 'badhostkey', '主机密钥', '主机公钥', '密钥'],
        ['does not match', 'mismatch', 'changed', 'verification', 'expected', '不匹配', '不一致', '变更'],
      ],
    },
  ],
  not: [one('Deployment', 'finance/finance-web'), one('CronJob', 'finance/voucher-archive')],
  play: (f) => {
    f.config(
      'finance/sftp-known-hosts',
      { known_hosts: 'sftp.bank.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2q0v0Yb0Kx...\n' },
      520,
    );
    f.secret('finance/sftp-login', ['username', 'password'], 520);
    const cron = (name: string, schedule: string, last: number, ok: number): void =>
      f.put({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace: 'finance', creationTimestamp: f.s.clock.ago(700_000) },
        spec: {
          schedule,
          timeZone: 'Asia/Shanghai',
          concurrencyPolicy: 'Forbid',
          jobTemplate: {
            spec: {
              backoffLimit: 2,
              template: {
                spec: {
                  restartPolicy: 'Never',
                  containers: [{ name, image: `registry.example.internal/${name}:3.2.0` }],
                },
              },
            },
          },
        },
        status: { lastScheduleTime: f.s.clock.ago(last), lastSuccessfulTime: f.s.clock.ago(ok) },
      });
    cron('statement-fetch', '30 8 * * *', 40, 40 + 1438);
    cron('voucher-archive', '0 3 * * *', 370, 366);
    f.app({ ns: 'finance', name: 'finance-web', tone: 'nginx', n: 2 });
    program(f, 'pylog', {
      ns: 'finance',
      name: 'statement-fetch',
      n: 3,
      svc: false,
      ready: null,
      mounts: { '/etc/ssh-known': 'cm:sftp-known-hosts' },
      keys: { SFTP_USER: 'secret:sftp-login:username', SFTP_PASSWORD: 'secret:sftp-login:password' },
      env: { SFTP_HOST: 'sftp.bank.example', KNOWN_HOSTS: '/etc/ssh-known/known_hosts' },
    });
    const job = 'statement-fetch-29715870';
    const pods = jobOf(f, 'finance/statement-fetch', {
      job,
      minutes: 40,
      uid: 'job-sf-1',
      cron: 'statement-fetch',
      spec: { backoffLimit: 2 },
      status: {
        failed: 3,
        ready: 0,
        terminating: 0,
        conditions: [
          {
            type: 'FailureTarget',
            status: 'True',
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
            lastTransitionTime: f.s.clock.ago(38),
          },
          {
            type: 'Failed',
            status: 'True',
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
            lastTransitionTime: f.s.clock.ago(38),
          },
        ],
      },
    });
    pods.forEach((p, i) => {
      const at = [40, 39.6, 38.8][i] ?? 38.8;
      since(f.s, [p], at);
      ended(f, p, 1, at - 0.05, at - 0.15);
    });
    f.s.event(f.get('Job', `finance/${job}`), 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', {
      first: 38,
      last: 38,
      source: 'job-controller',
    });
    f.s.event(f.get('CronJob', 'finance/statement-fetch'), 'SuccessfulCreate', `Created job ${job}`, {
      type: 'Normal',
      first: 40,
      last: 40,
      source: 'cronjob-controller',
    });
    f.s.event(
      f.get('CronJob', 'finance/statement-fetch'),
      'SawCompletedJob',
      `Saw completed job: ${job}, condition: Failed`,
      { type: 'Normal', first: 38, last: 38, source: 'cronjob-controller' },
    );
    f.say({
      app: 'finance/statement-fetch',
      boot: true,
      lines: [
        words('info', 'fetch.main', 'fetching statements of 2026-07-01 from sftp.bank.example:22'),
        words('info', 'paramiko.transport', 'Connected (version 2.0, client OpenSSH_9.6)'),
        words(
          'fatal',
          'raw',
          "Traceback (most recent call last):\n  File \"/app/fetch/main.py\", line 27, in main\n    ssh.connect(HOST, username=USER, password=PASSWORD)\n  File \"/usr/local/lib/python3.12/site-packages/paramiko/client.py\", line 435, in connect\n    raise BadHostKeyException(\nparamiko.ssh_exception.BadHostKeyException: Host key for server 'sftp.bank.example' does not match: got 'AAAAC3NzaC1lZDI1NTE5AAAAIKx81mQp...', expected 'AAAAC3NzaC1lZDI1NTE5AAAAIJ2q0v0Yb0Kx...'",
        ),
      ],
    });
    herring.unready(f, 'finance/budget-uat', 14);
  },
});
