import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'payout-host-alias-keeps-old-bank-address',
  family: 'config-host',
  on: 'ack',
  now: '2026-11-18T04:05:00Z',
  hops: 0,
  question: '代付全部超时,银行说他们 11 点切了新网关 IP 而且域名解析已改,我们 DNS 查到的也是新 IP',
  scope: 'payout',
  causes: [
    {
      subjects: [...of('payout/payout-bank')],
      says: [
        ['hostalias', 'host alias', '/etc/hosts', '10.20.7.14', 'hosts'],
        ['gw.bankpartner.example', '10.20.7.14', 'ip', 'address', '地址'],
      ],
    },
  ],
  not: [
    one('Deployment', 'payout/payout-query'),
    one('Deployment', 'payout/payout-admin'),
    one('Deployment', 'kube-system/coredns'),
  ],
  play: (f) => {
    program(f, 'logback', {
      ns: 'payout',
      name: 'payout-bank',
      n: 2,
      env: { BANK_GATEWAY: 'https://gw.bankpartner.example' },
      pod: { hostAliases: [{ ip: '10.20.7.14', hostnames: ['gw.bankpartner.example'] }] },
    });
    program(f, 'logback', {
      ns: 'payout',
      name: 'payout-query',
      n: 1,
      env: { BANK_GATEWAY: 'https://gw.bankpartner.example' },
    });
    f.app({ ns: 'payout', name: 'payout-admin', tone: 'nginx', n: 1, env: { API: 'http://payout-bank' } });
    tell(
      f,
      'payout/payout-bank',
      'payout P{n} failed: java.net.SocketTimeoutException: Connect timed out: gw.bankpartner.example/10.20.7.14:443',
      { by: 'c.a.bank.GatewayClient', from: 48, every: 12 },
    );
    tell(f, 'payout/payout-query', 'POST https://gw.bankpartner.example/query 200 118ms (peer 10.20.9.31:443)', {
      by: 'c.a.bank.QueryClient',
      level: 'info',
      from: 48,
      every: 120,
    });
    herring.image(f, 'payout/recon-v3', 2);
  },
});
