/** What is known of one server at this moment; the supervisor writes it, calls read it. */
import { type Breaker, createBreaker } from './breaker.ts';
import type { Catalogue } from './catalogue.ts';
import type { Connection, Memory } from './connect.ts';
import type { Relay } from './relay.ts';
import type { ServerSettings } from './settings.ts';

export type LinkState = 'connecting' | 'ready' | 'failed' | 'open' | 'disabled';

export interface LinkStatus {
  state: LinkState;
  /** The protocol revision, such as `2025-11-25`; null before it is known. */
  era: string | null;
  /** Of the last answer, in milliseconds. */
  latencyMs: number | null;
  lastError: string | null;
  /** RFC 3339: since when it is in this state. */
  since: string;
}

export interface LinkParts {
  name: string;
  version: string;
  settings: ServerSettings;
  /** The state, or what the server offers, has changed. */
  onChange: () => void;
  /** A resource has changed. */
  onResource: (uri: string) => void;
}

export interface Core extends LinkParts {
  /** Comes when the program ends. */
  stop: AbortController;
  /** Over calls; attempts to connect are counted by the supervisor. */
  breaker: Breaker;
  memory: Memory;
  status: LinkStatus;
  relay?: Relay;
  live?: Connection;
  catalogue?: Catalogue;
  /** Resolves when there is a connection. */
  arrival: PromiseWithResolvers<void>;
}

/** Failures in a row after which the server is left alone. */
export const FAILURES_TO_OPEN = 5;
const COOL_DOWN_MS = 15_000;

export function createCore(parts: LinkParts): Core {
  return {
    ...parts,
    stop: new AbortController(),
    breaker: createBreaker({ threshold: FAILURES_TO_OPEN, coolDownMs: COOL_DOWN_MS, clock: () => performance.now() }),
    memory: { subscribed: new Set() },
    arrival: Promise.withResolvers<void>(),
    status: {
      state: parts.settings.enabled ? 'connecting' : 'disabled',
      era: null,
      latencyMs: null,
      lastError: null,
      since: new Date().toISOString(),
    },
  };
}

/** Notes the state and tells whoever listens. */
export function become(core: Core, state: LinkState, more: Partial<LinkStatus> = {}): void {
  const since = state === core.status.state ? core.status.since : new Date().toISOString();
  core.status = { ...core.status, ...more, state, since };
  core.onChange();
}

/** Resolves after a time, or at once when the signal comes. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
