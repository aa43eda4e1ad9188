/** The state that rules see, over a store: look-ups that note what is missing. */
import type { KindName, KindTypes } from '../../cluster/kinds.ts';
import { KINDS } from '../../cluster/kinds.ts';
import type { Event, ObjectRef } from '../../cluster/objects.ts';
import { eventTime } from '../evidence.ts';
import type { Focus } from '../question.ts';
import { ABSENT, EVERYWHERE, type Found, type LogQuery, type State, UNKNOWN, type Wish } from '../state.ts';
import { logKey, type Store } from './store.ts';

export interface View {
  state: State;
  /** What rules asked for and was not there, without duplicates. */
  wishes(): Wish[];
}

export interface ViewOptions {
  now: number;
  focus: Focus;
  /** Kinds whose list may not be widened or read at all, such as secrets in a live cluster. */
  closed: ReadonlySet<KindName>;
}

/** A fresh view: its derived data (`memo`) holds for what the store has now. */
export function viewOf(store: Store, options: ViewOptions): View {
  const wishes = new Map<string, Wish>();
  const memos = new Map<string, unknown>();
  const lists = new Map<string, readonly unknown[]>();

  const wish = (key: string, value: Wish): void => {
    const before = wishes.get(key);
    if (before?.type === 'log' && value.type === 'log') before.priority = Math.min(before.priority, value.priority);
    else if (before === undefined) wishes.set(key, value);
  };

  const memo = <T>(key: string, make: () => T): T => {
    if (!memos.has(key)) memos.set(key, make());
    return memos.get(key) as T;
  };

  const list = <K extends KindName>(kind: K, namespace?: string): readonly KindTypes[K][] => {
    const everywhere = !KINDS[kind].namespaced || namespace === EVERYWHERE;
    const where = everywhere ? undefined : namespace;
    const key = `${kind}:${where ?? '*'}`;
    if ((where !== undefined || everywhere) && !store.wasTried(kind, where) && !options.closed.has(kind)) {
      wish(key, { type: 'list', kind, namespace: where });
    }
    let objects = lists.get(key);
    if (objects === undefined) {
      objects = store.objects(kind, where);
      lists.set(key, objects);
    }
    return objects as readonly KindTypes[K][];
  };

  const find = <K extends KindName>(kind: K, namespace: string | undefined, name: string): Found<KindTypes[K]> => {
    const where = KINDS[kind].namespaced ? namespace : undefined;
    const kindStore = store.of(kind);
    const object = kindStore.byNamespace.get(where ?? '')?.get(name);
    if (object !== undefined) return object as KindTypes[K];
    const key = `${where ?? ''}/${name}`;
    if (kindStore.absent.has(key) || store.isComplete(kind, where)) return ABSENT;
    if (!kindStore.unreadable.has(key) && !options.closed.has(kind)) {
      wish(`${kind}=${key}`, { type: 'get', kind, namespace: where, name });
    }
    return UNKNOWN;
  };

  const events = (ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): readonly Event[] => {
    const namespace = ref.namespace ?? 'default';
    const objects = list('events', namespace);
    const index = memo(`events:${namespace}`, () => indexEvents(objects));
    return index.get(`${ref.kind}/${ref.name}`) ?? [];
  };

  const log = (query: LogQuery): string | undefined => {
    const previous = query.previous ?? false;
    const key = logKey({ ...query, previous });
    const read = store.logs.get(key);
    if (read === undefined) wish(`log:${key}`, { type: 'log', ...query, previous });
    return read !== undefined && 'text' in read ? read.text : undefined;
  };

  const complete = (kind: KindName, namespace?: string): boolean => store.isComplete(kind, namespace);
  const state: State = { now: options.now, focus: options.focus, list, find, events, log, memo, complete };
  return { state, wishes: () => [...wishes.values()] };
}

function indexEvents(events: readonly Event[]): Map<string, Event[]> {
  const index = new Map<string, Event[]>();
  for (const event of events) {
    const key = `${event.involvedObject?.kind}/${event.involvedObject?.name}`;
    const about = index.get(key);
    if (about === undefined) index.set(key, [event]);
    else about.push(event);
  }
  for (const about of index.values()) about.sort((a, b) => eventTime(a).localeCompare(eventTime(b)));
  return index;
}
