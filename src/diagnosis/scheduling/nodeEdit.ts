/** A cordon or taint that somebody set on a node after the workload was there: then the node is what has to change back. */
import type { KubeObject, Node } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { editsOf } from '../change/edits.ts';
import type { Change } from '../result.ts';

const FIELD = { NodeUnschedulable: 'spec.unschedulable', TaintToleration: 'spec.taints' } as const;

/** When and by whom the field that keeps pods off was set; undefined where the node's field times do not say. */
export function nodeEdit(node: Node, filter: keyof typeof FIELD, workload: KubeObject | undefined): Change | undefined {
  const field = FIELD[filter];
  const edit = editsOf(node).find(({ fields }) => fields.some((one) => one.startsWith(field)));
  const added = objectsIn(node.spec?.taints)
    .flatMap(({ timeAdded }) => timeAdded ?? [])
    .sort()
    .at(-1);
  const at = edit?.at ?? added;
  if (at === undefined || at < (workload?.metadata.creationTimestamp ?? '')) return undefined;
  return { object: refOf(node), field, at, ...(edit === undefined ? {} : { by: edit.by }) };
}
