import { since } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed } from '../kit.ts';

export default scene({
  id: 'calm-slow-starter-ready-now',
  family: 'healthy',
  on: 'openshift',
  now: '2026-06-18T09:36:00Z',
  key: 'app',
  hops: 0,
  question:
    'events of claims-core show "Readiness probe failed connection refused" and "Startup probe failed" right after the 9:30 deploy. rollback?',
  scope: 'claims',
  not: [
    one('Deployment', 'claims/claims-core'),
    one('Pod', 'claims/claims-core-*'),
    one('Deployment', 'claims/claims-ui'),
  ],
  play: (f) => {
    f.app({
      ns: 'claims',
      name: 'claims-core',
      tone: 'spring',
      n: 2,
      image: 'image-registry.openshift-image-registry.svc:5000/claims/claims-core:14.2.0',
      startup: { httpGet: { path: '/readyz', port: 8080 }, periodSeconds: 10, failureThreshold: 30 },
    });
    const { fresh } = deployed(f, 'claims/claims-core', 6, '14.1.3');
    fresh.forEach((p, i) => {
      since(f.s, [p], i ? 3.6 : 5.9);
      const born = i ? 3.6 : 5.9;
      f.s.event(
        p,
        'Unhealthy',
        `Startup probe failed: Get "http://${p.status?.podIP}:8080/readyz": dial tcp ${p.status?.podIP}:8080: connect: connection refused`,
        {
          first: born - 0.3,
          last: born - 1.6,
          count: 8,
          container: 'claims-core',
        },
      );
      f.s.condition(p, 'Ready', 'True', undefined, undefined, born - 1.8);
      f.s.condition(p, 'ContainersReady', 'True', undefined, undefined, born - 1.8);
    });
    f.app({ ns: 'claims', name: 'claims-ui', tone: 'nginx', n: 2, env: { CORE: 'http://claims-core' } });
    f.say({
      app: 'claims/claims-core',
      level: 'info',
      from: 1.6,
      lines: 'Started ClaimsCoreApplication in 96.412 seconds (process running for 98.2)',
    });
  },
});
