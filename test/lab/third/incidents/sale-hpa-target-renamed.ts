import { incident } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'sale-hpa-target-renamed',
  family: 'autoscaling',
  mode: 'living',
  platform: 'eks',
  company: 'travel',
  now: '2026-05-01T09:12:00Z',
  onset: 80,
  question:
    'holiday sale started, seat search answers 503 for a third of requests. we have HPA 3..30 on search-core, why does it not scale? cluster has plenty of room',
  scope: { namespace: 'sale' },
  rootCauses: [
    {
      subjects: [{ kind: 'HorizontalPodAutoscaler', namespace: 'sale', name: 'search-core' }],
      says: [
        ['scaletargetref', 'target', 'failedgetscale', 'unable to get', '目标'],
        ['search-core-v1'],
        ['not found', 'does not exist', 'missing', '不存在', '找不到'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'sale', name: 'sale-web' }],
  hops: 2,
  apps: [
    {
      ns: 'sale',
      name: 'sale-web',
      style: 'nginx',
      replicas: 3,
      env: { SEARCH: 'http://search-core' },
      ingress: { host: 'sale.travel.example' },
    },
    { ns: 'sale', name: 'search-core', style: 'logback', replicas: 3, resources: ['250m', '512Mi'] },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'search-core', namespace: 'sale' },
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'search-core-v1' },
            minReplicas: 3,
            maxReplicas: 30,
            metrics: [
              { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
            ],
          },
        },
      ],
    },
  ],
  settle: 40,
  autoscalersBlind: true,
  absent: ['Deployment/sale/search-core-v1'],
  edit: (s) => {
    const bad = s.find('HorizontalPodAutoscaler', 'sale', 'search-core');
    s.dropEvents((e) => {
      const o = e.involvedObject as { kind: string; name: string };
      return o.kind === 'HorizontalPodAutoscaler' && o.name !== 'search-core';
    });
    for (const o of s.all('HorizontalPodAutoscaler')) if (o !== bad) o.status = undefined;
    stale(s, 'hotels/room-rates', 9);
  },
  logs: [
    {
      app: 'sale/search-core',
      level: 'warn',
      say: 'Executor[search] saturated: active=200 queue=1000/1000, rejecting',
      every: 20,
    },
    {
      app: 'sale/sale-web',
      say: 'upstream server temporarily disabled while reading response header from upstream, client: 10.0.7.{n}, server: _, request: "GET /search HTTP/1.1", upstream: "http://search-core/q", host: "sale.travel.example"',
      every: 35,
    },
  ],
});
