import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'helm-lock-pending-upgrade',
  family: 'helm_install',
  on: 'aks',
  now: '2026-03-11T14:20:00Z',
  hops: 1,
  question:
    'HelmRelease shipping refuses every upgrade since the runner was killed at lunch. pods are ok on old version but we need the hotfix out',
  scope: 'shipping',
  causes: [
    {
      subjects: [one('HelmRelease', 'shipping/shipping'), one('Secret', 'shipping/sh.helm.release.v1.shipping.v48')],
      says: [['pending-upgrade', 'another operation', 'in progress', 'pending upgrade']],
    },
  ],
  not: [one('Deployment', 'shipping/shipping-api'), one('Deployment', 'shipping/label-svc')],
  play: (f) => {
    f.app({
      ns: 'shipping',
      name: 'shipping-api',
      tone: 'serilog',
      n: 3,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    });
    f.app({ ns: 'shipping', name: 'label-svc', tone: 'gunicorn', n: 2 });
    f.app({
      ns: 'flux-system',
      name: 'helm-controller',
      tone: 'ecs',
      n: 1,
      c: 'manager',
      image: 'ghcr.io/fluxcd/helm-controller:v1.4.3',
      port: 9440,
      portName: 'healthz',
    });
    for (const [v, status, m] of [
      [46, 'superseded', 40000],
      [47, 'deployed', 12000],
      [48, 'pending-upgrade', 134],
    ] as const) {
      const s = f.secret(`shipping/sh.helm.release.v1.shipping.v${v}`, ['release'], m / 1440, 'helm.sh/release.v1');
      s.metadata.labels = { owner: 'helm', name: 'shipping', status, version: String(v) };
    }
    const why =
      'Helm upgrade failed for release shipping/shipping with chart shipping@4.9.2: another operation (install/upgrade/rollback) is in progress';
    const h = cr(f, 'helm.toolkit.fluxcd.io/v2/HelmRelease', 'helmreleases', 'shipping/shipping', {
      spec: {
        chart: { spec: { chart: 'shipping', version: '4.9.2' } },
        interval: '5m',
        upgrade: { remediation: { retries: 3 } },
      },
      status: {
        upgradeFailures: 25,
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'UpgradeFailed',
            message: why,
            lastTransitionTime: f.s.clock.ago(121),
          },
          {
            type: 'Released',
            status: 'False',
            reason: 'UpgradeFailed',
            message: why,
            lastTransitionTime: f.s.clock.ago(121),
          },
        ],
      } as never,
    });
    f.s.event(h, 'UpgradeFailed', why, { first: 58, last: 2, count: 12, source: 'helm-controller' });
    f.say({
      app: 'flux-system/helm-controller',
      from: 49,
      every: 300,
      lines: `reconciliation error helmrelease=shipping/shipping: ${why}`,
    });
    herring.crash(f, 'shipping/customs-edi', 13);
  },
});
