import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'flux-kustomization-missing-crd-chain',
  family: 'gitops',
  on: 'kubeadm',
  now: '2026-01-20T09:38:00Z',
  hops: 3,
  question: 'merged the fix for checkout 2h ago, still the old image in prod. image exists, flux is running',
  causes: [
    {
      subjects: [one('Kustomization', 'flux-system/infra-monitoring')],
      says: [
        ['servicemonitor', 'no matches for kind', 'crd', 'customresourcedefinition'],
        ['no matches', 'crd', 'not found', 'missing', 'not installed', 'customresourcedefinition'],
      ],
    },
  ],
  symptoms: [one('Kustomization', 'flux-system/apps')],
  not: [
    one('Deployment', 'checkout/checkout'),
    one('Kustomization', 'flux-system/apps'),
    one('GitRepository', 'flux-system/fleet'),
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
        port: 9440,
        portName: 'healthz',
      });
    f.app({
      ns: 'checkout',
      name: 'checkout',
      tone: 'spring',
      n: 3,
      image: 'checkout:5.8.1',
      labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
    });
    const K = 'kustomize.toolkit.fluxcd.io/v1/Kustomization';
    const ready = (status: string, reason: string, message: string, m: number) =>
      ({
        conditions: [
          { type: 'Ready', status, reason, message, lastTransitionTime: f.s.clock.ago(m), observedGeneration: 2 },
        ],
        observedGeneration: 2,
      }) as never;
    cr(f, 'source.toolkit.fluxcd.io/v1/GitRepository', 'gitrepositories', 'flux-system/fleet', {
      spec: { url: 'ssh://git@git.corp.lan/fleet', ref: { branch: 'main' }, interval: '1m' } as never,
      status: ready('True', 'Succeeded', "stored artifact for revision 'main@sha1:91ffab20'", 118),
    });
    cr(f, K, 'kustomizations', 'flux-system/infra-base', {
      spec: { path: './infra/base', interval: '10m', prune: true, sourceRef: { kind: 'GitRepository', name: 'fleet' } },
      status: ready('True', 'ReconciliationSucceeded', 'Applied revision: main@sha1:91ffab20', 9),
    });
    const m = cr(f, K, 'kustomizations', 'flux-system/infra-monitoring', {
      spec: {
        path: './infra/monitoring',
        dependsOn: [{ name: 'infra-base' }],
        interval: '10m',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
      },
      status: ready(
        'False',
        'ReconciliationFailed',
        'ServiceMonitor/monitoring/checkout dry-run failed: no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
        1600,
      ),
    });
    const a = cr(f, K, 'kustomizations', 'flux-system/apps', {
      spec: {
        path: './apps/prod',
        dependsOn: [{ name: 'infra-monitoring' }],
        interval: '10m',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
      },
      status: ready('False', 'DependencyNotReady', "dependency 'flux-system/infra-monitoring' is not ready", 1600),
    });
    f.s.event(
      m,
      'ReconciliationFailed',
      'ServiceMonitor/monitoring/checkout dry-run failed: no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
      { first: 58, last: 4, count: 6, source: 'kustomize-controller' },
    );
    f.s.event(a, 'DependencyNotReady', 'Dependencies do not meet ready condition, retrying in 30s', {
      type: 'Normal',
      first: 58,
      last: 0.4,
      count: 117,
      source: 'kustomize-controller',
    });
    herring.image(f, 'checkout/checkout-loadtest', 11);
  },
});
