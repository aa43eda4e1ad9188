import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, mysql, program, tell, words } from '../kit.ts';

export default scene({
  id: 'lake-metastore-asks-for-service-that-is-gone',
  family: 'config-host',
  on: 'ack',
  now: '2026-11-20T02:08:00Z',
  hops: 4,
  question: '经营报表打不开,trino 说 metastore 连不上,数仓同事说 mysql 好好的,昨晚只是把库迁了个名字',
  scope: 'lake',
  causes: [
    {
      subjects: [one('ConfigMap', 'lake/hive-site'), ...of('lake/hive-metastore')],
      says: [
        ['metastore-db', 'metastore-mysql'],
        [...ABSENT, 'unknownhost', '解析'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'lake/report-api'), one('Deployment', 'lake/trino')],
  not: [
    one('Deployment', 'lake/report-web'),
    one('Deployment', 'lake/trino'),
    one('StatefulSet', 'lake/metastore-mysql'),
    one('Deployment', 'lake/report-api'),
  ],
  play: (f) => {
    const cm = f.config(
      'lake/hive-site',
      {
        'metastore-site.xml':
          '<configuration>\n  <property><name>javax.jdo.option.ConnectionURL</name><value>jdbc:mysql://metastore-db:3306/metastore?useSSL=false</value></property>\n  <property><name>metastore.thrift.port</name><value>9083</value></property>\n</configuration>\n',
      },
      330,
    );
    f.edited(cm, 'helm', 470_000, data('metastore-site.xml'));
    mysql(f, 'lake/metastore-mysql');
    f.get('StatefulSet', 'lake/metastore-mysql').metadata.creationTimestamp = f.s.clock.ago(700);
    for (const p of f.pods('lake/metastore-mysql')) p.metadata.creationTimestamp = f.s.clock.ago(698);
    f.get('Service', 'lake/metastore-mysql').metadata.creationTimestamp = f.s.clock.ago(700);
    f.app({ ns: 'lake', name: 'report-web', tone: 'nginx', n: 2, env: { API: 'http://report-api' } });
    program(f, 'pino', { ns: 'lake', name: 'report-api', n: 2, env: { TRINO: 'http://trino:8080' } });
    program(f, 'logback', {
      ns: 'lake',
      name: 'trino',
      n: 1,
      port: 8080,
      svcPort: 8080,
      env: { METASTORE_URI: 'thrift://hive-metastore:9083' },
      mem: ['2Gi', '8Gi'],
    });
    program(f, 'logback', {
      ns: 'lake',
      name: 'hive-metastore',
      n: 1,
      port: 9083,
      svcPort: 9083,
      portName: 'thrift',
      ready: { tcpSocket: { port: 9083 } },
      mounts: { '/opt/hive/conf': 'cm:hive-site' },
      mem: ['512Mi', '1Gi'],
    });
    crashLoop(f.s, f.pod('lake/hive-metastore'), { exitCode: 1, restarts: 96, first: 640, last: 2.2, lasted: 28 });
    f.say({
      app: 'lake/hive-metastore',
      boot: true,
      lines: [
        words('info', 'o.a.h.hive.metastore.HiveMetaStore', 'Starting hive metastore on port 9083'),
        words('warn', 'c.zaxxer.hikari.pool.HikariPool', 'HikariPool-1 - Failed to initialize pool'),
        words(
          'error',
          'o.a.h.hive.metastore.HiveMetaStore',
          'Metastore Thrift Server threw an exception...\njava.sql.SQLException: Unable to open a test connection to the given database. JDBC url = jdbc:mysql://metastore-db:3306/metastore?useSSL=false, username = hive. Terminating connection pool.\n\tat com.mysql.cj.jdbc.ConnectionImpl.createNewIO(ConnectionImpl.java:825)\nCaused by: java.net.UnknownHostException: metastore-db: Name or service not known',
        ),
      ],
    });
    tell(
      f,
      'lake/trino',
      `Failed connecting to Hive metastore: [hive-metastore:9083]\norg.apache.thrift.transport.TTransportException: hive-metastore:9083: java.net.ConnectException: Connection refused (Connection refused)`,
      {
        by: 'i.t.p.hive.metastore.thrift.ThriftHiveMetastore',
        from: 48,
        every: 40,
      },
    );
    tell(
      f,
      'lake/report-api',
      'query failed: TrinoError HIVE_METASTORE_ERROR: Failed connecting to Hive metastore: [hive-metastore:9083]',
      { from: 48, every: 25 },
    );
    f.say({
      app: 'lake/report-web',
      raw: true,
      from: 48,
      every: 40,
      lines: '10.64.7.{o} - - [{clf}] "GET /api/report/kpi HTTP/1.1" 500 120 "-" "Mozilla/5.0"',
    });
    herring.image(f, 'lake/iceberg-compactor', 5);
  },
});
