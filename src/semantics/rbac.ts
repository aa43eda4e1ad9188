/**
 * What a subject may do under RBAC, as stored (aggregated ClusterRoles hold their rules).
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
import type { ClusterRole, ClusterRoleBinding, KubeObject, PolicyRule, Role, RoleBinding } from '../cluster/objects.ts';
import { objectsIn, stringsIn } from './lenient.ts';
import { type Decided, decided, type Failed, fail } from './verdict.ts';

/** Who asks: a user name with its groups. */
export interface Identity {
  user: string;
  groups: readonly string[];
}

/** The identity of a ServiceAccount, as the API server sees its tokens. */
export function serviceAccountIdentity(namespace: string, name: string): Identity {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

/** What is asked for: a resource (no namespace: cluster-wide or cluster-scoped), or a path that is no resource. */
export type Access =
  | { verb: string; group: string; resource: string; subresource?: string; name?: string; namespace?: string }
  | { verb: string; path: string };

export interface RbacWorld {
  roles: readonly Role[];
  clusterRoles: readonly ClusterRole[];
  roleBindings: readonly RoleBinding[];
  clusterRoleBindings: readonly ClusterRoleBinding[];
}

/** A role that a binding gives to the subject; `role` undefined: the binding names one that is not there. */
export interface Grant {
  binding: RoleBinding | ClusterRoleBinding;
  role: Role | ClusterRole | undefined;
}

export type AccessVerdict =
  | { pass: true; grant: Grant }
  | (Failed & { grants: Grant[]; nearest: NearestGrant | undefined });

/** The rule of a bound role that comes nearest, and what it lacks. */
export interface NearestGrant {
  grant: Grant;
  /** Such as `rules[2]`. */
  path: string;
  lacks: Lack[];
}

export type Lack = 'verbs' | 'apiGroups' | 'resources' | 'resourceNames' | 'nonResourceURLs';

/**
 * Whether the subject may. A pass names a grant that allows it. Reasons of failure: `RoleLacksRule` (by the fields of the
 * nearest rule that do not cover the request), `BoundRoleMissing` (by `roleRef.name`), `NotBound` (nothing is bound here).
 */
export function accessVerdict(identity: Identity, access: Access, world: RbacWorld): AccessVerdict {
  const grants = grantsOf(identity, 'path' in access ? undefined : access.namespace || undefined, world);
  const allowing = grants.find(({ role }) => objectsIn(role?.rules).some((rule) => lacksOf(rule, access).length === 0));
  if (allowing !== undefined) return { pass: true, grant: allowing };
  const nearest = nearestGrant(grants, access);
  const detail = `${identity.user} is granted no rule that covers ${JSON.stringify(access)}`;
  if (nearest !== undefined) return { ...fail('RoleLacksRule', detail, ...lackFields(nearest)), grants, nearest };
  const dangling = grants.find(({ role }) => role === undefined);
  const verdict =
    dangling === undefined
      ? fail(grants.length > 0 ? 'RoleLacksRule' : 'NotBound', detail, ...emptyRoles(grants))
      : fail('BoundRoleMissing', detail, decided(dangling.binding, 'roleRef.name', dangling.binding.roleRef?.name));
  return { ...verdict, grants, nearest: undefined };
}

/** The bindings that count in a namespace whose role allows the access, whoever they are for. */
export function allowingBindings(access: Access, world: RbacWorld): (RoleBinding | ClusterRoleBinding)[] {
  const namespace = 'path' in access ? undefined : access.namespace || undefined;
  const local = world.roleBindings.filter(
    ({ metadata }) => namespace !== undefined && metadata.namespace === namespace,
  );
  return [...local, ...world.clusterRoleBindings].filter((binding) =>
    objectsIn(roleOf(binding, world)?.rules).some((rule) => lacksOf(rule, access).length === 0),
  );
}

/** All that is bound to a subject and counts in a namespace (undefined: cluster-wide requests, cluster bindings only). */
export function grantsOf(identity: Identity, namespace: string | undefined, world: RbacWorld): Grant[] {
  const local = world.roleBindings.filter(
    (binding) => namespace !== undefined && binding.metadata.namespace === namespace && binds(binding, identity),
  );
  return [...local, ...world.clusterRoleBindings.filter((binding) => binds(binding, identity))].map((binding) => ({
    binding,
    role: roleOf(binding, world),
  }));
}

function roleOf(
  { roleRef, metadata }: RoleBinding | ClusterRoleBinding,
  world: RbacWorld,
): Role | ClusterRole | undefined {
  if (roleRef?.kind === 'ClusterRole') return world.clusterRoles.find((role) => role.metadata.name === roleRef.name);
  if (roleRef?.kind !== 'Role' || metadata.namespace === undefined) return undefined;
  return world.roles.find(
    (role) => role.metadata.name === roleRef.name && role.metadata.namespace === metadata.namespace,
  );
}

/** Whether one of a binding's subjects is this identity. A ServiceAccount without namespace has the binding's. */
function binds(binding: RoleBinding | ClusterRoleBinding, { user, groups }: Identity): boolean {
  return objectsIn(binding.subjects).some((subject) => {
    if (subject.kind === 'User') return subject.name === user;
    if (subject.kind === 'Group') return groups.includes(subject.name);
    const namespace = subject.namespace ?? binding.metadata.namespace;
    return (
      subject.kind === 'ServiceAccount' &&
      namespace !== undefined &&
      user === `system:serviceaccount:${namespace}:${subject.name}`
    );
  });
}

/** The fields of a rule that do not cover a request; none: the rule allows it. */
export function lacksOf(rule: PolicyRule, access: Access): Lack[] {
  const lacks: Lack[] = covers(rule.verbs, access.verb) ? [] : ['verbs'];
  if ('path' in access) {
    return stringsIn(rule.nonResourceURLs).some((url) => pathCovered(url, access.path))
      ? lacks
      : [...lacks, 'nonResourceURLs'];
  }
  if (!covers(rule.apiGroups, access.group)) lacks.push('apiGroups');
  if (!resourceCovered(stringsIn(rule.resources), access.resource, access.subresource)) lacks.push('resources');
  const names = stringsIn(rule.resourceNames);
  if (names.length > 0 && !names.includes(access.name ?? '')) lacks.push('resourceNames');
  return lacks;
}

function covers(list: unknown, wanted: string): boolean {
  const values = stringsIn(list);
  return values.includes('*') || values.includes(wanted);
}

function resourceCovered(resources: readonly string[], resource: string, subresource = ''): boolean {
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some((one) => one === '*' || one === full || (subresource !== '' && one === `*/${subresource}`));
}

/** A path pattern matches itself; a final `*` matches any rest. */
function pathCovered(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''));
}

