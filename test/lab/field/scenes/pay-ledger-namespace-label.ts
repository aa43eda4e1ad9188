import { policy } from '../acts.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'pay-ledger-namespace-label',
  family: 'network-policy',
  on: 'tke',
  now: '2026-03-12T02:20:00Z',
  key: 'k8s-app',
  hops: 2,
  question: '支付回调一直超时,pay-callback 的 pod 都是 Running,是不是账务库挂了?',
  scope: 'pay',
  causes: [
    {
      subjects: [one('NetworkPolicy', 'ledger/only-payments'), one('Namespace', 'pay')],
      says: [
        ['networkpolicy', 'network policy', '网络策略', 'only-payments'],
        ['namespace', 'label', 'selector', 'ingress', 'pay', '标签', '命名空间'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'pay/pay-callback')],
  not: [
    one('Deployment', 'ledger/ledger-api'),
    one('StatefulSet', 'ledger/ledger-mysql'),
    one('Deployment', 'pay/pay-callback'),
  ],
  play: (f) => {
    f.ns('pay', { team: 'payment' });
    f.ns('ledger', { team: 'finance' });
    f.app({
      ns: 'pay',
      name: 'pay-callback',
      tone: 'slog',
      n: 3,
      env: { LEDGER_ENDPOINT: 'http://ledger-api.ledger:8090' },
    });
    f.app({ ns: 'pay', name: 'pay-console', tone: 'nginx', n: 1 });
    f.app({
      ns: 'ledger',
      name: 'ledger-api',
      tone: 'spring',
      port: 8090,
      svcPort: 8090,
      env: { MYSQL_HOST: 'ledger-mysql' },
    });
    f.app({
      ns: 'ledger',
      name: 'ledger-mysql',
      kind: 'StatefulSet',
      tone: 'mysqld',
      n: 1,
      image: 'mysql:8.0.39',
      port: 3306,
      portName: 'mysql',
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '50Gi', at: '/var/lib/mysql' },
    });
    f.put(
      policy('ledger', 'only-payments', f.s.clock.ago(41), {
        podSelector: { matchLabels: { 'k8s-app': 'ledger-api' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { team: 'payments' } } }],
            ports: [{ protocol: 'TCP', port: 8090 }],
          },
        ],
      }),
    );
    f.put(
      policy('ledger', 'mysql-from-ledger', f.s.clock.ago(90000), {
        podSelector: { matchLabels: { 'k8s-app': 'ledger-mysql' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { 'k8s-app': 'ledger-api' } } }] }],
      }),
    );
    herring.image(f, 'pay/pay-shadow', 9);
    f.say({
      app: 'pay/pay-callback',
      from: 40,
      every: 30,
      lines: `post ledger entry: Post "http://ledger-api.ledger:8090/entries": dial tcp ${f.ip('ledger/ledger-api')}:8090: i/o timeout`,
    });
  },
});
