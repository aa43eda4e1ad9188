import { setOf } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'argo-selfheal-undoes-scale',
  family: 'gitops',
  on: 'eks',
  now: '2026-05-22T20:14:00Z',
  hops: 1,
  question:
    'I scale ticker-ws to 8 by hand because websockets are refused, one minute later it is 2 again. who does that? no HPA there. k8s bug?',
  scope: 'live',
  causes: [
    {
      subjects: [one('Application', 'argocd/ticker-ws'), ...of('live/ticker-ws')],
      says: [
        ['argo', 'gitops', 'self-heal', 'selfheal', 'self heal'],
        ['selfheal', 'self-heal', 'self heal', 'sync', 'revert', 'replicas'],
      ],
    },
  ],
  not: [one('StatefulSet', 'argocd/argocd-application-controller'), one('Deployment', 'live/ticker-web')],
  play: (f) => {
    f.app({
      ns: 'argocd',
      name: 'argocd-application-controller',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'quay.io/argoproj/argocd:v3.2.1',
      ready: null,
      svc: 'argocd-application-controller',
    });
    f.app({
      ns: 'live',
      name: 'ticker-ws',
      tone: 'slog',
      n: 2,
      annotations: { 'argocd.argoproj.io/tracking-id': 'ticker-ws:apps/Deployment:live/ticker-ws' },
      env: { MAX_CONN: '4000' },
    });
    f.app({ ns: 'live', name: 'ticker-web', tone: 'nginx', n: 2, env: { WS: 'ws://ticker-ws' } });
    const d = f.get('Deployment', 'live/ticker-ws');
    f.edited(d, 'argocd-controller', 3.2, { 'f:spec': { 'f:replicas': {} } });
    const rs = setOf(f, 'live/ticker-ws').metadata.name;
    for (const [m, a, b] of [
      [38, 2, 8],
      [37, 8, 2],
      [21, 2, 8],
      [20, 8, 2],
      [4.5, 2, 8],
      [3.2, 8, 2],
    ] as const)
      f.s.event(d, 'ScalingReplicaSet', `Scaled ${b > a ? 'up' : 'down'} replica set ${rs} from ${a} to ${b}`, {
        type: 'Normal',
        first: m,
        last: m,
        source: 'deployment-controller',
      });
    cr(f, 'argoproj.io/v1alpha1/Application', 'applications', 'argocd/ticker-ws', {
      days: 200,
      spec: {
        project: 'live',
        destination: { namespace: 'live', server: 'https://kubernetes.default.svc' },
        source: { repoURL: 'https://git.example/live/deploy.git', path: 'ticker-ws/prod', targetRevision: 'main' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
      status: {
        sync: { status: 'Synced', revision: '4be81c0d' },
        health: { status: 'Healthy' },
        operationState: {
          phase: 'Succeeded',
          message: 'successfully synced (all tasks run)',
          finishedAt: f.s.clock.ago(3.2),
          operation: { initiatedBy: { automated: true } },
        },
      } as never,
    });
    f.say({
      app: 'live/ticker-ws',
      from: 48,
      every: 15,
      level: 'warn',
      lines: 'refusing upgrade: 4000/4000 connections',
    });
    f.say({
      app: 'argocd/argocd-application-controller',
      from: 38,
      every: 1000,
      level: 'info',
      lines:
        'Initiated automated sync to 4be81c0d application=argocd/ticker-ws (self-heal attempt, out of sync: apps/Deployment/live/ticker-ws)',
    });
    herring.crash(f, 'live/odds-import', 4);
  },
});
