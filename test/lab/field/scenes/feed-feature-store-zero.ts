import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'feed-feature-store-zero',
  family: 'scaled-to-zero',
  on: 'gke',
  now: '2026-01-30T22:14:00Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  without: ['events'],
  question:
    'home timeline falls back to "popular" for everyone, timeline-bff has no errors in grafana, maybe ranker model is bad?',
  scope: 'timeline',
  causes: [
    {
      subjects: [...of('features/feature-store'), one('Service', 'features/feature-store')],
      says: [['replicas', 'scaled', 'zero', '0', '副本'], ['feature-store']],
    },
  ],
  symptoms: [one('Deployment', 'timeline/ranker')],
  not: [
    one('Deployment', 'timeline/ranker'),
    one('Deployment', 'timeline/timeline-bff'),
    one('Deployment', 'features/feature-ui'),
  ],
  play: (f) => {
    f.app({ ns: 'timeline', name: 'timeline-bff', tone: 'winston', n: 3, env: { RANKER_URL: 'http://ranker:8000' } });
    f.app({
      ns: 'timeline',
      name: 'ranker',
      tone: 'gunicorn',
      n: 2,
      port: 8000,
      svcPort: 8000,
      env: { FEATURE_STORE: 'feature-store.features.svc.cluster.local:6565' },
    });
    f.app({
      ns: 'features',
      name: 'feature-store',
      tone: 'spring',
      n: 0,
      port: 6565,
      svcPort: 6565,
      portName: 'grpc',
      ready: { grpc: { port: 6565 } },
    });
    f.app({
      ns: 'features',
      name: 'feature-ui',
      tone: 'nginx',
      n: 0,
      svc: 'feature-ui',
      annotations: { 'ops/why': 'retired 2025-12, remove after audit' },
    });
    f.edited(f.get('Deployment', 'features/feature-store'), 'kubectl-scale', 52, { 'f:spec': { 'f:replicas': {} } });
    herring.crash(f, 'timeline/ads-mixer-beta', 10);
    f.say({
      app: 'timeline/ranker',
      from: 51,
      every: 25,
      lines: `feature fetch failed, unranked fallback: <_InactiveRpcError of RPC that terminated with: status = StatusCode.UNAVAILABLE details = "failed to connect to all addresses; last error: UNKNOWN: ipv4:${f.ip('features/feature-store')}:6565: Failed to connect to remote host: connect: Connection refused (111)">`,
    });
    f.say({
      app: 'timeline/timeline-bff',
      from: 51,
      every: 40,
      level: 'warn',
      lines: 'ranker http://ranker:8000/rank answered 200 with X-Ranked: false, using popular',
    });
  },
});
