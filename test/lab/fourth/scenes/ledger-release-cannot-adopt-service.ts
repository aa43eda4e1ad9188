import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';

export default scene({
  id: 'ledger-release-cannot-adopt-service',
  family: 'helm',
  on: 'rke2',
  now: '2026-07-15T15:00:00Z',
  hops: 1,
  question:
    'we put ledger under flux today, HelmRelease is red and there is no ledger deployment in pay. chart works on dev',
  scope: 'pay',
  causes: [
    {
      subjects: [one('HelmRelease', 'pay/ledger'), one('Service', 'pay/ledger')],
      says: [
        ['ownership', 'managed-by', 'exists', 'imported', 'adopt', '已存在', '归属', '所有权'],
        ['service', '服务'],
      ],
    },
  ],
  not: [
    one('Deployment', 'flux-system/helm-controller'),
    one('Deployment', 'pay/pay-gateway'),
    one('HelmRelease', 'pay/pay-gateway'),
  ],
  play: (f) => {
    for (const n of ['source-controller', 'helm-controller'])
      f.app({
        ns: 'flux-system',
        name: n,
        tone: 'ecs',
        n: 1,
        c: 'manager',
        image: `ghcr.io/fluxcd/${n}:v1.4.0`,
        svc: false,
        port: 9440,
        portName: 'healthz',
        ready: { httpGet: { path: '/readyz', port: 9440 } },
      });
    f.app({
      ns: 'pay',
      name: 'pay-gateway',
      tone: 'tracing',
      n: 2,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      env: { LEDGER: 'http://ledger' },
    });
    f.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'ledger',
        namespace: 'pay',
        creationTimestamp: f.s.clock.ago(430_000),
        labels: { app: 'ledger' },
      },
      spec: { selector: { app: 'ledger-v1' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    f.edited(f.get('Service', 'pay/ledger'), 'kubectl-client-side-apply', 430_000, { 'f:spec': { 'f:ports': {} } });
    const why =
      'Helm install failed for release pay/ledger with chart ledger@1.4.0: Unable to continue with install: Service "ledger" in namespace "pay" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "ledger"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "pay"';
    const spec = (chart: string, version: string) => ({
      interval: '10m',
      chart: {
        spec: { chart, version, sourceRef: { kind: 'HelmRepository', name: 'corp', namespace: 'flux-system' } },
      },
    });
    cr(f, 'source.toolkit.fluxcd.io/v1/HelmRepository', 'helmrepositories', 'flux-system/corp', {
      spec: { url: 'oci://registry.plant7.example/charts', type: 'oci' },
      status: {},
    });
    const r = cr(f, 'helm.toolkit.fluxcd.io/v2/HelmRelease', 'helmreleases', 'pay/ledger', {
      days: 0.2,
      spec: spec('ledger', '1.4.0'),
      status: {
        observedGeneration: 2,
        failures: 5,
        installFailures: 1,
        conditions: [
          {
            type: 'Stalled',
            status: 'True',
            reason: 'RetriesExceeded',
            message: 'Failed to install after 1 attempt(s)',
            lastTransitionTime: f.s.clock.ago(230),
          },
          {
            type: 'Ready',
            status: 'False',
            reason: 'InstallFailed',
            message: why,
            lastTransitionTime: f.s.clock.ago(230),
          },
          {
            type: 'Released',
            status: 'False',
            reason: 'InstallFailed',
            message: why,
            lastTransitionTime: f.s.clock.ago(230),
          },
        ],
      } as never,
    });
    cr(f, 'helm.toolkit.fluxcd.io/v2/HelmRelease', 'helmreleases', 'pay/pay-gateway', {
      days: 90,
      spec: spec('pay-gateway', '3.2.0'),
      status: {
        observedGeneration: 2,
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'UpgradeSucceeded',
            message: 'Helm upgrade succeeded for release pay/pay-gateway.v14 with chart pay-gateway@3.2.0',
            lastTransitionTime: f.s.clock.ago(9000),
          },
        ],
      } as never,
    });
    f.s.event(r, 'InstallFailed', why, { first: 55, last: 5, count: 6, source: 'helm-controller' });
    f.say({
      app: 'pay/pay-gateway',
      level: 'warn',
      from: 45,
      every: 200,
      lines: 'ledger mirror disabled: error sending request for url (http://ledger/health): connection refused',
    });
    herring.crash(f, 'pay/sepa-test', 20);
  },
});
