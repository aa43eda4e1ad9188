/** Which pods (and claims) a scoped quota is about. https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes */
import type { KubeObject, PersistentVolumeClaim, Pod, ResourceQuota } from '../cluster/objects.ts';
import { meets } from './labelSelector.ts';
import { objectsIn, stringsIn } from './lenient.ts';
import { qosClass } from './podResources.ts';

/** One condition of a quota's `scopes` or `scopeSelector`. */
interface ScopeRequirement {
  scopeName: string;
  operator: string;
  values: readonly string[];
}

type ScopeTest<T> = (object: T, requirement: ScopeRequirement) => boolean;

const POD_SCOPES: Readonly<Record<string, ScopeTest<Pod>>> = {
  Terminating: (pod) => isTerminating(pod),
  NotTerminating: (pod) => !isTerminating(pod),
  BestEffort: (pod) => qosClass(pod) === 'BestEffort',
  NotBestEffort: (pod) => qosClass(pod) !== 'BestEffort',
  PriorityClass: (pod, requirement) => namedMatches(pod.spec?.priorityClassName, requirement),
  CrossNamespacePodAffinity: (pod) => crossesNamespaces(pod),
};

const CLAIM_SCOPES: Readonly<Record<string, ScopeTest<PersistentVolumeClaim>>> = {
  VolumeAttributesClass: (claim, requirement) => namedMatches(claim.spec?.volumeAttributesClassName, requirement),
};

function isTerminating(pod: Pod): boolean {
  const deadline = pod.spec?.activeDeadlineSeconds;
  return typeof deadline === 'number' && deadline >= 0;
}

function namedMatches(name: string | undefined, { scopeName, operator, values }: ScopeRequirement): boolean {
  const known = ['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator);
  const requirement = { key: scopeName, operator: known ? operator : 'Invalid', values, path: '' };
  return meets(requirement as Parameters<typeof meets>[0], name ? { [scopeName]: name } : {});
}

function crossesNamespaces(pod: Pod): boolean {
  return [pod.spec?.affinity?.podAffinity, pod.spec?.affinity?.podAntiAffinity].some((affinity) => {
    const required = objectsIn(affinity?.requiredDuringSchedulingIgnoredDuringExecution);
    const preferred = objectsIn(affinity?.preferredDuringSchedulingIgnoredDuringExecution);
    const terms = [...required, ...preferred.map(({ podAffinityTerm }) => podAffinityTerm)];
    return terms.some((term) => stringsIn(term?.namespaces).length > 0 || Boolean(term?.namespaceSelector));
  });
}

/** The conditions of a quota; all must hold for it to count an object. */
function requirementsOf(quota: ResourceQuota): ScopeRequirement[] {
  const plain = stringsIn(quota.spec?.scopes).map((scopeName) => ({ scopeName, operator: 'Exists', values: [] }));
  const selected = objectsIn(quota.spec?.scopeSelector?.matchExpressions).map(({ scopeName, operator, values }) => ({
    scopeName,
    operator,
    values: stringsIn(values),
  }));
  return [...plain, ...selected];
}

/** Whether a quota is about an object: one without scopes always is; a scope that its kind does not have never matches. */
export function scopeMatches(quota: ResourceQuota, object: KubeObject): boolean {
  return requirementsOf(quota).every((requirement) => {
    if (object.kind === 'Pod') return POD_SCOPES[requirement.scopeName]?.(object as Pod, requirement) ?? false;
    if (object.kind !== 'PersistentVolumeClaim') return false;
    return CLAIM_SCOPES[requirement.scopeName]?.(object as PersistentVolumeClaim, requirement) ?? false;
  });
}
