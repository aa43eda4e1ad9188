import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, program, restarted } from '../kit.ts';

export default scene({
  id: 'supergraph-asks-inventory-on-port-4002',
  family: 'config-port',
  on: 'rke2',
  now: '2026-12-09T15:52:00Z',
  key: 'app',
  hops: 1,
  question:
    'availability field is null everywhere in the shop since the router config was regenerated. inventory pods ok & tests against them pass',
  scope: 'graph',
  causes: [
    {
      subjects: [one('ConfigMap', 'graph/router-config'), ...of('graph/router')],
      says: [['4002', 'port', '端口'], ['inventory']],
    },
  ],
  symptoms: [one('Deployment', 'graph/shop-web')],
  not: [one('Deployment', 'graph/inventory'), one('Deployment', 'graph/products'), one('Deployment', 'graph/shop-web')],
  play: (f) => {
    const cm = f.config(
      'graph/router-config',
      {
        'router.yaml':
          'supergraph:\n  listen: 0.0.0.0:4000\noverride_subgraph_url:\n  products: http://products:4001/graphql\n  inventory: http://inventory:4002/graphql\n  reviews: http://reviews:4001/graphql\n',
      },
      140,
    );
    f.edited(cm, 'argocd-controller', 57, data('router.yaml'));
    f.app({ ns: 'graph', name: 'shop-web', tone: 'winston', n: 2, env: { GRAPHQL: 'http://router:4000' } });
    f.app({
      ns: 'graph',
      name: 'router',
      tone: 'tracing',
      n: 2,
      image: 'ghcr.io/apollographql/router:v2.5.0',
      port: 4000,
      svcPort: 4000,
      mounts: { '/dist/config': 'cm:router-config' },
      ready: { httpGet: { path: '/health', port: 8088 } },
    });
    restarted(f, 'graph/router', 55);
    for (const name of ['products', 'inventory', 'reviews'])
      program(f, 'pino', { ns: 'graph', name, n: 2, port: 4001, svcPort: 4001, portName: 'graphql' });
    f.say({
      app: 'graph/router',
      raw: true,
      from: 48,
      every: 12,
      lines:
        '{"timestamp":"{iso}","level":"ERROR","message":"fetch error: HTTP fetch failed from \'inventory\': request timed out connecting to http://inventory:4002/graphql: tcp connect error: deadline has elapsed","subgraph.name":"inventory","extensions.code":"SUBREQUEST_HTTP_ERROR","target":"apollo_router::services::subgraph_service"}',
    });
    f.say({
      app: 'graph/shop-web',
      level: 'warn',
      from: 48,
      every: 40,
      lines: 'partial graphql response: availability=null (SUBREQUEST_HTTP_ERROR)',
    });
    herring.image(f, 'graph/reviews-ai', 5);
  },
});
