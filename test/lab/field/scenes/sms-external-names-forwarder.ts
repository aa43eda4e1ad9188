import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'sms-external-names-forwarder',
  family: 'cluster-dns',
  on: 'kubeadm',
  now: '2026-06-08T07:31:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'sms codes and card payments both fail, but all our internal calls are fine. internet line from the office works',
  causes: [
    {
      subjects: [one('ConfigMap', 'kube-system/coredns'), ...of('kube-system/coredns')],
      says: [
        ['forward', 'coredns', 'upstream', 'corefile'],
        ['10.61.0.53', 'i/o timeout', 'timeout', '超时'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'notify/sms-sender'), one('Deployment', 'shop/card-gate')],
  not: [one('Deployment', 'notify/sms-sender'), one('Deployment', 'shop/card-gate'), one('Deployment', 'shop/basket')],
  play: (f) => {
    f.app({ ns: 'notify', name: 'sms-sender', tone: 'slog', env: { PROVIDER: 'https://api.smsgate.example' } });
    f.app({ ns: 'shop', name: 'card-gate', tone: 'spring', env: { ACQUIRER_URL: 'https://pay.acquirer.example/v3' } });
    f.app({ ns: 'shop', name: 'basket', tone: 'tracing', env: { CARD_GATE: 'http://card-gate' } });
    const core = f.get('ConfigMap', 'kube-system/coredns');
    core.data = { Corefile: (core.data?.Corefile ?? '').replace('forward . /etc/resolv.conf', 'forward . 10.61.0.53') };
    f.edited(core, 'kubectl-edit', 38, { 'f:data': { 'f:Corefile': {} } });
    herring.crash(f, 'notify/push-beta', 12);
    f.tones.set('kube-system/coredns', { tone: 'corefile', c: 'coredns', key: 'app' });
    for (const [i, name] of ['api.smsgate.example.', 'pay.acquirer.example.'].entries())
      f.say({
        app: 'kube-system/coredns',
        pods: (_p, n) => n === 0,
        from: 37,
        every: 22 + i * 9,
        lines: `plugin/errors: 2 ${name} A: read udp ${f.podIP('kube-system/coredns')}:4{n}->10.61.0.53:53: i/o timeout`,
      });
    f.say({
      app: 'notify/sms-sender',
      from: 36,
      every: 30,
      lines: `send: Post "https://api.smsgate.example/v1/messages": dial tcp: lookup api.smsgate.example on ${f.dnsIP()}:53: read udp ${f.podIP('notify/sms-sender')}:41202->${f.dnsIP()}:53: i/o timeout`,
    });
    f.say({
      app: 'shop/card-gate',
      from: 36,
      every: 35,
      lines:
        'authorisation failed: java.net.UnknownHostException: pay.acquirer.example: Temporary failure in name resolution',
    });
  },
});
