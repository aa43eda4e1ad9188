import { oldRestart } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'cart-internal-traffic-local',
  family: 'service-port',
  on: 'eks',
  now: '2026-06-16T19:33:00Z',
  hops: 1,
  question:
    'basket-web: some pods always fail to reach price-cache, others never. same image, same config, same namespace. started after yesterday evening cost saving work (cross-AZ traffic). network team sees nothing',
  scope: 'basket',
  causes: [
    {
      subjects: [one('Service', 'basket/price-cache')],
      says: [
        ['internaltrafficpolicy', 'internal traffic policy', 'local'],
        ['local', 'node', '本地', '节点'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'basket/basket-web')],
  not: [one('Deployment', 'basket/price-cache'), one('Deployment', 'basket/basket-web')],
  play: (f) => {
    f.app({ ns: 'basket', name: 'basket-web', tone: 'winston', n: 4, env: { PRICE_CACHE: 'http://price-cache:8080' } });
    f.app({
      ns: 'basket',
      name: 'price-cache',
      tone: 'tracing',
      n: 1,
      svcPort: 8080,
      svcSpec: { internalTrafficPolicy: 'Local' },
    });
    const svc = f.get('Service', 'basket/price-cache');
    f.edited(svc, 'kubectl-patch', 1500, { 'f:spec': { 'f:internalTrafficPolicy': {} } });
    const nodes = f.world.nodes.map((n) => n.metadata.name);
    f.pods('basket/basket-web').forEach((p, i) => {
      if (p.spec) p.spec.nodeName = nodes[i % nodes.length];
    });
    const home = nodes[2];
    const pc = f.pod('basket/price-cache');
    if (pc.spec) pc.spec.nodeName = home;
    f.say({
      app: 'basket/basket-web',
      pods: (p) => p.spec?.nodeName !== home,
      from: 48,
      every: 20,
      lines: `price lookup failed: connect ECONNREFUSED ${f.ip('basket/price-cache')}:8080`,
    });
    herring.image(f, 'basket/reco-shadow', 3);
    oldRestart(f.s, pc, { exitCode: 1, reason: 'Error', days: 21 });
  },
});
