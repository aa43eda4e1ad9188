import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';

export default scene({
  id: 'portal-kustomization-left-suspended',
  family: 'gitops',
  on: 'gke',
  now: '2026-11-24T10:20:00Z',
  hops: 1,
  question:
    'merged the new feature flags for portal at 08:50, git shows them, cluster still has the old configmap. did flux die?',
  causes: [
    {
      subjects: [one('Kustomization', 'flux-system/portal')],
      says: [['suspend', '暂停', '挂起']],
    },
  ],
  not: [
    one('Deployment', 'flux-system/kustomize-controller'),
    one('Deployment', 'flux-system/source-controller'),
    one('GitRepository', 'flux-system/fleet'),
    one('Deployment', 'portal/portal'),
    one('Kustomization', 'flux-system/billing'),
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
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'portal',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const cm = f.config('portal/portal-flags', { 'flags.yaml': 'newCheckout: false\ndarkMode: true\n' }, 90);
    cm.metadata.labels = labels;
    f.edited(cm, 'kustomize-controller', 9_800, { 'f:data': { 'f:flags.yaml': {} } });
    f.app({ ns: 'portal', name: 'portal', tone: 'winston', n: 3, labels, mounts: { '/flags': 'cm:portal-flags' } });
    f.app({ ns: 'billing', name: 'billing', tone: 'slog', n: 2 });
    const ready = (message: string, m: number): object => ({
      type: 'Ready',
      status: 'True',
      reason: 'ReconciliationSucceeded',
      message,
      lastTransitionTime: f.s.clock.ago(m),
      observedGeneration: 2,
    });
    cr(f, 'source.toolkit.fluxcd.io/v1/GitRepository', 'gitrepositories', 'flux-system/fleet', {
      spec: { url: 'ssh://git@git.example.com/platform/fleet', ref: { branch: 'main' }, interval: '1m' } as never,
      status: {
        artifact: { revision: 'main@sha1:e07bb41c5f', lastUpdateTime: f.s.clock.ago(88) },
        conditions: [{ ...ready("stored artifact for revision 'main@sha1:e07bb41c5f'", 88), reason: 'Succeeded' }],
      } as never,
    });
    const k = (name: string, suspend: boolean, revision: string, m: number): ReturnType<typeof cr> =>
      cr(f, 'kustomize.toolkit.fluxcd.io/v1/Kustomization', 'kustomizations', `flux-system/${name}`, {
        days: 260,
        spec: {
          path: `./apps/${name}`,
          interval: '5m',
          prune: true,
          ...(suspend ? { suspend } : {}),
          sourceRef: { kind: 'GitRepository', name: 'fleet' },
        },
        status: {
          lastAppliedRevision: revision,
          lastAttemptedRevision: revision,
          conditions: [ready(`Applied revision: ${revision}`, m)],
        } as never,
      });
    const portal = k('portal', true, 'main@sha1:41b0c2d9aa', 9_800);
    k('billing', false, 'main@sha1:e07bb41c5f', 86);
    f.edited(portal, 'flux', 9_750, { 'f:spec': { 'f:suspend': {} } });
    f.say({
      app: 'flux-system/kustomize-controller',
      level: 'info',
      from: 47,
      every: 300,
      lines: 'server-side apply completed, Kustomization/billing.flux-system',
    });
    herring.crash(f, 'portal/survey-widget', 12);
  },
});
