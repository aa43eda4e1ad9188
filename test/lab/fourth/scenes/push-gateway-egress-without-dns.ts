import { policy } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'push-gateway-egress-without-dns',
  family: 'network-policy',
  on: 'tke',
  now: '2026-11-03T14:36:00Z',
  hops: 1,
  question: '消息推送全部失败,怀疑厂商通道(小米/华为)挂了,帮忙看下 push 命名空间',
  scope: 'push',
  causes: [
    {
      subjects: [one('NetworkPolicy', 'push/default-egress'), ...of('push/push-gateway')],
      says: [
        ['networkpolicy', 'network policy', 'policy', 'egress', '网络策略', '出站'],
        ['dns', '53', 'eai_again', '解析', 'name resolution'],
      ],
    },
  ],
  not: [
    one('Deployment', 'kube-system/coredns'),
    one('Deployment', 'push/push-admin'),
    one('ConfigMap', 'kube-system/coredns'),
  ],
  play: (f) => {
    f.app({ ns: 'push', name: 'push-admin', tone: 'nginx', n: 1, env: { GATEWAY: 'http://push-gateway' } });
    program(f, 'pino', {
      ns: 'push',
      name: 'push-gateway',
      n: 3,
      env: {
        MI_PUSH: 'https://api.xmpush.xiaomi.com',
        HMS_PUSH: 'https://push-api.cloud.huawei.com',
        REDIS_HOST: 'push-redis',
      },
    });
    f.app({
      ns: 'push',
      name: 'push-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'redis:7.2.9',
      c: 'redis',
      port: 6379,
      claim: { size: '5Gi', at: '/data' },
      ready: { tcpSocket: { port: 6379 } },
    });
    f.put(
      policy('push', 'default-egress', f.s.clock.ago(33), {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          { to: [{ podSelector: {} }] },
          {
            to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] } }],
            ports: [{ protocol: 'TCP', port: 443 }],
          },
        ],
      }) as never,
    );
    tell(f, 'push/push-gateway', 'send via xiaomi failed: getaddrinfo EAI_AGAIN api.xmpush.xiaomi.com', {
      from: 32,
      every: 11,
    });
    tell(f, 'push/push-gateway', 'send via huawei failed: getaddrinfo EAI_AGAIN push-api.cloud.huawei.com', {
      from: 32,
      every: 14,
    });
    tell(f, 'push/push-gateway', '[ioredis] Unhandled error event: Error: getaddrinfo EAI_AGAIN push-redis', {
      from: 31,
      every: 120,
    });
    herring.image(f, 'push/apns-next', 3);
  },
});
