import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, program, tell } from '../kit.ts';

export default scene({
  id: 'erp-stub-zone-forwards-to-dead-resolver',
  family: 'dns',
  on: 'kubeadm',
  now: '2026-10-13T09:48:00Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  question:
    'goods receipts stuck, warehouse UI shows "ERP not reachable". SAP team: SAP is up, VPN is up. internal stuff in the cluster resolves fine',
  causes: [
    {
      subjects: [one('ConfigMap', 'kube-system/coredns'), ...of('kube-system/coredns')],
      says: [
        ['corp.acme.internal', '10.20.0.53', 'forward', 'stub', '转发'],
        [
          'timeout',
          'timed out',
          'unreachable',
          'not answer',
          'no answer',
          'dead',
          'servfail',
          'does not',
          'fail',
          '超时',
          '不可达',
          '无响应',
          '失败',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'wms/erp-bridge')],
  not: [one('Deployment', 'wms/wms-ui'), one('Deployment', 'wms/label-print'), one('Service', 'kube-system/kube-dns')],
  play: (f) => {
    const cm = f.get('ConfigMap', 'kube-system/coredns');
    if (cm.data)
      cm.data.Corefile = `${cm.data.Corefile}corp.acme.internal:53 {\n    errors\n    cache 30\n    forward . 10.20.0.53\n}\n`;
    f.edited(cm, 'kubectl-edit', 95, data('Corefile'));
    f.tones.set('kube-system/coredns', { tone: 'corefile', c: 'coredns', key: 'app' });
    f.app({ ns: 'wms', name: 'wms-ui', tone: 'nginx', n: 2, env: { ERP_BRIDGE: 'http://erp-bridge' } });
    program(f, 'logback', {
      ns: 'wms',
      name: 'erp-bridge',
      n: 2,
      env: {
        SAP_HOST: 'sap-pi.corp.acme.internal',
        SAP_PORT: '50000',
        QUEUE_DB: 'jdbc:postgresql://wms-pg:5432/bridge',
      },
    });
    f.app({
      ns: 'wms',
      name: 'wms-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      port: 5432,
      image: 'docker.io/library/postgres:15.13',
      c: 'postgres',
      claim: { size: '60Gi', at: '/var/lib/postgresql/data' },
      ready: { exec: { command: ['pg_isready'] } },
    });
    f.app({ ns: 'wms', name: 'label-print', tone: 'serilog', n: 1 });
    tell(
      f,
      'wms/erp-bridge',
      'post goods receipt {n} failed, will retry\njava.net.UnknownHostException: sap-pi.corp.acme.internal: Temporary failure in name resolution\n\tat java.base/java.net.Inet6AddressImpl.lookupAllHostAddr(Native Method)\n\tat com.acme.erp.SapClient.post(SapClient.java:88)',
      { by: 'c.a.erp.ReceiptSender', from: 48, every: 35 },
    );
    tell(f, 'wms/erp-bridge', 'outbox depth 14{n}, oldest 93 min', {
      by: 'c.a.erp.Outbox',
      level: 'warn',
      from: 45,
      every: 300,
    });
    for (const i of [0, 1])
      f.say({
        app: 'kube-system/coredns',
        raw: true,
        from: 49,
        every: 26,
        pods: (_p, n) => n === i,
        lines: `[ERROR] plugin/errors: 2 sap-pi.corp.acme.internal. ${i ? 'AAAA' : 'A'}: read udp 10.244.${i + 1}.7:4{n}->10.20.0.53:53: i/o timeout`,
      });
    f.say({
      app: 'wms/wms-ui',
      raw: true,
      from: 47,
      every: 60,
      lines: '10.244.0.{o} - - [{clf}] "POST /api/receipts HTTP/1.1" 502 61 "-" "ScannerApp/3.3"',
    });
    herring.unready(f, 'wms/slotting-ml', 10);
  },
});
