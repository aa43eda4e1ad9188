import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres, program, tell, voices } from '../kit.ts';

export default scene({
  id: 'calm-errors-of-planned-switchover',
  family: 'healthy',
  on: 'ack',
  now: '2026-09-03T18:40:00Z',
  hops: 0,
  question:
    '凌晨 2 点 ledger-api 报了一堆 "terminating connection due to administrator command" 和 connection refused,数据库是不是挂过?现在稳了吗',
  scope: 'ledger',
  not: [
    one('StatefulSet', 'ledger/ledger-pg'),
    one('Deployment', 'ledger/ledger-api'),
    one('Pod', 'ledger/ledger-pg-*'),
  ],
  play: (f) => {
    postgres(f, 'ledger/ledger-pg', { n: 2, tone: 'golog' });
    voices.set('ledger/postgres', 'pgapp');
    f.get('StatefulSet', 'ledger/ledger-pg').metadata.annotations = {
      'ops.example.cn/change': 'CHG-30118 02:00 计划内主备切换演练,已完成',
    };
    program(f, 'zap', { ns: 'ledger', name: 'ledger-api', n: 3, env: { PGHOST: 'ledger-pg-rw' } });
    f.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ledger-pg-rw', namespace: 'ledger' },
      spec: { selector: { app: 'ledger-pg' }, ports: [{ name: 'pg', port: 5432, targetPort: 5432 }] },
    });
    f.app({ ns: 'ledger', name: 'ledger-web', tone: 'nginx', n: 2, env: { API: 'http://ledger-api' } });
    tell(f, 'ledger/ledger-pg', 'terminating connection due to administrator command', {
      level: 'fatal',
      by: '[118] ledger@ledger app=ledger-api',
      from: 40,
      pods: (_p, i) => i === 0,
    });
    tell(f, 'ledger/ledger-pg', 'selected new timeline ID: 14', {
      level: 'info',
      by: '[31]',
      from: 39.8,
      pods: (_p, i) => i === 1,
    });
    tell(f, 'ledger/ledger-pg', 'database system is ready to accept connections', {
      level: 'info',
      by: '[1]',
      from: 39.7,
      pods: (_p, i) => i === 1,
    });
    tell(
      f,
      'ledger/ledger-api',
      'tx failed: FATAL: terminating connection due to administrator command (SQLSTATE 57P01), will retry',
      { by: 'store/tx.go:61', from: 40, to: 39.6, every: 5 },
    );
    tell(f, 'ledger/ledger-api', 'connect ledger-pg-rw:5432: connection refused, will retry', {
      by: 'store/pool.go:30',
      level: 'warn',
      from: 39.9,
      to: 39.6,
      every: 6,
    });
    tell(f, 'ledger/ledger-api', 'pool healthy again, 20 connections, 0 transactions lost', {
      by: 'store/pool.go:52',
      level: 'info',
      from: 39.4,
    });
    tell(f, 'ledger/ledger-api', 'posted {n} entries in the last 5m, 0 failed', {
      by: 'stats/report.go:18',
      level: 'info',
      from: 38,
      every: 300,
    });
  },
});
