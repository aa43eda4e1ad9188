import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, mysql, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'settle-nacos-namespace-is-empty',
  family: 'config-name',
  on: 'ack',
  now: '2026-03-23T06:58:00Z',
  hops: 2,
  question:
    '结算服务重启后起不来了,报 Failed to configure a DataSource,代码和 nacos 里的配置都没动过,nacos 控制台里配置好好的在那',
  scope: 'trade',
  causes: [
    {
      subjects: [one('ConfigMap', 'trade/settle-bootstrap'), ...of('trade/settle-svc')],
      says: [['nacos'], ['namespace', 'prod-bj2', '命名空间', 'is empty', '为空', ...ABSENT]],
    },
  ],
  symptoms: [one('Deployment', 'trade/order-svc')],
  not: [
    one('StatefulSet', 'trade/nacos'),
    one('StatefulSet', 'trade/trade-mysql'),
    one('Deployment', 'trade/order-svc'),
  ],
  play: (f) => {
    const cm = f.config(
      'trade/settle-bootstrap',
      {
        NACOS_ADDR: 'nacos:8848',
        NACOS_NAMESPACE: 'prod-bj2',
        NACOS_GROUP: 'DEFAULT_GROUP',
        SPRING_APPLICATION_NAME: 'settle-svc',
      },
      300,
    );
    f.edited(cm, 'kubectl-edit', 3000, data('NACOS_NAMESPACE'));
    f.config(
      'trade/order-bootstrap',
      { NACOS_ADDR: 'nacos:8848', NACOS_NAMESPACE: 'prod-bj', NACOS_GROUP: 'DEFAULT_GROUP' },
      300,
    );
    mysql(f, 'trade/trade-mysql');
    program(f, 'logback', {
      ns: 'trade',
      name: 'nacos',
      kind: 'StatefulSet',
      n: 3,
      image: 'nacos/nacos-server:v2.5.1',
      port: 8848,
      portName: 'client',
      ready: { httpGet: { path: '/nacos/v1/console/health/readiness', port: 8848 } },
      mem: ['1Gi', '2Gi'],
    });
    f.app({
      ns: 'trade',
      name: 'order-svc',
      tone: 'spring',
      n: 3,
      from: ['cm:order-bootstrap'],
      env: { SETTLE: 'http://settle-svc' },
    });
    f.app({ ns: 'trade', name: 'settle-svc', tone: 'spring', n: 2, from: ['cm:settle-bootstrap'] });
    const d = f.get('Deployment', 'trade/settle-svc');
    if (d.spec) d.spec.strategy = { type: 'Recreate' };
    restarted(f, 'trade/settle-svc', 49);
    for (const p of f.pods('trade/settle-svc'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 13, first: 48, last: 2.2, lasted: 12 });
    f.say({
      app: 'trade/settle-svc',
      boot: true,
      lines: [
        'Starting SettleApplication using Java 17.0.15 with PID 1',
        '[Nacos Config] Load config[dataId=settle-svc.yaml, group=DEFAULT_GROUP] from nacos:8848, namespace=prod-bj2',
        '[Nacos Config] config[dataId=settle-svc.yaml, group=DEFAULT_GROUP] is empty',
        "\n\n***************************\nAPPLICATION FAILED TO START\n***************************\n\nDescription:\n\nFailed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.\n\nReason: Failed to determine a suitable driver class\n",
      ],
    });
    f.say({
      app: 'trade/order-svc',
      from: 47,
      every: 15,
      lines: `settle call failed: feign.RetryableException: Connection refused executing POST http://settle-svc/settle (${f.ip('trade/settle-svc')}:80)`,
    });
    tell(f, 'trade/nacos', 'client 10.64.3.7 published 0 changes, 214 configs in namespace prod-bj', {
      by: 'c.a.n.c.s.m.MetricsMonitor',
      level: 'info',
      from: 45,
      every: 600,
    });
    herring.image(f, 'trade/risk-score-v3', 4);
  },
});
