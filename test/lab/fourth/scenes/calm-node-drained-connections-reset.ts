import { since } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'calm-node-drained-connections-reset',
  family: 'healthy',
  on: 'ack',
  now: '2026-04-15T02:20:00Z',
  hops: 0,
  question: '01:40 左右 trade-api 报了一阵 connection reset,还有一台节点 SchedulingDisabled,集群是不是要出事?',
  not: [one('Deployment', 'trade/trade-api'), one('Deployment', 'trade/risk-check'), one('Node', '*')],
  play: (f) => {
    program(f, 'logback', { ns: 'trade', name: 'trade-api', n: 3, env: { RISK: 'http://risk-check' } });
    program(f, 'logback', { ns: 'trade', name: 'risk-check', n: 3 });
    const node = f.node(3);
    node.spec = {
      ...node.spec,
      unschedulable: true,
      taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: f.s.clock.ago(41) }],
    };
    node.metadata.annotations = {
      ...node.metadata.annotations,
      'ops.example.cn/maintenance': '内核升级 CHG-20931,窗口 09:30-11:00,负责人 infra',
    };
    f.edited(node, 'kubectl-drain', 41, { 'f:spec': { 'f:unschedulable': {} } });
    f.s.event(node, 'NodeNotSchedulable', `Node ${node.metadata.name} status is now: NodeNotSchedulable`, {
      type: 'Normal',
      first: 41,
      last: 41,
    });
    for (const app of ['trade/risk-check', 'trade/trade-api']) {
      const moved = f.pods(app).filter((p) => p.spec?.nodeName === node.metadata.name);
      for (const p of moved) if (p.spec) p.spec.nodeName = f.node(0).metadata.name;
      since(f.s, moved.length ? moved : f.pods(app).slice(0, 1), 39.5);
    }
    const daemons = new Set(['DaemonSet', 'Node']);
    for (const p of f.s.all('Pod'))
      if (
        p.spec?.nodeName === node.metadata.name &&
        !daemons.has(p.metadata.ownerReferences?.[0]?.kind ?? '') &&
        p.spec
      ) {
        p.spec.nodeName = f.node(1).metadata.name;
        since(f.s, [p], 39.8);
      }
    tell(f, 'trade/trade-api', 'call risk-check failed: java.net.SocketException: Connection reset, retry 1/3', {
      by: 'c.a.http.RetryClient',
      level: 'warn',
      from: 40.6,
      to: 39.6,
      every: 12,
    });
    tell(f, 'trade/trade-api', 'retry 1/3 succeeded in 41 ms', {
      by: 'c.a.http.RetryClient',
      level: 'info',
      from: 40.5,
      to: 39.4,
      every: 12,
    });
    tell(f, 'trade/trade-api', 'orders accepted in the last 5 min: 18{n}, rejected: 0', {
      by: 'c.a.stats.Reporter',
      level: 'info',
      from: 38,
      every: 300,
    });
  },
});
