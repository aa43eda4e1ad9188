/** Credentials that no longer fit, rights that are missing, and work that piles up. */
import { expect, test } from 'vitest';
import { FACTS } from '../../../src/diagnosis/facts/table.ts';
import { WHYS } from '../../../src/diagnosis/why/table.ts';
import { findingsOf, stateOf } from '../../support/state.ts';
import { rootsIn } from '../roots.ts';
import { lines, logOf, NOW, running } from './pods.ts';

const secret = (name: string, edited?: string): string => `
---
apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: shop
  creationTimestamp: "2026-01-01T00:00:00Z"
  managedFields: [{manager: kubectl-edit, operation: Update, apiVersion: v1, time: "${edited ?? '2026-01-01T00:00:00Z'}", fieldsType: FieldsV1, fieldsV1: {"f:data": {"f:password": {}}}}]
data: {password: ""}
`;
const password = (from: string): string =>
  `env: [{name: DB_HOST, value: orders-db}, {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: ${from}, key: password}}}]`;
const DENIED = lines(
  ...Array.from(
    { length: 4 },
    () =>
      'ERROR connection to server at "orders-db", port 5432 failed: FATAL: password authentication failed for user "orders"',
  ),
);
const options = { now: NOW, namespace: 'shop', question: 'orders answers 500', logs: { [logOf('orders')]: DENIED } };

test('the Secret of the server was edited after that of its client', () => {
  const objects =
    running({ name: 'orders', container: password('orders-app') }) +
    running({ name: 'orders-db', port: 5432, container: password('orders-db-auth') }) +
    secret('orders-app') +
    secret('orders-db-auth', '2026-03-01T11:30:00Z');
  expect(rootsIn(objects, options)).toEqual(['CredentialsRejected Secret shop/orders-db-auth']);
});

test('one Secret, and a client that still runs with what was there before', () => {
  const objects =
    running({ name: 'orders', container: password('orders-auth') }) +
    running({ name: 'orders-db', port: 5432, container: password('orders-auth'), startedAt: '2026-03-01T11:40:00Z' }) +
    secret('orders-auth', '2026-03-01T11:30:00Z');
  const { findings } = findingsOf(stateOf(objects, options), { facts: FACTS, whys: WHYS });
  const rejected = findings.find(({ code }) => code === 'CredentialsRejected');
  expect(rejected?.subject.name).toBe('orders-auth');
  expect(rejected?.params?.stale).toBe('Deployment shop/orders');
});

const LEASES = lines(
  ...Array.from(
    { length: 3 },
    () =>
      'E0301 leaderelection.go:332] error retrieving resource lock shop/sync: leases.coordination.k8s.io "sync" is forbidden: User "system:serviceaccount:shop:sync" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "shop"',
  ),
).replaceAll(/^(\S+) E/gm, '$1 ERROR E');
const ACCOUNT = `
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: sync, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: sync, namespace: shop}
rules: [{apiGroups: [coordination.k8s.io], resources: [leases], verbs: [update]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: sync, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: sync}
subjects: [{kind: ServiceAccount, name: sync, namespace: shop}]
`;

test('a lease that cannot be held for want of a right', () => {
  const logs = { [logOf('sync')]: LEASES };
  const objects = running({ name: 'sync', spec: 'serviceAccountName: sync' }) + ACCOUNT;
  expect(rootsIn(objects, { ...options, question: 'sync does nothing', logs })).toEqual([
    'RbacForbidden Role shop/sync',
  ]);
});

test('a backlog that grows; one that is worked off is none', () => {
  const worker = running({ name: 'worker' });
  const backlog = (...sizes: readonly number[]) => ({
    ...options,
    question: 'worker is behind',
    logs: { [logOf('worker')]: lines(...sizes.map((size) => `WARN queue depth is ${size}`)) },
  });
  expect(rootsIn(worker, backlog(1200, 2400, 4800, 9600))).toEqual(['QueueBacklog Deployment shop/worker']);
  expect(rootsIn(worker, backlog(9600, 4800, 2400, 1200))).toEqual([]);
});
