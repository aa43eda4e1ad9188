import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'coupon-service-port-name-nobody-has',
  family: 'service-port',
  on: 'k3s',
  now: '2026-01-14T08:12:00Z',
  hops: 2,
  question: '下单页优惠券加载不出来,coupon 的 pod 都 Running 且 Ready,重启过也没用',
  scope: 'mall',
  causes: [
    {
      subjects: [one('Service', 'mall/coupon'), ...of('mall/coupon')],
      says: [
        ['targetport', 'target port', 'port name', 'named port', 'port', '端口'],
        ['http-api', 'http'],
        [
          'no container',
          'does not',
          'not ',
          'no ',
          'missing',
          'mismatch',
          'nobody',
          '没有',
          '不存在',
          '不匹配',
          '对不上',
          '未',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'mall/order-h5')],
  not: [one('Deployment', 'mall/order-h5'), one('Deployment', 'mall/cart'), one('Service', 'mall/cart')],
  play: (f) => {
    f.app({ ns: 'mall', name: 'order-h5', tone: 'nginx', n: 2, env: { ORDER_BFF: 'http://order-bff' } });
    program(f, 'pino', {
      ns: 'mall',
      name: 'order-bff',
      n: 2,
      env: { COUPON_URL: 'http://coupon', CART_URL: 'http://cart' },
    });
    f.app({ ns: 'mall', name: 'cart', tone: 'spring', n: 2, portName: 'http-api', targetPort: 'http-api' });
    f.app({ ns: 'mall', name: 'coupon', tone: 'spring', n: 2, portName: 'http', targetPort: 'http-api' });
    f.revise(
      'mall/coupon',
      52,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.ports = [{ name: 'http-api', containerPort: 8080, protocol: 'TCP' }];
      },
      { by: 'helm' },
    );
    const why = `connect ECONNREFUSED ${f.ip('mall/coupon')}:80`;
    tell(f, 'mall/order-bff', `GET http://coupon/v1/available failed: ${why}`, { from: 48, every: 18 });
    f.say({
      app: 'mall/order-h5',
      raw: true,
      from: 48,
      every: 25,
      lines: '10.42.0.{o} - - [{clf}] "GET /api/coupons?uid={n} HTTP/1.1" 502 87 "-" "MicroMessenger"',
    });
    herring.pending(f, 'mall/live-room', 8);
  },
});
