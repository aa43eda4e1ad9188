/** Which policies of a mesh count for a pod: those of its namespace and those of the root namespace, with or without a selector. */
import type { CustomObject, Pod } from '../../cluster/objects.ts';
import { matchesLabels } from '../labelSelector.ts';
import { recordIn, stringMap } from '../lenient.ts';

/** The namespace whose policies hold for the whole mesh, as installed by default (`meshConfig.rootNamespace`). */
export const ROOT_NAMESPACE = 'istio-system';

/** How narrowly a policy names the pod: the narrowest wins where policies do not add up. */
export type Reach = 'workload' | 'namespace' | 'mesh';

/** Undefined: the policy does not count for the pod. */
export function reachOf(policy: CustomObject, pod: Pod): Reach | undefined {
  const { namespace } = policy.metadata;
  const labels = stringMap(recordIn(recordIn(policy.spec).selector).matchLabels);
  const selects = Object.keys(labels).length > 0;
  if (namespace !== pod.metadata.namespace && namespace !== ROOT_NAMESPACE) return undefined;
  if (selects) return matchesLabels(labels, pod.metadata.labels) ? 'workload' : undefined;
  return namespace === ROOT_NAMESPACE ? 'mesh' : 'namespace';
}
