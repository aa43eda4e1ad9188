/** Flux, Argo CD and Helm: what they report, and what inside the delivery is the deeper cause. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';

const NOW = '2026-03-01T12:00:00Z';
const flux = (ready: { source: string; app: string; suspend?: boolean }) => `
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: flux-system}
spec: {url: "https://charts.example"}
status: {conditions: [{type: Ready, status: "${ready.source}", reason: IndexationFailed, message: "failed to fetch index: 401 Unauthorized", lastTransitionTime: "2026-03-01T09:00:00Z"}]}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: billing, namespace: billing}
spec: {suspend: ${ready.suspend ?? false}, chart: {spec: {chart: billing, sourceRef: {kind: HelmRepository, name: charts, namespace: flux-system}}}}
status: {conditions: [{type: Ready, status: "${ready.app}", reason: UpgradeFailed, message: "Helm upgrade failed for release billing/billing: timed out waiting for the condition", lastTransitionTime: "2026-03-01T09:00:00Z"}]}
`;
const DEPLOYMENT = `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: billing, namespace: billing, generation: 2, creationTimestamp: "2026-02-01T09:00:00Z", annotations: {meta.helm.sh/release-name: billing}}
spec: {replicas: 1, selector: {matchLabels: {app: billing}}, template: {metadata: {labels: {app: billing}}, spec: {containers: [{name: app, image: "billing:9"}]}}}
status: {observedGeneration: 2, replicas: 1, updatedReplicas: 1, conditions: [{type: Available, status: "False", reason: MinimumReplicasUnavailable, message: no minimum}, {type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: timed out}]}
---
apiVersion: v1
kind: Pod
metadata: {name: billing-5d-x, namespace: billing, creationTimestamp: "2026-03-01T09:00:00Z", labels: {app: billing, pod-template-hash: 5d}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: billing-5d, uid: r, controller: true}]}
spec: {nodeName: n1, containers: [{name: app, image: "billing:9"}]}
status:
  phase: Pending
  containerStatuses: [{name: app, image: "billing:9", imageID: "", ready: false, restartCount: 0, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "billing:9": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/billing:9": docker.io/library/billing:9: not found'}}}]
`;

test('a source that cannot be fetched explains what is built from it', () => {
  expect(rootsIn(flux({ source: 'False', app: 'False' }), { now: NOW })).toEqual([
    'SourceNotFetched HelmRepository flux-system/charts',
  ]);
});

test('a release that timed out is explained by the workload in it', () => {
  const roots = rootsIn(flux({ source: 'True', app: 'False' }) + DEPLOYMENT, { now: NOW });
  expect(roots).toEqual(['ImageNotFound Deployment billing/billing']);
});

test('a release alone speaks for itself; a suspended or ready one is no trouble', () => {
  expect(rootsIn(flux({ source: 'True', app: 'False' }), { now: NOW })).toEqual([
    'HelmReleaseNotReady HelmRelease billing/billing',
  ]);
  expect(rootsIn(flux({ source: 'True', app: 'False', suspend: true }), { now: NOW })).toEqual([]);
  expect(rootsIn(flux({ source: 'True', app: 'True' }), { now: NOW })).toEqual([]);
});

const argo = (phase: string, sync: string, health: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: maps, namespace: argocd}
spec: {destination: {namespace: maps}}
status:
  sync: {status: ${sync}, revision: 51c0aa9e}
  health: {status: ${health}}
  operationState: {phase: ${phase}, message: 'one or more objects failed to apply, reason: namespaces "maps" not found', finishedAt: "2026-03-01T11:00:00Z"}
`;

test('an Application that failed to sync', () => {
  expect(rootsIn(argo('Failed', 'OutOfSync', 'Missing'), { now: NOW })).toEqual([
    'ArgoSyncFailed Application argocd/maps',
  ]);
});

test('a failed sync that a later one made good, or a merely pending change, is no trouble', () => {
  expect(rootsIn(argo('Failed', 'Synced', 'Healthy'), { now: NOW })).toEqual([]);
  expect(rootsIn(argo('Succeeded', 'OutOfSync', 'Healthy'), { now: NOW })).toEqual([]);
});

const release = (revision: number, status: string, at: number) => `
---
apiVersion: v1
kind: Secret
type: helm.sh/release.v1
metadata: {name: sh.helm.release.v1.geo.v${revision}, namespace: geo, labels: {owner: helm, name: geo, status: ${status}, version: "${revision}", modifiedAt: "${at}"}}
data: {release: ""}
`;
const HOUR_AGO = Date.parse('2026-03-01T11:00:00Z') / 1000;

test('a release that hangs in pending-upgrade; one that just began, and one that was superseded, are none', () => {
  const asked = { now: NOW, namespace: 'geo', question: 'helm upgrade of geo does not work' };
  const base = release(1, 'deployed', HOUR_AGO - 9000);
  expect(rootsIn(base + release(2, 'pending-upgrade', HOUR_AGO), asked)).toEqual([
    'HelmReleasePending Secret geo/sh.helm.release.v1.geo.v2',
  ]);
  expect(rootsIn(base + release(2, 'pending-upgrade', HOUR_AGO + 3500), asked)).toEqual([]);
  expect(rootsIn(release(1, 'failed', HOUR_AGO - 9000) + release(2, 'deployed', HOUR_AGO), asked)).toEqual([]);
});
