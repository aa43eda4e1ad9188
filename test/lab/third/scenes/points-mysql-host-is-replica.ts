import { since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'points-mysql-host-is-replica',
  family: 'config-host',
  on: 'ack',
  now: '2026-04-09T09:09:00Z',
  hops: 2,
  question: '会员说签到不加积分,查询积分正常。今天 08:20 发布了 points-api 配置,DBA 说数据库一切正常',
  scope: 'member',
  causes: [
    {
      subjects: [one('ConfigMap', 'member/points-api-env'), ...of('member/points-api')],
      says: [
        ['points-mysql-ro', 'read-only', 'replica', '只读', '从库'],
        ['read-only', 'read_only', 'super-read-only', 'points-mysql-ro', '只读', 'replica', '从库'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'member/checkin-h5')],
  not: [one('StatefulSet', 'member/points-mysql'), one('Deployment', 'member/checkin-h5')],
  play: (f) => {
    f.app({ ns: 'member', name: 'checkin-h5', tone: 'nginx', n: 2, env: { POINTS: 'http://points-api' } });
    const cm = f.config(
      'member/points-api-env',
      { DB_HOST: 'points-mysql-ro', DB_READ_HOST: 'points-mysql-ro', DB_NAME: 'points', TZ: 'Asia/Shanghai' },
      210,
    );
    f.edited(cm, 'kubectl-edit', 52, { 'f:data': { 'f:DB_HOST': {} } });
    f.app({ ns: 'member', name: 'points-api', tone: 'spring', n: 2, from: ['cm:points-api-env'] });
    since(f.s, f.pods('member/points-api'), 49);
    f.app({
      ns: 'member',
      name: 'points-mysql',
      kind: 'StatefulSet',
      tone: 'mysqld',
      n: 2,
      image: 'mysql:8.0.42',
      port: 3306,
      portName: 'mysql',
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '80Gi', at: '/var/lib/mysql' },
    });
    const label = f.pods('member/points-mysql');
    label.forEach((p, i) => {
      p.metadata.labels = { ...p.metadata.labels, role: i ? 'replica' : 'primary' };
    });
    for (const [name, role] of [
      ['points-mysql-rw', 'primary'],
      ['points-mysql-ro', 'replica'],
    ] as const)
      f.put({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'member' },
        spec: { selector: { app: 'points-mysql', role }, ports: [{ name: 'mysql', port: 3306, targetPort: 3306 }] },
      });
    f.say({
      app: 'member/points-api',
      from: 48,
      every: 22,
      lines:
        'sign-in award failed: java.sql.SQLException: The MySQL server is running with the --super-read-only option so it cannot execute this statement',
    });
    f.say({
      app: 'member/checkin-h5',
      from: 47,
      every: 90,
      level: 'warn',
      lines: 'upstream points-api returned 500 for POST /points/sign-in',
    });
    herring.crash(f, 'member/badge-sync', 6);
  },
});
