import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { ABSENT } from '../kit.ts';

export default scene({
  id: 'cart-release-waits-for-redis-chart-version',
  family: 'gitops',
  on: 'tke',
  now: '2026-08-05T04:10:00Z',
  hops: 2,
  question: 'cart 2.0 昨晚就合并了,线上还是 1.9,flux 也没报推送失败,谁卡住了?',
  causes: [
    {
      subjects: [
        one('HelmChart', 'flux-system/cart-redis-cart'),
        one('HelmRelease', 'cart/redis-cart'),
        one('HelmRepository', 'flux-system/corp-charts'),
      ],
      says: [['23.1.99', 'version', '版本'], ABSENT.concat('no ', '未找到', 'matching')],
    },
  ],
  symptoms: [one('HelmRelease', 'cart/cart')],
  not: [
    one('HelmRelease', 'cart/cart'),
    one('Deployment', 'cart/cart'),
    one('StatefulSet', 'cart/redis-cart'),
    one('Deployment', 'flux-system/helm-controller'),
  ],
  play: (f) => {
    for (const n of ['source-controller', 'helm-controller'])
      f.app({
        ns: 'flux-system',
        name: n,
        tone: 'ecs',
        n: 1,
        c: 'manager',
        image: `ghcr.io/fluxcd/${n}:v1.4.0`,
        svc: false,
        port: 9440,
        portName: 'healthz',
        ready: { httpGet: { path: '/readyz', port: 9440 } },
      });
    const labels = { 'app.kubernetes.io/managed-by': 'Helm', 'helm.toolkit.fluxcd.io/namespace': 'cart' };
    f.app({
      ns: 'cart',
      name: 'cart',
      tone: 'spring',
      n: 3,
      image: 'cart:1.9.4',
      labels: { ...labels, 'helm.toolkit.fluxcd.io/name': 'cart' },
      env: { REDIS: 'redis-cart:6379' },
    });
    f.app({
      ns: 'cart',
      name: 'redis-cart',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'redis:7.2.9',
      port: 6379,
      c: 'redis',
      labels: { ...labels, 'helm.toolkit.fluxcd.io/name': 'redis-cart' },
      ready: { tcpSocket: { port: 6379 } },
      claim: { size: '8Gi', at: '/data' },
    });
    const cond = (status: string, reason: string, message: string, m: number): object => ({
      type: 'Ready',
      status,
      reason,
      message,
      lastTransitionTime: f.s.clock.ago(m),
      observedGeneration: 2,
    });
    const why =
      "invalid chart reference: failed to get chart version for remote reference: no 'redis' chart with version matching '23.1.99' found";
    cr(f, 'source.toolkit.fluxcd.io/v1/HelmRepository', 'helmrepositories', 'flux-system/corp-charts', {
      spec: { url: 'https://charts.corp.example.cn', interval: '10m' },
      status: { conditions: [cond('True', 'Succeeded', "stored artifact: revision 'sha256:0d5a8c1f'", 9)] } as never,
    });
    const chart = cr(f, 'source.toolkit.fluxcd.io/v1/HelmChart', 'helmcharts', 'flux-system/cart-redis-cart', {
      spec: {
        chart: 'redis',
        version: '23.1.99',
        interval: '10m',
        sourceRef: { kind: 'HelmRepository', name: 'corp-charts' },
      },
      status: { conditions: [cond('False', 'InvalidChartReference', why, 760)] } as never,
    });
    cr(f, 'source.toolkit.fluxcd.io/v1/HelmChart', 'helmcharts', 'flux-system/cart-cart', {
      spec: {
        chart: 'cart',
        version: '2.0.0',
        interval: '10m',
        sourceRef: { kind: 'HelmRepository', name: 'corp-charts' },
      },
      status: {
        conditions: [cond('True', 'ChartPullSucceeded', "pulled 'cart' chart with version '2.0.0'", 755)],
      } as never,
    });
    const H = 'helm.toolkit.fluxcd.io/v2/HelmRelease';
    const release = (name: string, version: string, c: object, extra: object = {}): ReturnType<typeof cr> =>
      cr(f, H, 'helmreleases', `cart/${name}`, {
        days: 200,
        spec: {
          interval: '10m',
          chart: {
            spec: {
              chart: name === 'cart' ? 'cart' : 'redis',
              version,
              sourceRef: { kind: 'HelmRepository', name: 'corp-charts', namespace: 'flux-system' },
            },
          },
          ...extra,
        },
        status: {
          conditions: [c],
          observedGeneration: 2,
          history: [
            {
              name,
              namespace: 'cart',
              chartVersion: name === 'cart' ? '1.9.4' : '22.0.7',
              status: 'deployed',
              version: 11,
            },
          ],
        } as never,
      });
    const r = release(
      'redis-cart',
      '23.1.99',
      cond('False', 'SourceNotReady', `HelmChart 'flux-system/cart-redis-cart' is not ready: ${why}`, 758),
    );
    const c = release(
      'cart',
      '2.0.0',
      cond('False', 'DependencyNotReady', "dependency 'cart/redis-cart' is not ready", 755),
      { dependsOn: [{ name: 'redis-cart' }] },
    );
    f.s.event(chart, 'InvalidChartReference', why, { first: 58, last: 3, count: 6, source: 'source-controller' });
    f.s.event(r, 'SourceNotReady', `HelmChart 'flux-system/cart-redis-cart' is not ready: ${why}`, {
      type: 'Normal',
      first: 58,
      last: 3,
      count: 6,
      source: 'helm-controller',
    });
    f.s.event(c, 'DependencyNotReady', "dependency 'cart/redis-cart' is not ready", {
      type: 'Normal',
      first: 58,
      last: 0.4,
      count: 110,
      source: 'helm-controller',
    });
    herring.crash(f, 'cart/promo-lab', 10);
  },
});
