import { pullFails } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr, jobOf } from '../../third/kit.ts';

export default scene({
  id: 'warehouse-sync-waits-for-hook-image',
  family: 'gitops',
  on: 'gke',
  now: '2026-04-30T14:00:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'argocd hangs in "Syncing" for warehouse since 13:05, new version 3.8 not rolled out, UI just spins. argocd controller broken?',
  scope: 'warehouse',
  causes: [
    {
      subjects: [one('Job', 'warehouse/db-migrate-3-8-0'), one('Pod', 'warehouse/db-migrate-3-8-0-*')],
      says: [
        ['image', '镜像'],
        ['not found', 'pull', 'manifest unknown', '拉取', '不存在'],
      ],
    },
  ],
  symptoms: [one('Application', 'argocd/warehouse')],
  not: [
    one('Application', 'argocd/warehouse'),
    one('Deployment', 'warehouse/warehouse-api'),
    one('StatefulSet', 'argocd/argocd-application-controller'),
  ],
  play: (f) => {
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
    f.app({ ns: 'warehouse', name: 'warehouse-api', tone: 'spring', n: 3, image: 'warehouse-api:3.7.2' });
    f.app({ ns: 'warehouse', name: 'warehouse-web', tone: 'nginx', n: 2, env: { API: 'http://warehouse-api' } });
    f.app({
      ns: 'warehouse',
      name: 'db-migrate',
      tone: 'spring',
      n: 1,
      image: 'warehouse-migrate:3.8.0',
      svc: false,
      ready: null,
    });
    const [pod] = jobOf(f, 'warehouse/db-migrate', {
      job: 'db-migrate-3-8-0',
      minutes: 55,
      uid: 'job-mig-380',
      spec: { backoffLimit: 3 },
      status: { active: 1, ready: 0, terminating: 0 },
    });
    const job = f.get('Job', 'warehouse/db-migrate-3-8-0');
    job.metadata.annotations = {
      'argocd.argoproj.io/hook': 'PreSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    };
    if (!pod) return;
    const image = pod.spec?.containers?.[0]?.image ?? '';
    pullFails(
      f.s,
      pod,
      `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
      55,
    );
    cr(f, 'argoproj.io/v1alpha1/Application', 'applications', 'argocd/warehouse', {
      days: 300,
      spec: {
        project: 'warehouse',
        destination: { namespace: 'warehouse', server: 'https://kubernetes.default.svc' },
        source: { repoURL: 'https://git.example.com/warehouse/deploy.git', path: 'prod', targetRevision: 'main' },
        syncPolicy: { automated: { prune: true } },
      },
      status: {
        sync: { status: 'OutOfSync', revision: '0be2f9c1' },
        health: { status: 'Healthy' },
        operationState: {
          phase: 'Running',
          message: 'waiting for completion of hook batch/Job/db-migrate-3-8-0',
          startedAt: f.s.clock.ago(55.2),
          operation: { sync: { revision: '0be2f9c1' }, initiatedBy: { automated: true } },
        },
      } as never,
    });
    herring.crash(f, 'warehouse/label-ocr', 13);
  },
});
