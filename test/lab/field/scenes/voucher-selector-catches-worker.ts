import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'voucher-selector-catches-worker',
  family: 'service-selector',
  on: 'aks',
  now: '2026-01-22T09:15:00Z',
  key: 'component',
  hops: 1,
  question:
    'every second or third voucher redemption fails with connection refused, why? voucher-api pods have 0 restarts',
  scope: 'vouchers',
  causes: [
    {
      subjects: [one('Service', 'vouchers/voucher-api'), ...of('vouchers/voucher-expiry')],
      says: [['selector', 'label', 'selects', '选择器', '标签'], ['voucher-expiry']],
    },
  ],
  symptoms: [one('Deployment', 'vouchers/till-gateway')],
  not: [one('Deployment', 'vouchers/voucher-api'), one('Deployment', 'vouchers/till-gateway')],
  play: (f) => {
    f.app({
      ns: 'vouchers',
      name: 'till-gateway',
      tone: 'serilog',
      env: { Voucher__BaseUrl: 'http://voucher-api:8088' },
    });
    f.app({
      ns: 'vouchers',
      name: 'voucher-api',
      tone: 'serilog',
      n: 3,
      port: 8088,
      svcPort: 8088,
      labels: { suite: 'voucher' },
      svcSpec: { selector: { suite: 'voucher' } },
    });
    f.app({
      ns: 'vouchers',
      name: 'voucher-expiry',
      tone: 'serilog',
      n: 2,
      svc: false,
      ready: null,
      labels: { suite: 'voucher' },
    });
    f.revise('vouchers/voucher-expiry', 70, (t) => {
      delete t.metadata.labels.suite;
    });
    herring.unready(f, 'vouchers/voucher-preview');
    const bad = [0, 1].map((i) => f.podIP('vouchers/voucher-expiry', i));
    for (const ip of bad)
      f.say({
        app: 'vouchers/till-gateway',
        from: 66,
        every: 70,
        lines: `Redeem failed: System.Net.Http.HttpRequestException: Connection refused (voucher-api:8088) ---> System.Net.Sockets.SocketException (111): Connection refused [${ip}]:8088`,
      });
  },
});
