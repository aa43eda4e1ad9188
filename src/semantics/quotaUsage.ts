/** How much of a quota an object uses, by the names of quota resources. */
import type { KubeObject, PersistentVolumeClaim, Pod, Service } from '../cluster/objects.ts';
import { objectsIn, recordIn } from './lenient.ts';
import { type PodLike, podLimits, podRequests, type ResourceList } from './podResources.ts';
import { parseQuantity, type Quantity } from './quantity.ts';
import { claimClass } from './volumeClaim.ts';

const NATIVE = ['cpu', 'memory', 'ephemeral-storage'];
const CLASS_INFIX = '.storageclass.storage.k8s.io/';

const count = (units: number): Quantity => ({ nano: BigInt(units) * 10n ** 9n, format: 'DecimalSI' });

/** Names of compute resources under which requests and limits are charged; what one container states, too. */
export function computeUsage(requests: ResourceList, limits: ResourceList): ResourceList {
  const usage: ResourceList = new Map();
  for (const [name, quantity] of requests) {
    const native = NATIVE.includes(name) || name.startsWith('hugepages-');
    if (native) usage.set(name, quantity);
    if (native || name.includes('/')) usage.set(`requests.${name}`, quantity);
  }
  for (const [name, quantity] of limits) if (NATIVE.includes(name)) usage.set(`limits.${name}`, quantity);
  return usage;
}

function podUsage(pod: PodLike): ResourceList {
  const usage = computeUsage(podRequests(pod), podLimits(pod));
  usage.set('pods', count(1));
  return usage;
}

function claimUsage(claim: PersistentVolumeClaim): ResourceList {
  const usage: ResourceList = new Map([['persistentvolumeclaims', count(1)]]);
  const storage = parseQuantity(recordIn(claim.spec?.resources?.requests).storage);
  const className = claimClass(claim);
  if (storage !== undefined) usage.set('requests.storage', storage);
  if (!className) return usage;
  usage.set(`${className}${CLASS_INFIX}persistentvolumeclaims`, count(1));
  if (storage !== undefined) usage.set(`${className}${CLASS_INFIX}requests.storage`, storage);
  return usage;
}

function serviceUsage(service: Service): ResourceList {
  const ports = objectsIn(service.spec?.ports);
  const type = service.spec?.type;
  const usage: ResourceList = new Map([
    ['services', count(1)],
    ['services.nodeports', count(0)],
    ['services.loadbalancers', count(0)],
  ]);
  if (type === 'NodePort') usage.set('services.nodeports', count(ports.length));
  if (type === 'LoadBalancer') {
    // Without allocation only ports that ask for a number of their own take one.
    const allocates = service.spec?.allocateLoadBalancerNodePorts !== false;
    usage.set('services.nodeports', count(allocates ? ports.length : ports.filter(({ nodePort }) => nodePort).length));
    usage.set('services.loadbalancers', count(1));
  }
  return usage;
}

/** Plural names that quotas count by, beside `count/<plural>.<group>`. */
const PLURALS: Readonly<Record<string, string>> = {
  Pod: 'pods',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Service: 'services',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  ReplicationController: 'replicationcontrollers',
  ResourceQuota: 'resourcequotas',
  Ingress: 'ingresses',
};

const LEGACY_COUNTS = ['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas'];

/** Compute and storage usage of the kinds that have more than a count. */
const EVALUATORS: Readonly<Record<string, (object: KubeObject) => ResourceList>> = {
  Pod: (object) => podUsage(object as Pod),
  PersistentVolumeClaim: (object) => claimUsage(object as PersistentVolumeClaim),
  Service: (object) => serviceUsage(object as Service),
};

/** What creating an object charges, by quota resource. */
export function quotaUsage(object: KubeObject): ResourceList {
  const core = !object.apiVersion.includes('/');
  const evaluator = core && Object.hasOwn(EVALUATORS, object.kind) ? EVALUATORS[object.kind] : undefined;
  const usage: ResourceList = evaluator?.(object) ?? new Map();
  const plural = (Object.hasOwn(PLURALS, object.kind) && PLURALS[object.kind]) || `${object.kind.toLowerCase()}s`;
  const group = core ? '' : `.${object.apiVersion.split('/')[0]}`;
  usage.set(`count/${plural}${group}`, count(1));
  if (core && LEGACY_COUNTS.includes(plural)) usage.set(plural, count(1));
  return usage;
}
