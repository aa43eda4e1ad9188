import { waiting } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { ABSENT, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'tariff-config-pruned-by-other-application',
  family: 'gitops',
  on: 'eks',
  now: '2026-10-06T09:50:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'invoices 500 after we restarted tariff-api to pick up a log level. argocd app tariff-api is Synced, nothing changed in its repo for weeks',
  scope: 'billing',
  causes: [
    {
      subjects: [
        one('ConfigMap', 'billing/tariff-common'),
        one('Application', 'argocd/billing-common'),
        ...of('billing/tariff-api'),
      ],
      says: [['tariff-common'], [...ABSENT, 'pruned', 'deleted', 'removed', '删除']],
    },
  ],
  symptoms: [one('Deployment', 'billing/invoice-web')],
  not: [
    one('Deployment', 'billing/invoice-web'),
    one('Deployment', 'billing/tariff-import'),
    one('Application', 'argocd/tariff-api'),
  ],
  absent: ['ConfigMap/billing/tariff-common'],
  play: (f) => {
    program(f, 'pino', { ns: 'billing', name: 'invoice-web', n: 2, env: { TARIFF: 'http://tariff-api' } });
    f.app({
      ns: 'billing',
      name: 'tariff-api',
      tone: 'spring',
      n: 2,
      from: ['cm:tariff-common'],
      annotations: { 'argocd.argoproj.io/tracking-id': 'tariff-api:apps/Deployment:billing/tariff-api' },
    });
    restarted(f, 'billing/tariff-api', 33);
    f.app({ ns: 'billing', name: 'tariff-import', tone: 'spring', n: 1, env: { MODE: 'batch' } });
    for (const p of f.pods('billing/tariff-api')) {
      waiting(f.s, p, 'CreateContainerConfigError', 'configmap "tariff-common" not found', { minutes: 33 });
      f.s.event(p, 'Failed', 'Error: configmap "tariff-common" not found', {
        first: 33,
        last: 0.4,
        count: 150,
        container: 'tariff-api',
      });
    }
    f.app({
      ns: 'argocd',
      name: 'argocd-application-controller',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'quay.io/argoproj/argocd:v3.1.8',
      ready: null,
      svc: 'argocd-application-controller',
    });
    const app = (name: string, minutes: number, resources: object[]): void => {
      cr(f, 'argoproj.io/v1alpha1/Application', 'applications', `argocd/${name}`, {
        days: 300,
        spec: {
          project: 'billing',
          destination: { namespace: 'billing', server: 'https://kubernetes.default.svc' },
          source: { repoURL: 'https://git.example/billing/deploy.git', path: name, targetRevision: 'main' },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
        status: {
          sync: { status: 'Synced', revision: '7c41f00d' },
          health: { status: name === 'tariff-api' ? 'Degraded' : 'Healthy' },
          operationState: {
            phase: 'Succeeded',
            message: 'successfully synced (all tasks run)',
            finishedAt: f.s.clock.ago(minutes),
            operation: { initiatedBy: { automated: true } },
            syncResult: { revision: '7c41f00d', resources },
          },
        } as never,
      });
    };
    app('billing-common', 1130, [
      {
        group: '',
        version: 'v1',
        kind: 'ConfigMap',
        namespace: 'billing',
        name: 'tariff-common',
        status: 'Pruned',
        message: 'pruned',
        syncPhase: 'Sync',
      },
      {
        group: '',
        version: 'v1',
        kind: 'ConfigMap',
        namespace: 'billing',
        name: 'tariff-base',
        status: 'Synced',
        message: 'configmap/tariff-base created',
        syncPhase: 'Sync',
      },
    ]);
    app('tariff-api', 34_000, []);
    f.config('billing/tariff-base', { VAT_TABLE: '2026', ROUNDING: 'half-even' }, 0.785);
    tell(
      f,
      'billing/invoice-web',
      `GET http://tariff-api/tariffs failed: connect ECONNREFUSED ${f.ip('billing/tariff-api')}:80`,
      { from: 32, every: 14 },
    );
    herring.image(f, 'billing/dunning-next', 6);
  },
});
