import { definition } from '../definition.ts';
import { incident } from '../incident.ts';

export default incident({
  id: 'argo-sync-immutable-field',
  family: 'gitops',
  mode: 'forged',
  platform: 'eks',
  company: 'telco',
  now: '2026-04-24T13:17:00Z',
  onset: 66,
  question: 'we merged plan-worker 2.8 an hour ago, Argo CD is OutOfSync and the cluster still runs 2.7',
  scope: { namespace: 'plans' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Application', namespace: 'argocd', name: 'plans' },
        { kind: 'Deployment', namespace: 'plans', name: 'plan-worker' },
      ],
      says: [
        ['immutable', '不可变'],
        ['selector', 'field', '字段'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'plans', name: 'plan-api' }],
  hops: 1,
  apps: [
    {
      ns: 'plans',
      name: 'plan-worker',
      style: 'zap',
      replicas: 2,
      image: 'plan-worker:2.7.0',
      service: false,
      probe: '',
      annotations: { 'argocd.argoproj.io/tracking-id': 'plans:apps/Deployment:plans/plan-worker' },
    },
    { ns: 'plans', name: 'plan-api', style: 'logback', replicas: 2 },
    {
      ns: 'argocd',
      name: 'argocd-application-controller',
      style: 'logrus',
      kind: 'StatefulSet',
      replicas: 1,
      service: false,
      probe: '',
      image: 'quay.io/argoproj/argocd:v3.2.1',
    },
  ],
  extra: [
    definition('Application', 'applications', 'argoproj.io', 'v1alpha1'),
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'plans', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.telco.example/plans.git', path: 'deploy', targetRevision: 'main' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'plans' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
      status: {
        sync: { status: 'OutOfSync', revision: '8c1f0de2' },
        health: { status: 'Healthy' },
        conditions: [
          {
            type: 'SyncError',
            status: 'True',
            message:
              'Failed last sync attempt to 8c1f0de2: one or more objects failed to apply, reason: Deployment.apps "plan-worker" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"plan-worker","tier":"batch"}}: field is immutable (retried 5 times).',
            lastTransitionTime: '2026-04-24T12:13:40Z',
          },
        ],
        operationState: {
          phase: 'Failed',
          message:
            'one or more objects failed to apply, reason: Deployment.apps "plan-worker" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"plan-worker","tier":"batch"}}: field is immutable (retried 5 times).',
          startedAt: '2026-04-24T12:11:02Z',
          finishedAt: '2026-04-24T12:13:40Z',
        },
      },
    },
  ],
  edit: (s) => {
    for (const o of s.all('Application'))
      if (o.status?.conditions) for (const c of o.status.conditions) Object.assign(c, { status: 'True' });
  },
  logs: [
    {
      app: 'argocd/argocd-application-controller',
      level: 'warn',
      say: 'Skipping auto-sync: failed previous sync attempt to 8c1f0de2',
      every: 180,
    },
  ],
});
