import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, program, tell } from '../kit.ts';

export default scene({
  id: 'booking-dns-rewrite-to-missing-service',
  family: 'dns',
  on: 'kubeadm',
  now: '2026-07-17T08:20:00Z',
  hops: 2,
  question: '订座提交失败,日志是 pay.partner.example 解析不到,外网 dig 是正常的,DNS 组只改过一条 rewrite',
  causes: [
    {
      subjects: [one('ConfigMap', 'kube-system/coredns'), ...of('kube-system/coredns')],
      says: [
        ['rewrite', 'corefile', 'pay.partner.example'],
        ['pay-proxy', 'egress-proxy', ...ABSENT, 'nxdomain'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'booking/booking-api')],
  not: [
    one('Deployment', 'booking/booking-h5'),
    one('Deployment', 'booking/booking-api'),
    one('Deployment', 'egress/egress-proxy'),
  ],
  play: (f) => {
    const cm = f.get('ConfigMap', 'kube-system/coredns');
    if (cm.data?.Corefile)
      cm.data.Corefile = cm.data.Corefile.replace(
        '    ready\n',
        '    ready\n    rewrite name pay.partner.example pay-proxy.egress.svc.cluster.local\n    rewrite name sms.partner.example egress-proxy.egress.svc.cluster.local\n',
      );
    f.edited(cm, 'kubectl-edit', 44, data('Corefile'));
    f.tones.set('kube-system/coredns', { tone: 'corefile', c: 'coredns', key: 'app' });
    f.app({
      ns: 'egress',
      name: 'egress-proxy',
      tone: 'envoy',
      n: 2,
      image: 'docker.io/envoyproxy/envoy:v1.34.1',
      port: 8443,
      svcPort: 443,
    });
    f.app({ ns: 'booking', name: 'booking-h5', tone: 'nginx', n: 2, env: { API: 'http://booking-api' } });
    program(f, 'zap', {
      ns: 'booking',
      name: 'booking-api',
      n: 2,
      env: { PAY_URL: 'https://pay.partner.example/v1', SMS_URL: 'https://sms.partner.example' },
    });
    tell(
      f,
      'booking/booking-api',
      'create payment {n}: Post "https://pay.partner.example/v1/orders": dial tcp: lookup pay.partner.example on 10.96.0.10:53: no such host',
      {
        by: 'pay/client.go:71',
        from: 42,
        every: 12,
      },
    );
    tell(f, 'booking/booking-api', 'sms to 139****{n} sent', {
      by: 'sms/client.go:40',
      level: 'info',
      from: 45,
      every: 90,
    });
    f.say({ app: 'kube-system/coredns', raw: true, from: 43.5, lines: '[INFO] Reloading complete' });
    f.say({
      app: 'booking/booking-h5',
      raw: true,
      from: 42,
      every: 20,
      lines: '10.244.1.{o} - - [{clf}] "POST /api/seats/confirm HTTP/1.1" 500 71 "-" "MicroMessenger"',
    });
    herring.crash(f, 'booking/seat-3d-preview', 10);
  },
});
