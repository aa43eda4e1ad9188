/** A namespace that stays, for a finalizer whose controller does not run. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';

const cluster = (finalizer: string, replicas: number) => `
apiVersion: v1
kind: Namespace
metadata: {name: shop, deletionTimestamp: "2026-03-01T10:00:00Z"}
status:
  phase: Terminating
  conditions:
    - {type: NamespaceContentRemaining, status: "True", reason: SomeResourcesRemain, message: "Some resources are remaining: instances.mysql.example.org has 1 resource instances", lastTransitionTime: "2026-03-01T10:00:10Z"}
    - {type: NamespaceFinalizersRemaining, status: "True", reason: SomeFinalizersRemain, message: "Some content in the namespace has finalizers remaining: ${finalizer} in 1 resource instances", lastTransitionTime: "2026-03-01T10:00:10Z"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: mysql-operator, namespace: operators}
spec: {replicas: ${replicas}, selector: {matchLabels: {app: m}}, template: {metadata: {labels: {app: m}}, spec: {containers: [{name: m, image: mysql-operator}]}}}
status: {replicas: ${replicas}, readyReplicas: ${replicas}, availableReplicas: ${replicas}}
`;
const roots = (finalizer: string, replicas: number) =>
  rootsIn(cluster(finalizer, replicas), { now: '2026-03-01T12:00:00Z' });

test.each(['mysql.example.org/finalizer', 'db.example.org/mysql-operator'])('%s', (finalizer) => {
  expect(roots(finalizer, 0)).toEqual(['ScaledToZero Deployment operators/mysql-operator']);
  expect(roots(finalizer, 1)).toEqual(['NamespaceStuckTerminating Namespace /shop']);
});

test('a finalizer of somebody else', () => {
  expect(roots('volumes.example.org/cleanup', 0)).toEqual(['NamespaceStuckTerminating Namespace /shop']);
});
