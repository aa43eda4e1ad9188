/** What a verdict rests on: how much was looked at, in sentences. */
import type { ObjectRef } from '../cluster/objects.ts';
import { isReady } from '../semantics/endpoints.ts';
import { podsOf, workloadObject } from './objects/workloads.ts';
import type { Store } from './read/store.ts';
import type { Language } from './result.ts';
import type { State } from './state.ts';
import { nameOf } from './words/fill.ts';
import { phrases } from './words/phrases.ts';

export function checkedOf(state: State, store: Store, language: Language): string[] {
  const words = phrases[language].checked;
  const count = (kind: Parameters<State['list']>[0]): number => state.list(kind).length;
  const workloads =
    count('deployments') + count('statefulsets') + count('daemonsets') + count('jobs') + count('cronjobs');
  const logs = [...store.logs.values()].filter((read) => 'text' in read).length;
  const lines: [number, (count: number) => string][] = [
    [workloads, words.workloads],
    [count('pods'), words.pods],
    [count('services'), words.services],
    [count('persistentvolumeclaims'), words.claims],
    [store.objects('nodes', undefined).length, words.nodes],
    [logs, words.logs],
  ];
  const asked = state.focus.objects.slice(0, MAX_ASKED).flatMap(({ ref }) => stateOf(ref, state) ?? []);
  return [
    ...asked.map(([name, is]) => words.focus(name, is)),
    ...lines.filter(([number]) => number > 0).map(([number, sentence]) => sentence(number)),
  ];
}

const MAX_ASKED = 5;

/** How an asked workload or pod stands: its ready replicas, its restarts. */
function stateOf(ref: ObjectRef, state: State): [name: string, is: string][] {
  const workload = workloadObject(ref, state);
  const pods = podsOf(ref, state).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (workload === undefined && pods.length === 0) return [];
  const ready = pods.filter(isReady).length;
  const restarts = pods
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
  return [[nameOf(ref), `${ready}/${pods.length} ready, ${restarts} restarts`]];
}
