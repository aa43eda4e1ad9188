import { incident, workload } from '../incident.ts';
export default incident({
  id: 'redis-maxmemory',
  family: 'app-log',
  mode: 'forged',
  platform: 'gke',
  company: 'grocer',
  now: '2026-04-18T17:44:00Z',
  onset: 28,
  question: '加购物车报错 500，但缓存 Pod 没有重启过',
  scope: { namespace: 'cart' },
  rootCauses: [
    {
      subjects: [
        ...workload('cart', 'cart-cache', 'StatefulSet'),
        { kind: 'ConfigMap', namespace: 'cart', name: 'cart-cache-config' },
        ...workload('cart', 'cart-svc'),
      ],
      says: [['maxmemory', 'oom command not allowed', '内存']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'cart', name: 'cart-web' }],
  hops: 2,
  apps: [
    { ns: 'cart', name: 'cart-web', style: 'pino', replicas: 2, env: { CART: 'http://cart-svc' } },
    {
      ns: 'cart',
      name: 'cart-svc',
      style: 'zap',
      replicas: 2,
      env: { REDIS_ADDR: 'cart-cache.cart.svc.cluster.local:6379' },
    },
    {
      ns: 'cart',
      name: 'cart-cache',
      kind: 'StatefulSet',
      style: 'redis',
      replicas: 1,
      port: 6379,
      image: 'redis:8.2',
      probe: 'tcp',
      args: ['redis-server', '/etc/redis/redis.conf'],
      configMap: { 'redis.conf': 'maxmemory 256mb\nmaxmemory-policy noeviction\nsave ""\n' },
      pod: { volumes: [{ name: 'conf', configMap: { name: 'cart-cache-config' } }] },
      container: { volumeMounts: [{ name: 'conf', mountPath: '/etc/redis' }] },
    },
  ],
  logs: [
    { app: 'cart/cart-svc', say: "set cart:{id}: OOM command not allowed when used memory > 'maxmemory'.", every: 25 },
    { app: 'cart/cart-web', say: 'cart-svc responded 500 for PUT /carts/{id}', every: 30 },
  ],
});
