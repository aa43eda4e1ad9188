/** The state that rules see, over a store: look-ups that note what is missing. */

import type { KindName, KindTypes } from '../../cluster/kinds.ts';
import { KINDS } from '../../cluster/kinds.ts';
import type { Event, ObjectRef } from '../../cluster/objects.ts';
import { isMadeAnywhere } from '../../cluster/snapshot/madeByControlPlane.ts';
import { eventTime } from '../evidence.ts';
import type { Focus } from '../question.ts';
import { ABSENT, EVERYWHERE, type Found, type LogQuery, type State, UNKNOWN, type Wish } from '../state.ts';
import { Memory, type Versioned } from './memory.ts';
import { logKey, type Store } from './store.ts';

export interface View {
  state: State;
  /** What rules asked for since the last time and was not there, without duplicates. */
  takeWishes(): Wish[];
}

export interface ViewOptions {
  now: number;
  focus: Focus;
  /** Kinds whose list may not be widened or read at all, such as secrets in a live cluster. */
  closed: ReadonlySet<KindName>;
}

/** One view for a whole diagnosis: it always shows what the store has now. */
export function viewOf(store: Store, options: ViewOptions): View {
  let wishes = new Map<string, Wish>();
  const open: Versioned = { version: 0 };
  const memory = new Memory();
  const memo = <T>(key: string, make: () => T): T => memory.recall(key, make);

  const wish = (key: string, value: Wish): void => {
    // What was derived without it is to be derived again, be the wish granted or not.
    memory.note(open);
    const before = wishes.get(key);
    if (before?.type === 'log' && value.type === 'log') before.priority = Math.min(before.priority, value.priority);
    else if (before === undefined) wishes.set(key, value);
  };

  const list = <K extends KindName>(kind: K, namespace?: string): readonly KindTypes[K][] => {
    const everywhere = !KINDS[kind].namespaced || namespace === EVERYWHERE;
    const where = everywhere ? undefined : namespace;
    const key = `${kind}:${where ?? '*'}`;
    if ((where !== undefined || everywhere) && !store.wasTried(kind, where) && !options.closed.has(kind)) {
      wish(key, { type: 'list', kind, namespace: where });
    }
    return memo(`list:${key}`, () => {
      memory.note(store.of(kind));
      return store.objects(kind, where);
    });
  };

  const find = <K extends KindName>(kind: K, namespace: string | undefined, name: string): Found<KindTypes[K]> => {
    const where = KINDS[kind].namespaced ? namespace : undefined;
    const kindStore = store.of(kind);
    memory.note(kindStore);
    const object = kindStore.byNamespace.get(where ?? '')?.get(name);
    if (object !== undefined) return object as KindTypes[K];
    const key = `${where ?? ''}/${name}`;
    if (kindStore.absent.has(key)) return ABSENT;
    // A list of a capture is complete but for what control planes make by themselves.
    if (store.isComplete(kind, where)) return isMadeAnywhere(kind, name) ? UNKNOWN : ABSENT;
    if (!kindStore.unreadable.has(key) && !options.closed.has(kind)) {
      wish(`${kind}=${key}`, { type: 'get', kind, namespace: where, name });
    }
    return UNKNOWN;
  };

  const events = (ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): readonly Event[] => {
    const namespace = ref.namespace ?? 'default';
    const index = memo(`events:${namespace}`, () => indexEvents(list('events', namespace)));
    return index.get(`${ref.kind}/${ref.name}`) ?? [];
  };

  const log = (query: LogQuery): string | undefined => {
    const wanted = { ...query, previous: query.previous ?? false, start: query.start ?? false };
    const key = logKey(wanted);
    memory.note(store.logVersion);
    const read = store.logs.get(key);
    if (read === undefined) wish(`log:${key}`, { type: 'log', ...wanted });
    return read !== undefined && 'text' in read ? read.text : undefined;
  };

  const complete = (kind: KindName, namespace?: string): boolean => {
    memory.note(store.of(kind));
    return store.isComplete(kind, namespace);
  };
  const takeWishes = (): Wish[] => {
    const taken = [...wishes.values()];
    wishes = new Map();
    open.version++;
    return taken;
  };
  const state: State = { now: options.now, focus: options.focus, list, find, events, log, memo, complete };
  return { state, takeWishes };
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