/** The bound rule that lacks least, a missing verb before a missing resource; one about other things entirely is none. */
function nearestGrant(grants: readonly Grant[], access: Access): NearestGrant | undefined {
  const weight: Record<Lack, number> = { verbs: 1, resourceNames: 2, resources: 3, apiGroups: 4, nonResourceURLs: 5 };
  const candidates = grants.flatMap((grant) =>
    objectsIn(grant.role?.rules).map((rule, index) => ({
      grant,
      path: `rules[${index}]`,
      lacks: lacksOf(rule, access),
    })),
  );
  const cost = ({ lacks }: NearestGrant): number => lacks.reduce((sum, lack) => sum + 10 + weight[lack], 0);
  return candidates.filter(({ lacks }) => lacks.length < 3).sort((a, b) => cost(a) - cost(b))[0];
}

function lackFields({ grant: { role }, path, lacks }: NearestGrant): Decided[] {
  const index = Number(/\d+/.exec(path)?.[0]);
  const rule = objectsIn(role?.rules)[index];
  return role === undefined ? [] : lacks.map((lack) => decided(role, `${path}.${lack}`, rule?.[lack]));
}

function emptyRoles(grants: readonly Grant[]): Decided[] {
  const roles: (KubeObject & { rules?: PolicyRule[] })[] = grants.flatMap(({ role }) => role ?? []);
  return roles.map((role) => decided(role, 'rules', role.rules));
}
