import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';

export default scene({
  id: 'calm-argo-out-of-sync-in-freeze',
  family: 'healthy',
  on: 'ack',
  now: '2026-11-11T02:00:00Z',
  hops: 0,
  question: 'argocd 上 order-center 是 OutOfSync 黄的,大促当天,线上是不是有问题?',
  not: [
    one('Application', 'argocd/order-center'),
    one('Deployment', 'order/order-center'),
    one('StatefulSet', 'argocd/argocd-application-controller'),
  ],
  play: (f) => {
    f.app({
      ns: 'argocd',
      name: 'argocd-application-controller',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'quay.io/argoproj/argocd:v3.1.8',
      ready: null,
      svc: 'argocd-application-controller',
    });
    f.app({ ns: 'order', name: 'order-center', tone: 'spring', n: 4, image: 'order-center:8.3.1' });
    f.app({ ns: 'order', name: 'order-web', tone: 'nginx', n: 2, env: { API: 'http://order-center' } });
    cr(f, 'argoproj.io/v1alpha1/AppProject', 'appprojects', 'argocd/order', {
      days: 400,
      spec: {
        description: '订单域',
        syncWindows: [{ kind: 'deny', schedule: '0 0 9 11 *', duration: '96h', applications: ['*'], manualSync: true }],
        destinations: [{ namespace: 'order', server: '*' }],
      },
    });
    cr(f, 'argoproj.io/v1alpha1/Application', 'applications', 'argocd/order-center', {
      days: 400,
      metadata: {
        name: 'order-center',
        namespace: 'argocd',
        annotations: { 'ops.example.cn/freeze': '双十一封网 11-09 至 11-13,8.4.0 待封网后手动同步' },
      },
      spec: {
        project: 'order',
        destination: { namespace: 'order', server: 'https://kubernetes.default.svc' },
        source: {
          repoURL: 'https://git.example.cn/order/deploy.git',
          path: 'order-center/prod',
          targetRevision: 'main',
        },
      },
      status: {
        sync: { status: 'OutOfSync', revision: 'c0d1e2f3' },
        health: { status: 'Healthy' },
        resources: [
          {
            group: 'apps',
            kind: 'Deployment',
            namespace: 'order',
            name: 'order-center',
            status: 'OutOfSync',
            health: { status: 'Healthy' },
          },
        ],
      } as never,
    });
    f.say({
      app: 'order/order-center',
      level: 'info',
      from: 48,
      every: 240,
      lines: 'orders last 5m: 18{n} ok, 0 failed, p99 84ms',
    });
  },
});
