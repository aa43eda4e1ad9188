/**
 * LimitRange: defaults that are filled in, then minimum, maximum and ratio per container, pod and claim.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
import type { Container, LimitRange, PersistentVolumeClaim, Pod, PodSpec } from '../cluster/objects.ts';
import { objectsIn, recordIn, stringMap } from './lenient.ts';
import {
  containerLimits,
  containerRequests,
  podLimits,
  podRequests,
  type ResourceList,
  resourceList,
} from './podResources.ts';
import { compareQuantities, formatQuantity, type Quantity, unitsAsNumber } from './quantity.ts';
import { decided, type Failed, fail } from './verdict.ts';

type Item = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];

/** What is measured against an item. */
interface Measured {
  requests: ResourceList;
  limits: ResourceList;
  /** Where it is written: `spec.containers[app].resources`. */
  path: string;
  object: Pod | PersistentVolumeClaim;
}

/** A pod with the requests and limits that LimitRanges fill in where it has none. */
export function withLimitRangeDefaults(pod: Pod, limitRanges: readonly LimitRange[]): Pod {
  const items = limitRanges.flatMap(({ spec }) => objectsIn(spec?.limits)).filter(({ type }) => type === 'Container');
  if (items.length === 0 || !pod.spec) return pod;
  const fill = (container: Container): Container => {
    const own = container.resources;
    // The API server copies limits to absent requests before admission fills in defaults.
    const requests = { ...stringMap(own?.limits), ...stringMap(own?.requests) };
    const limits = { ...stringMap(own?.limits) };
    for (const item of items) {
      for (const [name, value] of Object.entries(stringMap(item.defaultRequest))) requests[name] ??= value;
      for (const [name, value] of Object.entries(stringMap(item.default))) limits[name] ??= value;
    }
    return { ...container, resources: { ...own, requests, limits } };
  };
  const spec: PodSpec = { ...pod.spec, containers: objectsIn(pod.spec.containers).map(fill) };
  if (pod.spec.initContainers) spec.initContainers = objectsIn(pod.spec.initContainers).map(fill);
  return { ...pod, spec };
}

/** Every limit that a pod breaks, defaults already filled in (see `withLimitRangeDefaults`). */
export function limitRangeViolations(pod: Pod, limitRanges: readonly LimitRange[]): Failed[] {
  const fields = ['containers', 'initContainers'] as const;
  const containers = fields.flatMap((field) =>
    objectsIn(pod.spec?.[field]).map(
      (container): Measured => ({
        requests: containerRequests(container),
        limits: containerLimits(container),
        path: `spec.${field}[${container.name}].resources`,
        object: pod,
      }),
    ),
  );
  const whole: Measured = { requests: podRequests(pod), limits: podLimits(pod), path: 'spec.containers', object: pod };
  return measure(limitRanges, { Container: containers, Pod: [whole] });
}

/** Every limit that a claim breaks. */
export function claimLimitViolations(claim: PersistentVolumeClaim, limitRanges: readonly LimitRange[]): Failed[] {
  const { requests, limits } = claim.spec?.resources ?? {};
  const measured: Measured = {
    requests: resourceList(requests),
    limits: resourceList(limits),
    path: 'spec.resources',
    object: claim,
  };
  return measure(limitRanges, { PersistentVolumeClaim: [measured] });
}

function measure(limitRanges: readonly LimitRange[], by: Readonly<Record<string, Measured[]>>): Failed[] {
  return limitRanges.flatMap((range) =>
    objectsIn(range.spec?.limits).flatMap((item, index) =>
      (Object.hasOwn(by, item.type) ? (by[item.type] ?? []) : []).flatMap((measured) =>
        itemViolations(range, item, index, measured),
      ),
    ),
  );
}

/** One sentence of the admission plug-in, and the field that it is about. */
type Breach = [words: string, list: 'requests' | 'limits', bound: string];

function itemViolations(range: LimitRange, item: Item, index: number, measured: Measured): Failed[] {
  const found: Failed[] = [];
  const check = (bound: string, breach: (name: string, limit: Quantity) => Breach | undefined): void => {
    for (const [name, limit] of resourceList(recordIn(item)[bound])) {
      const broken = breach(name, limit);
      if (broken === undefined) continue;
      const [words, list] = broken;
      const actual = measured[list].get(name);
      found.push(
        fail(
          'LimitRangeViolation',
          words,
          decided(measured.object, `${measured.path}.${list}.${name}`, actual && formatQuantity(actual)),
          decided(range, `spec.limits[${index}].${bound}.${name}`, formatQuantity(limit)),
        ),
      );
    }
  };
  check('min', (name, limit) => minimum(item.type, name, limit, measured));
  check('max', (name, limit) => maximum(item.type, name, limit, measured));
  check('maxLimitRequestRatio', (name, limit) => ratio(item.type, name, limit, measured));
  return found;
}

function minimum(type: string, name: string, limit: Quantity, { requests, limits }: Measured): Breach | undefined {
  const words = `minimum ${name} usage per ${type} is ${formatQuantity(limit)}`;
  const [request, ceiling] = [requests.get(name), limits.get(name)];
  if (request === undefined) return [`${words}.  No request is specified`, 'requests', 'min'];
  if (compareQuantities(request, limit) < 0)
    return [`${words}, but request is ${formatQuantity(request)}`, 'requests', 'min'];
  if (ceiling && compareQuantities(ceiling, limit) < 0)
    return [`${words}, but limit is ${formatQuantity(ceiling)}`, 'limits', 'min'];
  return undefined;
}

function maximum(type: string, name: string, limit: Quantity, { requests, limits }: Measured): Breach | undefined {
  const words = `maximum ${name} usage per ${type} is ${formatQuantity(limit)}`;
  const [request, ceiling] = [requests.get(name), limits.get(name)];
  if (type === 'PersistentVolumeClaim') {
    const over = request && compareQuantities(request, limit) > 0;
    return over ? [`${words}, but request is ${formatQuantity(request)}`, 'requests', 'max'] : undefined;
  }
  if (ceiling === undefined) return [`${words}.  No limit is specified`, 'limits', 'max'];
  if (compareQuantities(ceiling, limit) > 0)
    return [`${words}, but limit is ${formatQuantity(ceiling)}`, 'limits', 'max'];
  if (request && compareQuantities(request, limit) > 0)
    return [`${words}, but request is ${formatQuantity(request)}`, 'requests', 'max'];
  return undefined;
}

function ratio(type: string, name: string, limit: Quantity, { requests, limits }: Measured): Breach | undefined {
  const words = `${name} max limit to request ratio per ${type} is ${formatQuantity(limit)}`;
  const [request, ceiling] = [requests.get(name), limits.get(name)];
  if (!request || request.nano === 0n)
    return [`${words}, but no request is specified or request is 0`, 'requests', 'ratio'];
  if (!ceiling || ceiling.nano === 0n) return [`${words}, but no limit is specified or limit is 0`, 'limits', 'ratio'];
  const actual = unitsAsNumber(ceiling) / unitsAsNumber(request);
  return actual > unitsAsNumber(limit)
    ? [`${words}, but provided ratio is ${actual.toFixed(6)}`, 'limits', 'ratio']
    : undefined;
}
