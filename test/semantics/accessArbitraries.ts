/** Roles, bindings and requests that touch each other often enough. */
import fc from 'fast-check';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from '../../src/cluster/objects.ts';
import { type Access, type Identity, type RbacWorld, serviceAccountIdentity } from '../../src/semantics/rbac.ts';

const API = 'rbac.authorization.k8s.io';
const NAMESPACES = ['shop', 'ops'];
const ACCOUNTS = ['web', 'job'];
const VERBS = ['get', 'list', 'create', 'delete'];
const RESOURCES = ['pods', 'deployments', 'secrets'];

const some = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const resourceRule: fc.Arbitrary<PolicyRule> = fc.record(
  {
    verbs: some(...VERBS, ...VERBS, '*'),
    apiGroups: some('', '', 'apps', '*'),
    resources: some(...RESOURCES, ...RESOURCES, 'pods/log', '*/scale', '*', 'deployments/scale'),
    resourceNames: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  },
  { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
);
const pathRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: some('get', '*'),
  nonResourceURLs: some('/metrics', '/healthz/*', '/api*', '*'),
});
const rules = fc.array(fc.oneof({ arbitrary: resourceRule, weight: 4 }, { arbitrary: pathRule, weight: 1 }), {
  maxLength: 3,
});

const subject = fc.oneof(
  fc.record({
    kind: fc.constant('ServiceAccount'),
    name: fc.constantFrom(...ACCOUNTS),
    namespace: fc.constantFrom(...NAMESPACES),
  }),
  fc.record({
    kind: fc.constant('User'),
    name: fc.constantFrom('anna', 'system:serviceaccount:shop:web'),
    apiGroup: fc.constant(API),
  }),
  fc.record({
    kind: fc.constant('Group'),
    name: fc.constantFrom('sre', 'system:serviceaccounts:ops', 'nobody', 'nobody'),
    apiGroup: fc.constant(API),
  }),
);
const subjects = fc.array(subject, { minLength: 1, maxLength: 3 });
const within = fc.constantFrom(...NAMESPACES);
const ref = (kind: string, last: number) => fc.nat(last).map((index) => ({ apiGroup: API, kind, name: `r${index}` }));

// Names r0 … r9 exist, r10 and r11 dangle.
const role = fc.tuple(within, rules).map(([namespace, list]) => ({ namespace, list }));

/** Ten roles a namespace, ten cluster roles, forty bindings and eight for the whole cluster. */
export const rbacWorld: fc.Arbitrary<RbacWorld> = fc
  .record({
    roles: fc.array(role, { minLength: 20, maxLength: 20 }),
    clusterRoles: fc.array(rules, { minLength: 10, maxLength: 10 }),
    local: fc.array(fc.tuple(within, fc.oneof(ref('Role', 11), ref('ClusterRole', 11)), subjects), {
      minLength: 24,
      maxLength: 24,
    }),
    wide: fc.array(fc.tuple(ref('ClusterRole', 11), subjects), { minLength: 8, maxLength: 8 }),
  })
  .map(({ roles, clusterRoles, local, wide }) => ({
    roles: roles.map(
      ({ list }, i): Role => ({
        apiVersion: `${API}/v1`,
        kind: 'Role',
        metadata: { name: `r${i >> 1}`, namespace: NAMESPACES[i & 1] },
        rules: list.filter((rule) => rule.nonResourceURLs === undefined),
      }),
    ),
    clusterRoles: clusterRoles.map(
      (list, i): ClusterRole => ({
        apiVersion: `${API}/v1`,
        kind: 'ClusterRole',
        metadata: { name: `r${i}` },
        rules: list,
      }),
    ),
    roleBindings: local.map(
      ([namespace, roleRef, list], i): RoleBinding => ({
        apiVersion: `${API}/v1`,
        kind: 'RoleBinding',
        metadata: { name: `b${i}`, namespace },
        roleRef,
        subjects: list,
      }),
    ),
    clusterRoleBindings: wide.map(
      ([roleRef, list], i): ClusterRoleBinding => ({
        apiVersion: `${API}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: `b${i}` },
        roleRef,
        subjects: list,
      }),
    ),
  }));

const identity: fc.Arbitrary<Identity> = fc.oneof(
  fc.tuple(within, fc.constantFrom(...ACCOUNTS)).map(([namespace, name]) => serviceAccountIdentity(namespace, name)),
  fc.record({
    user: fc.constantFrom('anna', 'otto'),
    groups: fc.constantFrom(['system:authenticated'], ['sre', 'system:authenticated']),
  }),
);

const access: fc.Arbitrary<Access> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        verb: fc.constantFrom(...VERBS),
        group: fc.constantFrom('', '', 'apps'),
        resource: fc.constantFrom(...RESOURCES),
        subresource: fc.constantFrom('', '', 'log', 'scale'),
        name: fc.constantFrom('a', 'c'),
        namespace: fc.constantFrom(...NAMESPACES, ...NAMESPACES, ''),
      },
      { requiredKeys: ['verb', 'group', 'resource'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constantFrom('get', 'post'),
      path: fc.constantFrom('/metrics', '/healthz', '/healthz/etcd', '/api', '/apis/apps', '/'),
    }),
  },
);

/** Who asks, and for what. */
export const accessRequest = fc.tuple(identity, access);
