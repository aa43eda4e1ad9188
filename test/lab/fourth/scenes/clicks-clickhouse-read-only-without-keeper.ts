import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell, words } from '../kit.ts';

export default scene({
  id: 'clicks-clickhouse-read-only-without-keeper',
  family: 'oom-chain',
  on: 'tke',
  now: '2026-09-10T08:48:00Z',
  hops: 3,
  question: '实时大屏从 16 点停更,写入程序报 TABLE_IS_READ_ONLY,有人说是 clickhouse 磁盘只读了,帮看',
  scope: 'bi',
  causes: [
    {
      subjects: [...of('bi/ch-keeper', 'StatefulSet')],
      says: [['oom', 'memory', '内存', '137']],
    },
  ],
  symptoms: [one('StatefulSet', 'bi/clickhouse'), one('Deployment', 'bi/click-writer')],
  not: [one('StatefulSet', 'bi/clickhouse'), one('Deployment', 'bi/click-writer'), one('Deployment', 'bi/screen')],
  play: (f) => {
    program(f, 'clickhouse', {
      ns: 'bi',
      name: 'ch-keeper',
      kind: 'StatefulSet',
      n: 1,
      image: 'docker.io/clickhouse/clickhouse-keeper:24.8.14',
      port: 9181,
      portName: 'keeper',
      ready: { tcpSocket: { port: 9181 } },
      mem: ['256Mi', '256Mi'],
      claim: { size: '20Gi', at: '/var/lib/clickhouse-keeper' },
    });
    crashLoop(f.s, f.pod('bi/ch-keeper'), {
      exitCode: 137,
      reason: 'OOMKilled',
      restarts: 12,
      first: 47,
      last: 2.4,
      lasted: 35,
    });
    f.say({
      app: 'bi/ch-keeper',
      boot: true,
      lines: [
        words('info', 'KeeperServer', 'Starting Keeper server'),
        words('info', 'KeeperStateMachine', 'Loading snapshot from disk snapshot_88412004.bin.zstd, 3180442 nodes'),
      ],
    });
    program(f, 'clickhouse', {
      ns: 'bi',
      name: 'clickhouse',
      kind: 'StatefulSet',
      n: 2,
      image: 'docker.io/clickhouse/clickhouse-server:24.8.14',
      port: 8123,
      portName: 'http',
      ready: { httpGet: { path: '/ping', port: 8123 } },
      mem: ['4Gi', '8Gi'],
      claim: { size: '500Gi', at: '/var/lib/clickhouse' },
    });
    program(f, 'pylog', {
      ns: 'bi',
      name: 'click-writer',
      n: 2,
      svc: false,
      ready: null,
      env: { CLICKHOUSE: 'http://clickhouse:8123' },
    });
    f.app({ ns: 'bi', name: 'screen', tone: 'winston', n: 1, env: { CLICKHOUSE: 'http://clickhouse:8123' } });
    tell(
      f,
      'bi/clickhouse',
      'Code: 999. Coordination::Exception: All connection tries failed while connecting to ZooKeeper. nodes: ch-keeper-0.ch-keeper:9181\nPoco::Exception. Code: 1000, e.code() = 111, Connection refused (version 24.8.14.39 (official build)), ch-keeper-0.ch-keeper:9181. (KEEPER_EXCEPTION)',
      { by: 'bi.clicks_local (ReplicatedMergeTreeRestartingThread)', from: 46, every: 60 },
    );
    tell(
      f,
      'bi/click-writer',
      'insert of 20000 rows failed: Code: 242. DB::Exception: Table is in readonly mode (replica path: /clickhouse/tables/01/clicks_local/replicas/clickhouse-0). (TABLE_IS_READ_ONLY) (version 24.8.14.39 (official build))',
      { by: 'writer.sink', from: 46, every: 15 },
    );
    herring.crash(f, 'bi/report-mailer-old', 26);
  },
});
