import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'stock-startup-probe-too-short',
  family: 'probe-liveness',
  on: 'ack',
  now: '2026-03-18T01:05:00Z',
  key: 'app',
  hops: 1,
  question: '库存服务起不来,反复重启,日志里没有报错,每次都在加载索引',
  scope: 'erp',
  causes: [
    {
      subjects: of('erp/stock-core'),
      says: [
        ['startup probe', 'startupprobe', 'probe', '探针'],
        ['start', 'kill', 'short', 'slow', 'restart', '启动', '重启'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'erp/stock-web')],
  not: [one('Deployment', 'erp/stock-web'), one('StatefulSet', 'erp/stock-es')],
  play: (f) => {
    f.app({ ns: 'erp', name: 'stock-web', tone: 'nginx', env: { CORE: 'http://stock-core' } });
    f.app({
      ns: 'erp',
      name: 'stock-es',
      kind: 'StatefulSet',
      tone: 'ecs',
      n: 1,
      image: 'elasticsearch:8.15.3',
      port: 9200,
      portName: 'http',
      ready: { tcpSocket: { port: 9200 } },
      claim: { size: '100Gi', at: '/usr/share/elasticsearch/data' },
    });
    f.app({
      ns: 'erp',
      name: 'stock-core',
      tone: 'spring',
      n: 2,
      mem: ['1Gi', '2Gi'],
      env: { ES: 'http://stock-es:9200' },
      startup: { httpGet: { path: '/actuator/health', port: 8080 }, periodSeconds: 5, failureThreshold: 12 },
    });
    for (const p of f.pods('erp/stock-core')) {
      crashLoop(f.s, p, { exitCode: 143, restarts: 13, first: 55, last: 1.1, lasted: 63 });
      f.s.event(
        p,
        'Unhealthy',
        `Startup probe failed: Get "http://${p.status?.podIP}:8080/actuator/health": dial tcp ${p.status?.podIP}:8080: connect: connection refused`,
        { first: 55, last: 1.2, count: 157, container: 'stock-core' },
      );
      f.s.event(p, 'Killing', 'Container stock-core failed startup probe, will be restarted', {
        type: 'Normal',
        first: 54,
        last: 1.2,
        count: 13,
        container: 'stock-core',
      });
    }
    herring.image(f, 'erp/stock-ai', 15);
    f.say({
      app: 'erp/stock-core',
      boot: true,
      level: 'info',
      lines: [
        'Starting StockCore using Java 17.0.13 with PID 1',
        'Warehouse index: 0 of 4181 segments loaded',
        'Warehouse index: 1900 of 4181 segments loaded',
        'Warehouse index: 2714 of 4181 segments loaded',
      ],
    });
  },
});
