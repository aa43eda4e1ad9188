/** What a verdict rests on: how much was looked at, in sentences. */
import type { Store } from './read/store.ts';
import type { Language } from './result.ts';
import type { State } from './state.ts';
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
  return lines.filter(([number]) => number > 0).map(([number, sentence]) => sentence(number));
}
