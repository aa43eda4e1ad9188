import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'toll-node-clock-behind',
  family: 'certificate',
  on: 'rke2',
  now: '2026-11-30T06:30:00Z',
  key: 'app',
  hops: 2,
  question:
    'one of two toll-sync pods fails all TLS calls with "certificate is not yet valid" since we rotated certs an hour ago, the cert is fine on my machine',
  scope: 'toll',
  causes: [
    {
      subjects: [one('Node', 'rke2-w3.plant7.example')],
      says: [
        ['clock', 'ntp', 'time', '时钟', '时间'],
        ['skew', 'ntp', 'behind', 'not in sync', 'unsync', 'out of sync', 'ntpproblem', '偏差', '不同步'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'toll/toll-sync')],
  not: [one('Deployment', 'toll/clearing'), one('Secret', 'toll/clearing-tls')],
  play: (f) => {
    f.secret('toll/clearing-tls', ['tls.crt', 'tls.key'], 0.05, 'kubernetes.io/tls');
    const tls = f.get('Secret', 'toll/clearing-tls');
    tls.type = 'Opaque';
    f.app({
      ns: 'toll',
      name: 'clearing',
      tone: 'spring',
      n: 2,
      port: 8443,
      svcPort: 443,
      mounts: { '/tls': 'secret:clearing-tls' },
      ready: { httpGet: { path: '/readyz', port: 8443, scheme: 'HTTPS' } },
    });
    f.app({
      ns: 'toll',
      name: 'toll-sync',
      tone: 'slog',
      n: 2,
      svc: false,
      ready: null,
      env: { CLEARING: 'https://clearing.toll.svc.cluster.local:443' },
    });
    const node = f.node(2);
    const [good, bad] = f.pods('toll/toll-sync');
    if (good?.spec) good.spec.nodeName = f.node(0).metadata.name;
    if (bad?.spec) bad.spec.nodeName = node.metadata.name;
    f.s.condition(node, 'NTPProblem', 'True', 'NTPIsDown', 'NTP service is not running, clock offset -7214 s', 3100);
    f.s.event(
      node,
      'NTPIsDown',
      'Node condition NTPProblem is now: True, reason: NTPIsDown, message: "NTP service is not running, clock offset -7214 s"',
      { first: 59, last: 3, count: 12, source: 'ntp-custom-plugin-monitor' },
    );
    herring.crash(f, 'toll/plate-ocr-beta', 11);
    f.say({
      app: 'toll/toll-sync',
      pods: (p) => p === bad,
      from: 50,
      every: 30,
      lines:
        'push batch {n}: Post "https://clearing.toll.svc.cluster.local:443/batches": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time {late} is before 2026-11-30T05:25:00Z',
    });
  },
});
