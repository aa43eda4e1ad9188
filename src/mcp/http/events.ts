/**
 * What was streamed lately, so that a client whose connection broke reads on where it was (`Last-Event-ID`). All
 * sessions share one budget: the oldest events are forgotten first, whoever they belong to.
 */
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

interface StoredEvent {
  owner: EventStore;
  streamId: string;
  message: JSONRPCMessage;
  size: number;
}

export interface EventLog {
  /** The store of one session: it finds its own events only. */
  open: () => EventStore;
  /** Forgets what a session had. */
  drop: (store: EventStore) => void;
}

/** @param budget characters of JSON that are kept. */
export function createEventLog(budget: number): EventLog {
  const events = new Map<string, StoredEvent>();
  let next = 1;
  let total = 0;
  const remove = (id: string, { size }: StoredEvent) => {
    events.delete(id);
    total -= size;
  };
  const keep = (event: StoredEvent): string => {
    const id = String(next++);
    events.set(id, event);
    total += event.size;
    for (const [oldest, { ...old }] of events) {
      if (total <= budget) break;
      remove(oldest, old);
    }
    return id;
  };
  const open = (): EventStore => {
    const store: EventStore = {
      storeEvent: async (streamId, message) =>
        keep({ owner: store, streamId, message, size: JSON.stringify(message).length }),
      getStreamIdForEventId: async (id) => {
        const event = events.get(id);
        return event?.owner === store ? event.streamId : undefined;
      },
      async replayEventsAfter(lastId, { send }) {
        const last = events.get(lastId);
        if (last?.owner !== store) throw new Error('These events are no longer kept; start a new session.');
        const later = [...events].filter(([id, { owner }]) => owner === store && Number(id) > Number(lastId));
        for (const [id, { streamId, message }] of later) {
          if (streamId === last.streamId && Object.keys(message).length > 0) await send(id, message);
        }
        return last.streamId;
      },
    };
    return store;
  };
  const drop = (store: EventStore) => {
    for (const [id, event] of events) if (event.owner === store) remove(id, event);
  };
  return { open, drop };
}
