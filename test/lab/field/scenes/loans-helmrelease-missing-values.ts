import { crd } from '../acts.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'loans-helmrelease-missing-values',
  family: 'gitops',
  on: 'gke',
  now: '2026-06-16T11:52:00Z',
  key: 'app.kubernetes.io/name',
  hops: 1,
  question: 'we merged loan-engine 5.3 two hours ago, cluster still runs 5.2. Is flux stuck?',
  scope: 'loans',
  causes: [
    {
      subjects: [one('HelmRelease', 'loans/loan-engine'), one('ConfigMap', 'loans/loan-engine-values')],
      says: [
        ['values', 'loan-engine-values', 'limits.yaml'],
        ['not found', 'could not find', 'missing', 'does not', 'no such', '不存在', '找不到'],
      ],
    },
  ],
  not: [one('Deployment', 'loans/loan-engine'), one('Deployment', 'flux-system/helm-controller')],
  play: (f) => {
    f.put(
      crd('HelmRelease', 'helmreleases', 'helm.toolkit.fluxcd.io', 'v2'),
      crd('HelmRepository', 'helmrepositories', 'source.toolkit.fluxcd.io', 'v1'),
    );
    for (const name of ['helm-controller', 'source-controller'])
      f.app({
        ns: 'flux-system',
        name,
        tone: 'ecs',
        n: 1,
        c: 'manager',
        image: `ghcr.io/fluxcd/${name}:v1.3.0`,
        svc: false,
        ready: { httpGet: { path: '/readyz', port: 9440 } },
      });
    f.config('loans/loan-engine-values', { 'values.yaml': 'replicas: 2\n' }, 1);
    f.app({
      ns: 'loans',
      name: 'loan-engine',
      tone: 'spring',
      n: 2,
      image: 'loan-engine:5.2.0',
      labels: {
        'app.kubernetes.io/managed-by': 'Helm',
        'helm.toolkit.fluxcd.io/name': 'loan-engine',
        'helm.toolkit.fluxcd.io/namespace': 'loans',
      },
      annotations: { 'meta.helm.sh/release-name': 'loan-engine', 'meta.helm.sh/release-namespace': 'loans' },
    });
    f.app({ ns: 'loans', name: 'loan-desk', tone: 'winston', n: 2 });
    const message =
      "could not resolve ConfigMap chart values reference 'loans/loan-engine-values' with key 'limits.yaml': key not found: missing key 'limits.yaml'";
    f.put({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      metadata: { name: 'corp', namespace: 'loans' },
      spec: { url: 'oci://europe-west4-docker.pkg.dev/prj-core-412/charts', type: 'oci' },
      status: {},
    });
    f.put({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'loan-engine', namespace: 'loans', generation: 14 },
      spec: {
        interval: '10m',
        chart: {
          spec: { chart: 'loan-engine', version: '5.3.0', sourceRef: { kind: 'HelmRepository', name: 'corp' } },
        },
        valuesFrom: [
          { kind: 'ConfigMap', name: 'loan-engine-values' },
          { kind: 'ConfigMap', name: 'loan-engine-values', valuesKey: 'limits.yaml' },
        ],
      },
      status: {
        observedGeneration: 14,
        failures: 12,
        conditions: [
          { type: 'Ready', status: 'False', reason: 'ValuesError', message, lastTransitionTime: f.s.clock.ago(118) },
        ],
        history: [{ name: 'loan-engine', namespace: 'loans', chartVersion: '5.2.0', status: 'deployed', version: 31 }],
      },
    });
    f.s.event(f.get('HelmRelease', 'loans/loan-engine'), 'ValuesError', message, {
      first: 118,
      last: 8,
      count: 12,
      source: 'helm-controller',
    });
    herring.crash(f, 'loans/scorecard-lab', 9);
    f.say({
      app: 'flux-system/helm-controller',
      from: 55,
      every: 600,
      lines: `Reconciler error HelmRelease loans/loan-engine: ${message}`,
    });
  },
});
