/** Containers that cannot start because a ConfigMap, a Secret or a key of one is not there. */
import type { ConfigMap, Event, ObjectRef, Pod, Secret } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { type ConfigReference, configReferences } from '../container/references.ts';
import { eventEvidence, specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { byWorkload, type ContainerView, harmed, troubledContainers } from '../objects/containers.ts';
import { similarName } from '../objects/similar.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { ABSENT, type Found, known, type State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

const NEEDS = [...WORKLOAD_KINDS, 'configmaps', 'secrets'] as const;
type ConfigState = State<(typeof NEEDS)[number]>;

/** Waiting reasons of a container that has what it needs to be created still before it. */
const WAITING = new Set(['CreateContainerConfigError', 'ContainerCreating', 'PodInitializing']);
/** A pod may take this long to be created; a missing object is looked for after it. */
const CREATED_WITHIN_MS = 45_000;

export default defineFact({
  id: 'missing-config',
  needs: NEEDS,
  find(state) {
    const waiting = troubledContainers(state).filter((view) => isWaiting(view, state.now));
    return byWorkload(waiting, state).flatMap(({ workload, views }) => ofGroup(workload, views, state));
  },
});

function isWaiting({ pod, status }: ContainerView, now: number): boolean {
  const reason = status.state?.waiting?.reason ?? '';
  if (!WAITING.has(reason) || pod.spec?.nodeName === undefined) return false;
  // A container that waits for init containers to run has its volumes already.
  if (reason === 'PodInitializing' && objectsIn(pod.status?.initContainerStatuses).some(({ state }) => state?.running))
    return false;
  return (
    reason === 'CreateContainerConfigError' ||
    now - Date.parse(pod.metadata.creationTimestamp ?? '') > CREATED_WITHIN_MS
  );
}

function ofGroup(workload: ObjectRef, views: readonly ContainerView[], state: ConfigState): Finding[] {
  const [view] = views;
  if (view === undefined) return [];
  const own = configReferences(view.pod).filter(({ container }) => container === undefined || container === view.name);
  const lacks = own.map((reference) => lackOf(reference, view, state)).filter((lack) => lack !== undefined);
  return lacks.map((lack) => findingOf(lack, workload, views, state));
}

interface Lack {
  reference: ConfigReference;
  key: string | undefined;
  holder: ConfigMap | Secret | undefined;
  evidence: Evidence[];
  confirmed: boolean;
}

/** What a reference lacks: proved by the object's absence, or said by the kubelet. */
function lackOf(reference: ConfigReference, view: ContainerView, state: ConfigState): Lack | undefined {
  const namespace = view.pod.metadata.namespace;
  const found: Found<ConfigMap | Secret> =
    reference.kind === 'ConfigMap'
      ? state.find('configmaps', namespace, reference.name)
      : state.find('secrets', namespace, reference.name);
  const holder = known(found);
  if (holder !== undefined) {
    const key = reference.keys.find((one) => !keysOf(holder).includes(one));
    if (key === undefined) return undefined;
    return { reference, key, holder, evidence: said(view, key, state), confirmed: true };
  }
  const key = reference.keys.find(
    (one) => said(view, `key ${one} `, state).length + said(view, `key: ${one}`, state).length > 0,
  );
  if (key !== undefined && found !== ABSENT) {
    return { reference, key, holder, evidence: said(view, key, state), confirmed: true };
  }
  const evidence = said(view, `"${reference.name}" not found`, state);
  if (found !== ABSENT && evidence.length === 0) return undefined;
  return { reference, key: undefined, holder, evidence, confirmed: true };
}

const keysOf = (holder: ConfigMap | Secret): string[] =>
  Object.keys({
    ...holder.data,
    ...('binaryData' in holder ? holder.binaryData : {}),
    ...('stringData' in holder ? holder.stringData : {}),
  });

/** The waiting message and the last event that hold the words. */
function said(view: ContainerView, words: string, state: ConfigState): Evidence[] {
  const { message = '' } = view.status.state?.waiting ?? {};
  const own = message.includes(words) ? [statusEvidence(view.pod, `${view.path}.state.waiting.message`, message)] : [];
  const event = failures(view.pod, state).findLast((one) => one.message?.includes(words));
  return [...own, ...(event === undefined ? [] : [eventEvidence(event)])];
}

const failures = (pod: Pod, state: ConfigState): Event[] =>
  state.events(refOf(pod)).filter(({ reason }) => reason === 'FailedMount' || reason === 'Failed');

function findingOf(lack: Lack, workload: ObjectRef, views: readonly ContainerView[], state: ConfigState): Finding {
  const { reference, key, holder } = lack;
  const [view] = views as [ContainerView];
  const namespace = workload.namespace ?? view.pod.metadata.namespace;
  const subject: ObjectRef = { apiVersion: 'v1', kind: reference.kind, namespace, name: reference.name };
  const path = `${reference.path}${key === undefined ? (/\.secret$/.test(reference.path) && !reference.path.includes('projected') ? '.secretName' : '.name') : '.key'}`;
  return {
    code:
      key !== undefined ? 'ConfigKeyMissing' : reference.kind === 'ConfigMap' ? 'ConfigMapMissing' : 'SecretMissing',
    subject: key === undefined ? { ...subject, missing: true } : subject,
    ...(key === undefined ? {} : { about: key }),
    confidence: lack.confirmed ? 'confirmed' : 'likely',
    params: {
      workload: nameOf(workload),
      container: view.name,
      where: reference.path.replace(/^spec\./, ''),
      reason: view.status.state?.waiting?.reason,
      key,
      keys: (holder && keysOf(holder).slice(0, 12).join(', ')) || undefined,
      resource: reference.kind.toLowerCase(),
      nearest: nearestName(lack, namespace, state),
    },
    evidence: [
      ...lack.evidence,
      specEvidence(view.pod, path, key ?? reference.name),
      statusEvidence(view.pod, `${view.path}.state.waiting.reason`, view.status.state?.waiting?.reason),
    ],
    since: view.pod.metadata.creationTimestamp,
    affects: harmed(workload, views, reference.kind === 'Secret' ? 'usesSecret' : 'readsConfig', subject),
  };
}

/** The key, or the object of that kind in the namespace, that could be meant. */
function nearestName(
  { key, holder, reference }: Lack,
  namespace: string | undefined,
  state: ConfigState,
): string | undefined {
  if (key !== undefined) return holder && similarName(key, keysOf(holder));
  const others =
    reference.kind === 'ConfigMap' ? state.list('configmaps', namespace) : state.list('secrets', namespace);
  return similarName(
    reference.name,
    others.map(({ metadata }) => metadata.name),
  );
}
