/** The pod that a workload's template would make, for asking rules about pods that do not exist yet. */
import type { KubeObject, Pod, PodTemplate } from '../cluster/objects.ts';
import { recordIn } from './lenient.ts';

/** A pod from a template; its name is the owner's and a dash, as the generated part is not known. */
export function podFromTemplate(template: PodTemplate | undefined, owner: KubeObject): Pod {
  const { labels, annotations } = template?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${owner.metadata.name}-`, namespace: owner.metadata.namespace, labels, annotations },
    spec: template?.spec,
  };
}

/** The template of a workload of any built-in kind; undefined where it has none. */
export function templateOf(workload: KubeObject): PodTemplate | undefined {
  const spec = recordIn((workload as { spec?: unknown }).spec);
  const holder = workload.kind === 'CronJob' ? recordIn(recordIn(spec.jobTemplate).spec) : spec;
  const { template } = holder;
  return typeof template === 'object' && template !== null ? (template as PodTemplate) : undefined;
}
