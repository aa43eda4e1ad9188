/** Custom resources that report that they cannot be carried out. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';

const NOW = '2026-03-01T12:00:00Z';
const resource = (apiVersion: string, kind: string, spec: object, condition: object, at = '2026-03-01T10:00:00Z') =>
  JSON.stringify({
    apiVersion,
    kind,
    metadata: { name: 'orders', namespace: 'shop' },
    spec,
    status: { conditions: [{ lastTransitionTime: at, reason: 'Failed', ...condition }] },
  });
const POD = `
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, creationTimestamp: "2026-03-01T10:00:00Z"}
spec: {nodeName: n1, containers: [{name: web, image: web, envFrom: [{secretRef: {name: orders}}]}]}
status:
  phase: Pending
  containerStatuses: [{name: web, ready: false, restartCount: 0, state: {waiting: {reason: CreateContainerConfigError, message: 'secret "orders" not found'}}}]
`;

test('a SealedSecret that cannot be unsealed explains the missing Secret', () => {
  const sealed = (status: string) =>
    resource(
      'bitnami.com/v1alpha1',
      'SealedSecret',
      {},
      { type: 'Synced', status, message: 'no key could decrypt secret (password)' },
    );
  expect(rootsIn(sealed('False') + POD, { now: NOW })).toEqual(['ResourceNotCarriedOut SealedSecret shop/orders']);
  expect(rootsIn(sealed('True') + POD, { now: NOW })).toEqual(['SecretMissing Secret shop/orders']);
});

test('a ScaledObject whose trigger is refused', () => {
  const scaled = (status: string, at?: string) =>
    resource(
      'keda.sh/v1alpha1',
      'ScaledObject',
      { scaleTargetRef: { name: 'web' } },
      { type: 'Ready', status, message: 'error resolving auth params' },
      at,
    );
  expect(rootsIn(scaled('False'), { now: NOW })).toEqual(['ResourceNotCarriedOut ScaledObject shop/orders']);
  expect(rootsIn(scaled('True'), { now: NOW })).toEqual([]);
  expect(rootsIn(scaled('False', '2026-03-01T11:59:00Z'), { now: NOW })).toEqual([]);
  // Nothing to scale for is no trouble.
  const idle = resource('keda.sh/v1alpha1', 'ScaledObject', {}, { type: 'Active', status: 'False' });
  expect(rootsIn(idle, { now: NOW })).toEqual([]);
});

test('a Rollout that was aborted', () => {
  const rollout = (phase: string) =>
    JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'web', namespace: 'shop' },
      status: { phase, message: 'RolloutAborted: metric "success-rate" assessed Failed' },
    });
  expect(rootsIn(rollout('Degraded'), { now: NOW })).toEqual(['ResourceNotCarriedOut Rollout shop/web']);
  expect(rootsIn(rollout('Paused'), { now: NOW })).toEqual([]);
});
