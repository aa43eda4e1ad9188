import { crashLoop } from '../../faults.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'metering-one-node-kube-proxy',
  family: 'cni',
  on: 'kubeadm',
  now: '2026-04-16T20:05:00Z',
  key: 'app',
  hops: 2,
  question: '抄表接口一半请求超时,meter-api 两个副本有一个总是连不上 tariff-db 和 tariff,另一个完全正常',
  scope: 'metering',
  causes: [
    {
      subjects: [
        one('DaemonSet', 'kube-system/kube-proxy'),
        one('Pod', 'kube-system/kube-proxy-*'),
        one('Node', 'kw-13'),
      ],
      says: [
        ['kube-proxy'],
        ['crash', 'exit', 'fail', 'restart', 'down', 'not running', 'not ready', '崩溃', '失败', '异常', '重启'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'metering/meter-api')],
  not: [
    one('Deployment', 'metering/tariff'),
    one('StatefulSet', 'metering/tariff-db'),
    one('Deployment', 'metering/meter-api'),
  ],
  play: (f) => {
    f.app({
      ns: 'metering',
      name: 'tariff',
      tone: 'spring',
      n: 2,
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(0).metadata.name } },
    });
    f.app({
      ns: 'metering',
      name: 'tariff-db',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'docker.io/library/postgres:17.2',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      svcSpec: { clusterIP: undefined },
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(0).metadata.name } },
    });
    f.app({
      ns: 'metering',
      name: 'meter-api',
      tone: 'slog',
      n: 2,
      env: { TARIFF_URL: 'http://tariff', DB: 'tariff-db:5432' },
    });
    const node = f.node(2);
    const [good, bad] = f.pods('metering/meter-api');
    if (good?.spec) good.spec.nodeName = f.node(1).metadata.name;
    if (bad?.spec) bad.spec.nodeName = node.metadata.name;
    if (bad) bad.metadata.creationTimestamp = f.s.clock.ago(55);
    for (const c of bad?.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(54.8) } };
    if (bad?.status) bad.status.startTime = f.s.clock.ago(55);
    f.s.event(node, 'Rebooted', `Node ${node.metadata.name} has been rebooted, boot id: ${f.s.random.uid()}`, {
      first: 58,
      last: 58,
    });
    const proxy = f.s
      .all('Pod', 'kube-system')
      .find((p) => p.metadata.name.startsWith('kube-proxy-') && p.spec?.nodeName === node.metadata.name);
    if (proxy) crashLoop(f.s, proxy, { exitCode: 1, restarts: 16, first: 57, last: 2.6, lasted: 2 });
    f.tones.set('kube-system/kube-proxy', { tone: 'glog', c: 'kube-proxy', key: 'app' });
    f.say({
      app: 'kube-system/kube-proxy',
      pods: (p) => p === proxy,
      boot: true,
      lines: [
        '"Using ipvs Proxier"',
        '"Error running ProxyServer" err="can\'t use the IPVS proxier: IPVS proxier not available: error getting ipset version, error: executable file not found in $PATH"',
      ],
    });
    herring.image(f, 'metering/forecast-ml', 6);
    for (const [name, port] of [
      ['tariff', 80],
      ['tariff-db', 5432],
    ] as const)
      f.say({
        app: 'metering/meter-api',
        pods: (p) => p === bad,
        from: 54,
        every: 25,
        lines: `dial tcp ${f.ip(`metering/${name}`)}:${port}: i/o timeout`,
      });
  },
});
