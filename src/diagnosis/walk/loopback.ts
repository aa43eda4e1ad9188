/** A process that calls its own pod, where nothing listens: a setting that is missing leaves it its default, or names it wrongly. */
import type { ConfigMap, ObjectRef, Pod, Secret } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { type ConfigReference, optionalReferences } from '../container/references.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { type CONFIG_KINDS, originsOf } from '../objects/configOrigin.ts';
import { similarName } from '../objects/similar.ts';
import { ABSENT, known, type State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

type LoopbackState = State<(typeof CONFIG_KINDS)[number] | 'secrets' | 'services'>;

/** @param port The port that is called; undefined where it is not known. */
export function loopbackSteps(caller: Finding, from: Pod, port: number | undefined, state: LoopbackState): Step[] {
  // Another container of the pod may be meant: its own state tells.
  if (objectsIn(from.spec?.containers).length > 1) return [];
  const missing = optionalReferences(from).flatMap((reference) => optionalMissing(reference, caller, from, state));
  return missing.length > 0 ? missing : [callsItself(caller, port, state)];
}

const keysOf = (holder: ConfigMap | Secret): string[] =>
  Object.keys({ ...holder.data, ...('binaryData' in holder ? holder.binaryData : {}) });

/** A key or an object that the container started without, because it is said to be optional. */
function optionalMissing(reference: ConfigReference, caller: Finding, from: Pod, state: LoopbackState): Step[] {
  const { kind, name, keys, path } = reference;
  const { namespace } = from.metadata;
  const found =
    kind === 'ConfigMap' ? state.find('configmaps', namespace, name) : state.find('secrets', namespace, name);
  const holder = known<ConfigMap | Secret>(found);
  const key = holder && keys.find((one) => !keysOf(holder).includes(one));
  if (found !== ABSENT && key === undefined) return [];
  const subject: ObjectRef = { apiVersion: 'v1', kind, namespace, name };
  const cause: Finding = {
    code: 'OptionalConfigMissing',
    subject: holder === undefined ? { ...subject, missing: true } : subject,
    about: key ?? name,
    confidence: 'likely',
    params: {
      workload: nameOf(caller.subject),
      key,
      keys: holder && keysOf(holder).slice(0, 12).join(', '),
      nearest: holder && key !== undefined ? similarName(key, keysOf(holder)) : undefined,
      where: path.replace(/^spec\./, ''),
      target: caller.params?.target,
    },
    evidence: [specEvidence(from, `${path}.${key === undefined ? 'name' : 'key'}`, key ?? name), ...caller.evidence],
    since: caller.since,
    affects: [{ ref: caller.subject, relation: kind === 'Secret' ? 'usesSecret' : 'readsConfig' }],
  };
  return [{ cause, chain: [{ from: caller.subject, relation: 'readsConfig', to: subject }] }];
}

function callsItself(caller: Finding, port: number | undefined, state: LoopbackState): Step {
  const host = String(caller.params?.host ?? '');
  const [origin] = originsOf(host, caller.subject, state);
  const subject = origin?.object ?? caller.subject;
  const meant = state
    .list('services', caller.subject.namespace)
    .filter(({ metadata }) => metadata.namespace === caller.subject.namespace)
    .filter(({ spec }) => port !== undefined && objectsIn(spec?.ports).some((one) => one.port === port));
  const cause: Finding = {
    code: 'CallsItself',
    subject,
    about: host,
    confidence: 'likely',
    params: {
      workload: nameOf(caller.subject),
      target: caller.params?.target,
      origin: origin && `${nameOf(origin.object)} ${origin.path}`,
      meant:
        meant
          .slice(0, 3)
          .map((one) => nameOf(refOf(one)))
          .join(', ') || undefined,
    },
    evidence: [
      ...(origin === undefined || origin.value.length > 300
        ? []
        : [specEvidence(origin.object, origin.path, origin.value)]),
      ...caller.evidence,
    ],
    since: caller.since,
    affects: [{ ref: caller.subject, relation: 'readsConfig' }],
  };
  const chain = origin === undefined ? [] : [{ from: caller.subject, relation: 'readsConfig' as const, to: subject }];
  return { cause, chain };
}
