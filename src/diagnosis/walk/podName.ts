/** A pod's own name in DNS that has no record: a pod that is not ready, or one that its StatefulSet has not made. */
import type { ObjectRef, Pod, StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { podNamed } from '../../semantics/dnsName.ts';
import type { Target } from '../../semantics/target.ts';
import { known, type State } from '../state.ts';

type PodNameState = State<'pods' | 'statefulsets'>;
type Missing = Extract<Target, { kind: 'missing' }>;

/** The pod that DNS leaves out because it is not ready; undefined where that is not the reason. */
export function unreadyPod({ failure, wanted }: Missing, state: PodNameState): Pod | undefined {
  const { namespace, hostname } = wanted;
  if (failure?.reason !== 'PodNotPublished' || hostname === undefined) return undefined;
  return podNamed({ metadata: { name: '', namespace } }, hostname, state.list('pods', namespace));
}

/** The StatefulSet that is to have a pod of this name, and has none; undefined where none is. */
export function unmadeBy({ failure, wanted }: Missing, state: PodNameState): ObjectRef | undefined {
  const { namespace, hostname } = wanted;
  if (failure?.reason !== 'PodHostnameMissing') return undefined;
  const [, name, ordinal] = /^(.+)-(\d+)$/.exec(hostname ?? '') ?? [];
  const set = name === undefined ? undefined : known(state.find('statefulsets', namespace, name));
  return set !== undefined && isAmong(Number(ordinal), set) ? refOf(set) : undefined;
}

function isAmong(ordinal: number, { spec }: StatefulSet): boolean {
  const first = spec?.ordinals?.start ?? 0;
  return ordinal >= first && ordinal < first + (spec?.replicas ?? 1);
}
