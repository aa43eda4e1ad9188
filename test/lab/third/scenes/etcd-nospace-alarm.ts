import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { mirror } from '../kit.ts';

export default scene({
  id: 'etcd-nospace-alarm',
  family: 'control-plane',
  on: 'kubeadm',
  now: '2026-06-08T07:15:00Z',
  hops: 1,
  question:
    '什么都部署不了:kubectl apply 报 etcdserver: mvcc: database space exceeded,线上业务正常。是不是 apiserver 挂了?',
  causes: [
    { subjects: [one('Pod', 'kube-system/etcd-*')], says: [['etcd'], ['space', 'nospace', 'quota', '空间', '配额']] },
  ],
  not: [one('Pod', 'kube-system/kube-apiserver-*'), one('Deployment', 'web/landing')],
  play: (f) => {
    f.app({ ns: 'web', name: 'landing', tone: 'nginx', n: 2 });
    f.app({ ns: 'scan', name: 'policy-scan', tone: 'slog', n: 1, svc: false, ready: null });
    for (const [n, image] of [
      ['etcd', 'registry.k8s.io/etcd:3.6.5-0'],
      ['kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.35.1'],
      ['kube-controller-manager', 'registry.k8s.io/kube-controller-manager:v1.35.1'],
    ] as const) {
      f.app({
        ns: 'kube-system',
        name: n,
        tone: 'glog',
        n: 1,
        image,
        svc: false,
        ready: null,
        ...(n === 'etcd' ? { over: { command: ['etcd', '--quota-backend-bytes=2147483648'] } } : {}),
      });
      mirror(f, `kube-system/${n}`, f.node(0));
    }
    f.say({
      app: 'kube-system/etcd',
      raw: true,
      from: 49,
      every: 300,
      lines: [
        '{"level":"warn","ts":"{iso}","caller":"etcdserver/server.go:2081","msg":"alarm raised","alarm":"NOSPACE","from":"8e9e05c52164694d"}',
        '{"level":"warn","ts":"{iso}","caller":"txn/util.go:93","msg":"apply request took too long","took":"1.2s","expected-duration":"100ms"}',
      ],
    });
    f.say({
      app: 'kube-system/etcd',
      raw: true,
      from: 48,
      every: 100,
      lines:
        '{"level":"warn","ts":"{iso}","caller":"v3rpc/interceptor.go:202","msg":"request rejected","error":"etcdserver: mvcc: database space exceeded"}',
    });
    f.say({
      app: 'kube-system/kube-controller-manager',
      from: 48,
      every: 60,
      lines: '"Unhandled Error" err="error syncing deployment web/landing: etcdserver: mvcc: database space exceeded"',
    });
    f.say({
      app: 'kube-system/kube-apiserver',
      from: 48,
      every: 90,
      level: 'warn',
      lines: '"watch chan error" err="etcdserver: mvcc: required revision has been compacted"',
    });
    f.say({
      app: 'scan/policy-scan',
      from: 45,
      every: 120,
      lines: 'write report: etcdserver: mvcc: database space exceeded',
    });
    herring.image(f, 'web/landing-next', 3);
    // Nothing can be written after the alarm: events, leases and heartbeats stand still.
    f.after.push(() => {
      const stop = f.s.clock.ago(49.2);
      f.s.dropEvents((e) => String(e.firstTimestamp) > stop);
      for (const e of f.s.all('Event')) if (String(e.lastTimestamp) > stop) e.lastTimestamp = f.s.clock.ago(50.1);
      for (const l of f.s.all('Lease'))
        if (l.spec) l.spec.renewTime = `${f.s.clock.ago(49.3).replace('Z', '')}.402117Z`;
      for (const n of f.world.nodes)
        for (const c of n.status?.conditions ?? []) c.lastHeartbeatTime = f.s.clock.ago(51);
    });
  },
});
