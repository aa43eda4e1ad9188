/** Taints and tolerations: NodeUnschedulable (cordon) and TaintToleration. */
import type { Node, Pod, Taint, Toleration } from '../../cluster/objects.ts';
import { objectsIn } from '../lenient.ts';
import { decided, fail } from '../verdict.ts';
import type { FilterFailure, NodeFilter } from './world.ts';

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const INTEGER = /^[+-]?(?:0|[1-9]\d{0,18})$/;

/**
 * Whether one toleration covers one taint. An empty key with `Exists` covers every taint; an empty effect every effect.
 * `Gt` and `Lt` (1.35) compare integers: the taint's value is to be greater (less) than the toleration's.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  const operator = toleration.operator || 'Equal';
  if (operator === 'Exists') return true;
  if (operator === 'Equal') return (toleration.value ?? '') === (taint.value ?? '') && Boolean(toleration.key);
  const [wanted, actual] = [String(toleration.value ?? ''), String(taint.value ?? '')];
  if (!INTEGER.test(wanted) || !INTEGER.test(actual)) return false;
  const difference = BigInt(actual.replace('+', '')) - BigInt(wanted.replace('+', ''));
  return operator === 'Gt' ? difference > 0n : operator === 'Lt' ? difference < 0n : false;
}

/** The taints of a node, of the effects given, that none of the tolerations covers. */
export function untoleratedTaints(
  node: Node,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[] = ['NoSchedule', 'NoExecute'],
): Taint[] {
  const known = objectsIn(tolerations);
  return objectsIn(node.spec?.taints).filter(
    (taint) => effects.includes(taint.effect) && !known.some((toleration) => tolerates(toleration, taint)),
  );
}

/** A taint as kubectl prints it: `key=value:Effect`. */
export function taintText({ key, value, effect }: Taint): string {
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}

/** NodeUnschedulable: a cordoned node takes only pods that tolerate the cordon's taint. */
export function nodeUnschedulable(pod: Pod): NodeFilter {
  const cordon: Taint = { key: UNSCHEDULABLE, effect: 'NoSchedule' };
  const tolerated = objectsIn(pod.spec?.tolerations).some((toleration) => tolerates(toleration, cordon));
  return (node) => {
    if (node.spec?.unschedulable !== true || tolerated) return undefined;
    const detail = `node ${node.metadata.name} is cordoned`;
    return {
      ...fail('NodeCordoned', detail, decided(node, 'spec.unschedulable', true)),
      filter: 'NodeUnschedulable',
      messages: ['node(s) were unschedulable'],
      preemptible: false,
    };
  };
}

/** TaintToleration: the first NoSchedule or NoExecute taint that the pod does not tolerate. */
export function taintToleration(pod: Pod): NodeFilter {
  return (node): FilterFailure | undefined => {
    const [taint] = untoleratedTaints(node, pod.spec?.tolerations);
    if (taint === undefined) return undefined;
    return {
      ...fail(
        'UntoleratedTaint',
        `node ${node.metadata.name} has the taint ${taintText(taint)}, which the pod does not tolerate`,
        decided(node, `spec.taints[${taint.key}]`, taintText(taint)),
        decided(pod, 'spec.tolerations', pod.spec?.tolerations),
      ),
      filter: 'TaintToleration',
      messages: ['node(s) had untolerated taint(s)'],
      preemptible: false,
    };
  };
}
