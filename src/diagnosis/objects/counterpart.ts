/** Both sides of a rejected credential: whose Secret was edited last, and which pods still run with what was there before. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { editsOf } from '../change/edits.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';
import { type CredentialSource, credentialSources } from './credentials.ts';
import { dependenciesOf } from './dependencies.ts';
import { type RELATED_KINDS, workloadsBehind } from './related.ts';
import { podsOf } from './workloads.ts';

type CounterpartState = State<(typeof RELATED_KINDS)[number] | 'configmaps' | 'secrets'>;

export interface CredentialFault {
  source: CredentialSource;
  /** Who refers to the Secret. */
  holder: ObjectRef;
  /** RFC 3339: its last edit. */
  edited: string | undefined;
  /** The workload whose pods took the value before that edit and have not been started since. */
  stale: ObjectRef | undefined;
  evidence: Evidence[];
}

/** Times only: values are never compared. @param host The server, and the user, where the log names them. */
export function credentialFault(
  caller: ObjectRef,
  host: string | undefined,
  user: string | undefined,
  state: CounterpartState,
): CredentialFault | undefined {
  const server = serverOf(caller, host, state);
  const sides = [caller, ...(server === undefined ? [] : [server])];
  const words = [...(host?.split(/[^a-z0-9]+/i) ?? []), user ?? ''].map((word) => word.toLowerCase());
  const found = sides.flatMap((holder) =>
    credentialSources(holder, state)
      .slice(0, 3)
      .map((source) => ({ source, holder, edited: source.secret && editsOf(source.secret)[0]?.at })),
  );
  // Of several Secrets those count that sound like the server or the user.
  const fitting = found.filter(({ source }) => {
    const text = `${source.ref.name} ${source.path}`.toLowerCase();
    return words.some((word) => word.length > 1 && text.includes(word));
  });
  const all = fitting.length > 0 ? fitting : found;
  const [own] = all;
  if (own === undefined) return undefined;
  const lastEdited = all
    .filter(({ edited }) => edited !== undefined)
    .sort((a, b) => String(b.edited).localeCompare(String(a.edited)))[0];
  const chosen = lastEdited ?? own;
  const users = sides.filter((side) =>
    credentialSources(side, state).some(({ ref }) => refKey(ref) === refKey(chosen.source.ref)),
  );
  const stale = users.flatMap((side) => staleSince(side, chosen.edited, state))[0];
  return {
    ...chosen,
    stale: stale?.ref,
    evidence: [
      specEvidence(chosen.holder, chosen.source.path, chosen.source.ref.name),
      ...(chosen.edited === undefined
        ? []
        : [statusEvidence(chosen.source.ref, 'metadata.managedFields.time', chosen.edited, chosen.edited)]),
      ...(stale?.evidence ?? []),
    ],
  };
}

/** Variables are read once, when a container starts: pods older than the edit have the old value. */
function staleSince(workload: ObjectRef, edited: string | undefined, state: CounterpartState) {
  if (edited === undefined) return [];
  const pods = podsOf(workload, state).filter(({ status }) => status?.phase === 'Running');
  const older = pods.filter(({ status }) => startOf(status) < edited);
  const [pod] = older;
  if (pod === undefined || older.length < pods.length) return [];
  return [{ ref: workload, evidence: [statusEvidence(pod, 'status.startTime', pod.status?.startTime)] }];
}

type PodStatus = ReturnType<typeof podsOf>[number]['status'];

/** When the youngest of the containers started. */
const startOf = (status: PodStatus): string =>
  (status?.containerStatuses ?? [])
    .map(({ state }) => String(state?.running?.startedAt ?? ''))
    .concat(String(status?.startTime ?? ''))
    .sort()
    .at(-1) ?? '';

function serverOf(caller: ObjectRef, host: string | undefined, state: CounterpartState): ObjectRef | undefined {
  const dependencies = dependenciesOf(caller, state);
  const named = dependencies.filter(({ service }) => service.metadata.name === host?.split('.')[0]);
  const [only] = named.length > 0 ? named : dependencies.length === 1 ? dependencies : [];
  if (only === undefined) return undefined;
  const { namespace, name } = only.service.metadata;
  const [workload] = workloadsBehind(namespace, name, state);
  return workload;
}
