import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-spare-service-no-endpoints',
  family: 'healthy',
  on: 'rke2',
  now: '2026-08-19T09:00:00Z',
  key: 'app',
  hops: 0,
  question: 'is anything wrong in namespace parts? svc parts-v3 has no endpoints, is that the outage QA talks about',
  scope: 'parts',
  not: [one('Service', 'parts/parts-v3'), one('Deployment', 'parts/parts-api'), one('Deployment', 'parts/parts-ui')],
  play: (f) => {
    f.app({ ns: 'parts', name: 'parts-ui', tone: 'winston', n: 2, env: { API: 'http://parts-api' } });
    f.app({ ns: 'parts', name: 'parts-api', tone: 'spring', n: 2 });
    f.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'parts-v3',
        namespace: 'parts',
        labels: { stage: 'planned' },
        annotations: { note: 'reserved for the Q4 release, no pods yet' },
        creationTimestamp: f.s.clock.ago(60_000),
      },
      spec: { selector: { app: 'parts-v3' }, ports: [{ name: 'web', port: 80, targetPort: 8080 }] },
    });
    herring.image(f, 'lab-sandbox/parts-exp', 11);
  },
});
