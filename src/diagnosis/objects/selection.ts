/** The pods that a map selector selects, by an index over labels: a large namespace has many Services and many pods. */
import type { Pod } from '../../cluster/objects.ts';
import { matchesLabels } from '../../semantics/labelSelector.ts';
import { stringMap } from '../../semantics/lenient.ts';
import type { State } from '../state.ts';

/** In the order in which the pods were read; none for an empty selector. */
export function podsSelected(selector: unknown, namespace: string | undefined, state: State<'pods'>): readonly Pod[] {
  const wanted = Object.entries(stringMap(selector));
  if (wanted.length === 0) return [];
  const index = state.memo(`selection:${namespace}`, () => indexByLabel(state.list('pods', namespace)));
  const lists = wanted.map(([key, value]) => index.get(`${key}=${value}`) ?? []);
  const rarest = lists.reduce((best, list) => (list.length < best.length ? list : best));
  return wanted.length === 1 ? rarest : rarest.filter((pod) => matchesLabels(selector, pod.metadata.labels));
}

function indexByLabel(pods: readonly Pod[]): Map<string, Pod[]> {
  const index = new Map<string, Pod[]>();
  for (const pod of pods) {
    for (const [key, value] of Object.entries(stringMap(pod.metadata.labels))) {
      const list = index.get(`${key}=${value}`);
      if (list === undefined) index.set(`${key}=${value}`, [pod]);
      else list.push(pod);
    }
  }
  return index;
}
