/**
 * ResourceQuota admission: does one more object fit? Counted against `status.hard` and `status.used`, as the API server does.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
import type { Container, KubeObject, Pod, ResourceQuota } from '../cluster/objects.ts';
import { objectsIn } from './lenient.ts';
import { containerLimits, containerRequests, type ResourceList, resourceList } from './podResources.ts';
import { formatQuantity, type Quantity } from './quantity.ts';
import { scopeMatches } from './quotaScope.ts';
import { computeUsage, quotaUsage } from './quotaUsage.ts';
import { decided, type Failed, fail, PASS, type Verdict } from './verdict.ts';

export type QuotaViolation =
  | { kind: 'exceeded'; quota: ResourceQuota; resource: string; requested: Quantity; used: Quantity; hard: Quantity }
  /** A quota on cpu or memory demands that every container (or the pod as a whole) states a request or limit. */
  | { kind: 'mustSpecify'; quota: ResourceQuota; resource: string; containers: string[] };

const ZERO: Quantity = { nano: 0n, format: 'DecimalSI' };

/** Only these must be stated by every container that the quota counts. */
const MUST_SPECIFY = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** The hard limits in force: the status, until a changed spec has been taken over. */
function hardOf(quota: ResourceQuota): ResourceList {
  return resourceList(quota.status?.hard ?? quota.spec?.hard);
}

function unspecified(pod: Pod, quota: ResourceQuota, hard: ResourceList): QuotaViolation[] {
  const required = MUST_SPECIFY.filter((name) => hard.has(name)).sort();
  const podLevel = statedUsage({ name: '', resources: pod.spec?.resources });
  const containers = [...objectsIn(pod.spec?.containers), ...objectsIn(pod.spec?.initContainers)];
  return required
    .filter((resource) => !podLevel.has(resource))
    .map((resource) => {
      const lacking = containers.filter((container) => !statedUsage(container).has(resource)).map(({ name }) => name);
      return { kind: 'mustSpecify' as const, quota, resource, containers: [...new Set(lacking)].sort() };
    })
    .filter(({ containers: lacking }) => lacking.length > 0);
}

function statedUsage(container: Container): ResourceList {
  return computeUsage(containerRequests(container), containerLimits(container));
}

function exceeded(quota: ResourceQuota, hard: ResourceList, usage: ResourceList): QuotaViolation[] {
  const used = resourceList(quota.status?.used);
  return [...usage]
    .filter(([resource, requested]) => {
      const limit = hard.get(resource);
      return (
        limit !== undefined && requested.nano > 0n && (used.get(resource) ?? ZERO).nano + requested.nano > limit.nano
      );
    })
    .map(([resource, requested]) => ({
      kind: 'exceeded',
      quota,
      resource,
      requested,
      used: used.get(resource) ?? ZERO,
      hard: hard.get(resource) ?? ZERO,
    }));
}

/**
 * Everything that keeps an object out of its namespace's quotas. Give a pod with LimitRange defaults filled in
 * (`withLimitRangeDefaults`); quotas of other namespaces are passed over.
 */
export function quotaViolations(object: KubeObject, quotas: readonly ResourceQuota[]): QuotaViolation[] {
  const usage = quotaUsage(object);
  return quotas
    .filter((quota) => quota.metadata.namespace === object.metadata.namespace && scopeMatches(quota, object))
    .flatMap((quota) => {
      const hard = hardOf(quota);
      const unstated = object.kind === 'Pod' ? unspecified(object as Pod, quota, hard) : [];
      // The API server stops at what is not stated; amounts are compared only after that.
      return unstated.length > 0 ? unstated : exceeded(quota, hard, usage);
    });
}

/** A violation as a verdict, in the words of the API server. */
export function quotaFailure(object: KubeObject, violation: QuotaViolation): Failed {
  const { quota, resource } = violation;
  const { name } = quota.metadata;
  if (violation.kind === 'mustSpecify') {
    return fail(
      'QuotaNeedsResources',
      `failed quota: ${name}: must specify ${resource} for: ${violation.containers.join(',')}`,
      decided(object, `spec.containers[${violation.containers[0]}].resources`, undefined),
      decided(quota, `spec.hard.${resource}`, formatQuantity(hardOf(quota).get(resource) ?? ZERO)),
    );
  }
  const [requested, used, hard] = [violation.requested, violation.used, violation.hard].map(formatQuantity);
  return fail(
    'QuotaExceeded',
    `exceeded quota: ${name}, requested: ${resource}=${requested}, used: ${resource}=${used}, limited: ${resource}=${hard}`,
    decided(quota, `status.hard.${resource}`, hard),
    decided(quota, `status.used.${resource}`, used),
  );
}

/** Whether the quotas admit one more such object; the first violation decides. */
export function quotaVerdict(object: KubeObject, quotas: readonly ResourceQuota[]): Verdict {
  const [violation] = quotaViolations(object, quotas);
  return violation === undefined ? PASS : quotaFailure(object, violation);
}
