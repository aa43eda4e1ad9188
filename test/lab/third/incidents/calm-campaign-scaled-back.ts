import { incident } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'calm-campaign-scaled-back',
  family: 'healthy',
  mode: 'living',
  platform: 'ack',
  company: 'grocer',
  now: '2026-02-06T02:15:00Z',
  onset: 22,
  question: '告警:promo-api 的 Pod 从 6 个突然变成 2 个,4 个 Pod 消失了!是被驱逐了还是节点坏了?',
  scope: { namespace: 'promo' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'promo', name: 'promo-api' },
    { kind: 'Deployment', namespace: 'promo', name: 'promo-web' },
  ],
  hops: 0,
  apps: [
    { ns: 'promo', name: 'promo-api', style: 'logback', replicas: 6 },
    { ns: 'promo', name: 'promo-web', style: 'nginx', replicas: 2, env: { API: 'http://promo-api' } },
  ],
  fault: [
    {
      patch: 'deployment/promo-api',
      in: 'promo',
      with: { metadata: { annotations: { 'ops/change': 'CHG-20488 大促结束,按计划缩回 2 副本' } } },
    },
    { scale: 'deployment/promo-api', in: 'promo', to: 2 },
  ],
  settle: 20,
  edit: (s) => stale(s, 'promo/promo-web', 5),
});
