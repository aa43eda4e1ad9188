import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';

export default scene({
  id: 'calm-flux-paused-for-rehearsal',
  family: 'healthy',
  on: 'rke2',
  now: '2026-09-24T16:30:00Z',
  hops: 0,
  question:
    'one kustomization says Suspended: True in the flux overview and yesterday it also logged reconcile errors - anything broken on plant7?',
  not: [
    one('Kustomization', 'flux-system/mes'),
    one('Deployment', 'mes/mes-api'),
    one('Deployment', 'flux-system/kustomize-controller'),
  ],
  play: (f) => {
    for (const n of ['source-controller', 'kustomize-controller'])
      f.app({
        ns: 'flux-system',
        name: n,
        tone: 'ecs',
        n: 1,
        c: 'manager',
        image: `ghcr.io/fluxcd/${n}:v1.7.2`,
        svc: false,
        port: 9440,
        portName: 'healthz',
        ready: { httpGet: { path: '/readyz', port: 9440 } },
      });
    f.app({ ns: 'mes', name: 'mes-api', tone: 'spring', n: 2 });
    f.app({ ns: 'mes', name: 'mes-ui', tone: 'nginx', n: 2, env: { API: 'http://mes-api' } });
    const status = (revision: string, m: number): never =>
      ({
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            message: `Applied revision: ${revision}`,
            lastTransitionTime: f.s.clock.ago(m),
            observedGeneration: 2,
          },
        ],
      }) as never;
    cr(f, 'source.toolkit.fluxcd.io/v1/GitRepository', 'gitrepositories', 'flux-system/plant7', {
      spec: { url: 'ssh://git@git.example/plant7', ref: { branch: 'main' }, interval: '1m' } as never,
      status: {
        artifact: { revision: 'main@sha1:77aa01c2', lastUpdateTime: f.s.clock.ago(4000) },
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'Succeeded',
            message: "stored artifact for revision 'main@sha1:77aa01c2'",
            lastTransitionTime: f.s.clock.ago(4000),
          },
        ],
      } as never,
    });
    cr(f, 'kustomize.toolkit.fluxcd.io/v1/Kustomization', 'kustomizations', 'flux-system/mes', {
      days: 200,
      metadata: {
        name: 'mes',
        namespace: 'flux-system',
        annotations: {
          'ops.example/suspend-reason': 'failover rehearsal 2026-09-24 14:00-20:00 UTC, owner s.kraus, CHG-4471',
        },
      },
      spec: {
        path: './apps/mes',
        interval: '5m',
        prune: true,
        suspend: true,
        sourceRef: { kind: 'GitRepository', name: 'plant7' },
      },
      status: status('main@sha1:77aa01c2', 190),
    });
    cr(f, 'kustomize.toolkit.fluxcd.io/v1/Kustomization', 'kustomizations', 'flux-system/base', {
      days: 200,
      spec: { path: './base', interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'plant7' } },
      status: status('main@sha1:77aa01c2', 3),
    });
    f.say({ app: 'mes/mes-api', level: 'info', from: 45, every: 300, lines: 'line states synced: 14 of 14, lag 0s' });
  },
});
