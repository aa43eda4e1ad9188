import { waiting } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { image, rollout } from '../rollout.ts';

export default incident({
  id: 'config-key-renamed',
  family: 'demo',
  mode: 'forged',
  platform: 'ack',
  company: 'bank',
  now: '2026-03-03T02:40:00Z',
  question: '结算页面一直转圈，pay-gateway 的新 Pod 起不来，帮忙看一下',
  scope: { namespace: 'pay' },
  rootCauses: [
    {
      subjects: [{ kind: 'ConfigMap', namespace: 'pay', name: 'pay-routes' }, ...workload('pay', 'pay-gateway')],
      says: [
        ['UPSTREAM_TIMEOUT_MS', 'pay-routes', 'configmap', 'key', '键'],
        ["couldn't find", 'not found', 'missing', 'does not exist', 'no key', '不存在', '找不到', '缺少', '没有'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'pay', name: 'checkout-page' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'pay', name: 'checkout-page' }],
  hops: 1,
  apps: [
    {
      ns: 'pay',
      name: 'pay-gateway',
      style: 'logback',
      replicas: 2,
      keys: { UPSTREAM_TIMEOUT_MS: 'configmap:pay-routes:UPSTREAM_TIMEOUT_MS' },
      image: 'pay-gateway:5.8.0',
      spec: { strategy: { type: 'Recreate' } },
    },
    {
      ns: 'pay',
      name: 'checkout-page',
      style: 'pino',
      replicas: 2,
      env: { GATEWAY_URL: 'http://pay-gateway.pay.svc.cluster.local' },
      ingress: { host: 'pay.bank.example' },
    },
    { ns: 'pay', name: 'receipt', style: 'python', replicas: 1 },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'pay-routes', namespace: 'pay' },
      data: { UPSTREAM_TIMEOUT: '3000', RETRIES: '2' },
    },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'pay/pay-gateway', { minutes: 18, before: image('5.8.0', '5.7.4') });
    for (const pod of fresh) {
      const message = "couldn't find key UPSTREAM_TIMEOUT_MS in ConfigMap pay/pay-routes";
      waiting(s, pod, 'CreateContainerConfigError', message, { minutes: 18 });
      s.event(pod, 'Failed', `Error: ${message}`, { first: 18, last: 0.3, count: 84, container: 'pay-gateway' });
    }
  },
  logs: [
    {
      app: 'pay/checkout-page',
      say: 'gateway request failed: connect ECONNREFUSED pay-gateway.pay.svc.cluster.local:80 order={n}',
      every: 40,
      from: 18,
    },
  ],
});
