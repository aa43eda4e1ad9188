import { incident, workload } from '../incident.ts';
export default incident({
  id: 'short-name-other-namespace',
  family: 'config-host',
  mode: 'living',
  platform: 'gke',
  company: 'grocer',
  now: '2026-06-08T11:54:00Z',
  onset: 35,
  question: 'price tags are not refreshed since basket moved to its own namespace',
  scope: { namespace: 'basket' },
  rootCauses: [
    {
      subjects: workload('basket', 'tag-refresh'),
      says: [
        ['price-book'],
        [
          'no such host',
          'not exist',
          'not found',
          'no service',
          'does not',
          'namespace',
          'pricing',
          'resolve',
          '命名空间',
          '不存在',
          '解析',
        ],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'pricing', name: 'price-book' },
    { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
  ],
  hops: 1,
  apps: [
    { ns: 'basket', name: 'basket-api', style: 'zap', replicas: 2 },
    { ns: 'pricing', name: 'price-book', style: 'logback', replicas: 2 },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'tag-refresh', namespace: 'basket', labels: { app: 'tag-refresh' } },
          spec: {
            replicas: 1,
            selector: { matchLabels: { app: 'tag-refresh' } },
            template: {
              metadata: { labels: { app: 'tag-refresh' } },
              spec: {
                containers: [
                  {
                    name: 'tag-refresh',
                    image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/tag-refresh:2.2.0',
                    env: [{ name: 'PRICE_BOOK_URL', value: 'http://price-book/v1' }],
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 12,
  logs: [
    {
      app: 'basket/tag-refresh',
      style: 'zap',
      say: 'refresh failed: Get "http://price-book/v1/prices?since={n}": dial tcp: lookup price-book on 10.96.0.10:53: no such host',
      every: 45,
      from: 33,
    },
  ],
});
