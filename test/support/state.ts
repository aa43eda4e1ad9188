/** A real State over a few objects written inline, and the rules run on it: for tests of single facts and whys. */
import { KIND_NAMES, type KindName, kindNameOf } from '../../src/cluster/kinds.ts';
import type { KubeObject } from '../../src/cluster/objects.ts';
import { ObjectSet } from '../../src/cluster/snapshot/accept.ts';
import { newestTime } from '../../src/cluster/snapshot/clock.ts';
import { parseText } from '../../src/cluster/snapshot/parse.ts';
import { derive, type Rules } from '../../src/diagnosis/causes/derive.ts';
import { type Root, rootsOf } from '../../src/diagnosis/causes/roots.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { FOCUS_KINDS, focusOf } from '../../src/diagnosis/question.ts';
import { Store } from '../../src/diagnosis/read/store.ts';
import { viewOf } from '../../src/diagnosis/read/view.ts';
import type { State } from '../../src/diagnosis/state.ts';

export interface StateOptions {
  /** Text by `namespace/pod/container`, `…/previous` for the log of the container before. */
  logs?: Readonly<Record<string, string>>;
  question?: string;
  namespace?: string;
  /** RFC 3339; the newest time in the objects where none is given. */
  now?: string;
  /** Kinds that could not be read: what is not among the objects is then not known, rather than absent. */
  unread?: readonly KindName[];
}

/** A state in which everything was read: what is not among the objects does not exist. */
export function stateOf(objects: string | readonly KubeObject[], options: StateOptions = {}): State {
  const set = new ObjectSet();
  const gaps = documentsOf(objects).flatMap((document) => set.add(document, 'inline'));
  if (gaps[0] !== undefined) throw new Error(`The test's objects are wrong: ${gaps[0].what} ${gaps[0].why}`);
  const all = set.sorted();
  const store = storeOf(all, options);
  const now = options.now === undefined ? newestTime(all) : new Date(options.now);
  const namespaces = options.namespace === undefined ? undefined : [options.namespace];
  const candidates = FOCUS_KINDS.flatMap((kind): KubeObject[] => store.objects(kind, undefined));
  const focus = focusOf({ question: options.question }, namespaces, candidates);
  return viewOf(store, { now: (now ?? new Date()).getTime(), focus, closed: new Set(options.unread) }).state;
}

/** Every finding of these rules, and those that nothing explains. A rule that throws fails the test. */
export function findingsOf(state: State, rules: Partial<Rules>): { findings: Finding[]; roots: Root[] } {
  const { graph, gaps } = derive(state, { facts: rules.facts ?? [], whys: rules.whys ?? [] });
  if (gaps[0] !== undefined) throw new Error(`${gaps[0].what} ${gaps[0].why}`);
  return { findings: [...graph.nodes.values()].map(({ finding }) => finding), roots: rootsOf(graph) };
}

function documentsOf(objects: string | readonly KubeObject[]): readonly unknown[] {
  if (typeof objects !== 'string') return structuredClone(objects);
  const { documents, problems } = parseText(objects);
  if (problems.length > 0) throw new Error(`The test's YAML ${problems.join(', ')}`);
  return documents;
}

function storeOf(objects: readonly KubeObject[], { logs = {}, unread = [] }: StateOptions): Store {
  const store = new Store();
  const byKind = Map.groupBy(objects, ({ apiVersion, kind }) => kindNameOf(apiVersion, kind));
  for (const kind of KIND_NAMES) {
    const gap = unread.includes(kind) ? { gap: { what: kind, why: 'not read in this test' } } : {};
    store.addList(kind, undefined, { objects: byKind.get(kind) ?? [], ...gap });
  }
  for (const [key, text] of Object.entries(logs)) store.logs.set(key, { text });
  return store;
}
