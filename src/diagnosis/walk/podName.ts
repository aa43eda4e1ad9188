/** A pod's own name in DNS that has no record: a pod that is not ready, or one that its StatefulSet has not made. */
import type { ObjectRef, Pod, StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { podNamed } from '../../semantics/dnsName.ts';
import type { Target } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { ABSENT, known, type State } from '../state.ts';

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

/** The pods belong to another Service, the one that their StatefulSet names: where it is not there, none of them has a name. */
export function governedElsewhere(
  { failure, wanted }: Missing,
  state: PodNameState & State<'services'>,
): Finding | undefined {
  const { namespace, hostname = '', service } = wanted;
  const name = /^(.+)-\d+$/.exec(hostname)?.[1];
  const set = name === undefined ? undefined : known(state.find('statefulsets', namespace, name));
  const governing = set?.spec?.serviceName;
  if (failure?.reason !== 'PodSubdomainDiffers' || set === undefined || !governing || governing === service)
    return undefined;
  const absent = state.find('services', namespace, governing) === ABSENT;
  return {
    code: 'GoverningServiceMissing',
    subject: refOf(set),
    about: hostname,
    confidence: 'confirmed',
    params: { governing, asked: `${hostname}.${service}`, absent: absent ? governing : undefined, other: service },
    evidence: [specEvidence(set, 'spec.serviceName', governing)],
  };
}
