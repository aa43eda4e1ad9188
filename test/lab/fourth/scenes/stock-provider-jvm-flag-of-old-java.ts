import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed, program } from '../kit.ts';

export default scene({
  id: 'stock-provider-jvm-flag-of-old-java',
  family: 'exit-log',
  on: 'tke',
  now: '2026-10-12T02:31:00Z',
  hops: 3,
  question: '下单提示系统繁忙,order 日志 No provider available,注册中心 zk 是好的,谁的锅?',
  scope: 'erp',
  causes: [
    {
      subjects: [...of('erp/stock-provider')],
      says: [
        ['useconcmarksweepgc', 'vm option', 'jvm', 'java_opts', 'java_tool_options'],
        ['unrecognized', 'could not create', 'not supported', 'removed', '不识别', '无法识别', '不支持'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'erp/order-svc')],
  not: [one('Deployment', 'erp/order-h5'), one('Deployment', 'erp/order-svc'), one('StatefulSet', 'erp/zookeeper')],
  play: (f) => {
    f.app({
      ns: 'erp',
      name: 'zookeeper',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 3,
      image: 'docker.io/library/zookeeper:3.8.4',
      port: 2181,
      ready: { tcpSocket: { port: 2181 } },
      claim: { size: '20Gi', at: '/data' },
    });
    f.app({ ns: 'erp', name: 'order-h5', tone: 'nginx', n: 2, env: { API: 'http://order-svc' } });
    f.app({
      ns: 'erp',
      name: 'order-svc',
      tone: 'spring',
      n: 3,
      env: { DUBBO_REGISTRY: 'zookeeper://zookeeper:2181' },
    });
    program(f, 'logback', {
      ns: 'erp',
      name: 'stock-provider',
      n: 3,
      image: 'stock-provider:3.0.0-jdk17',
      port: 20880,
      svcPort: 20880,
      portName: 'dubbo',
      ready: { tcpSocket: { port: 20880 } },
      env: {
        JAVA_OPTS: '-Xmx1g -XX:+UseConcMarkSweepGC -XX:CMSInitiatingOccupancyFraction=75',
        DUBBO_REGISTRY: 'zookeeper://zookeeper:2181',
      },
      mem: ['1Gi', '2Gi'],
    });
    const d = f.get('Deployment', 'erp/stock-provider');
    if (d.spec) d.spec.strategy = { type: 'Recreate' };
    deployed(f, 'erp/stock-provider', 31, '2.8.4-jdk8', 'kubectl-set');
    for (const p of f.pods('erp/stock-provider'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 10, first: 30, last: 2, lasted: 1 });
    f.say({
      app: 'erp/stock-provider',
      boot: true,
      raw: true,
      lines: [
        "Unrecognized VM option 'UseConcMarkSweepGC'",
        'Error: Could not create the Java Virtual Machine.',
        'Error: A fatal exception has occurred. Program will exit.',
      ],
    });
    f.say({
      app: 'erp/order-svc',
      from: 30,
      every: 10,
      lines:
        'create order {n} failed: org.apache.dubbo.rpc.RpcException: No provider available from registry zookeeper:2181 for service com.acme.stock.StockService on consumer 172.18.3.41 use dubbo version 3.2.14, please check status of providers(disabled, not registered or in blacklist).',
    });
    f.say({
      app: 'erp/order-h5',
      raw: true,
      from: 30,
      every: 20,
      lines: '172.18.0.{o} - - [{clf}] "POST /api/orders HTTP/1.1" 500 59 "-" "MicroMessenger"',
    });
    herring.pending(f, 'erp/demand-forecast', 6);
  },
});
