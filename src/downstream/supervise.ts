/** Keeps one server connected: what is lost or refused is tried anew, later each time. */
import { backoff } from './backoff.ts';
import type { Connection } from './connect.ts';
import { connect } from './connect.ts';
import { become, type Core, FAILURES_TO_OPEN, pause } from './core.ts';
import { sentenceOf } from './failure.ts';
import { createRelay } from './relay.ts';

const FIRST_WAIT_MS = 200;
const MAX_WAIT_MS = 30_000;
const HEALTH_MS = 30_000;
/** A connection that lasted this long was a good one: the waits begin anew. */
const STABLE_MS = 10_000;

/** Runs until the program ends; never throws. */
export async function supervise(core: Core): Promise<void> {
  const { name, settings, version, memory, stop, onResource } = core;
  const relay = createRelay(settings.prefix === '' ? undefined : name);
  core.relay = relay;
  const onCatalogue = () => {
    core.catalogue = core.live?.catalogue();
    core.onChange();
  };
  let attempt = 0;
  while (!stop.signal.aborted) {
    attempt += 1;
    try {
      const connection = await connect({
        name,
        version,
        settings,
        memory,
        relay,
        onCatalogue,
        onResource,
        signal: stop.signal,
      });
      const { reason, ms } = await hold(core, connection);
      if (ms > STABLE_MS) attempt = 1;
      failed(core, 'failed', reason);
    } catch (error) {
      failed(core, attempt < FAILURES_TO_OPEN ? 'failed' : 'open', error);
    }
    await pause(backoff(attempt, { firstMs: FIRST_WAIT_MS, maxMs: MAX_WAIT_MS, random: Math.random }), stop.signal);
  }
}

function failed(core: Core, state: 'failed' | 'open', error: unknown): void {
  if (core.stop.signal.aborted) return;
  become(core, state, { lastError: sentenceOf(error) });
}

/** Offers the connection to calls; resolves when it is lost. */
async function hold(core: Core, connection: Connection): Promise<{ reason: Error; ms: number }> {
  const began = performance.now();
  if (core.stop.signal.aborted) await connection.close();
  core.live = connection;
  core.catalogue = connection.catalogue();
  become(core, 'ready', { era: connection.revision, lastError: null });
  core.arrival.resolve();
  const check = async () => {
    const ms = await connection.check();
    if (ms !== undefined) core.status.latencyMs = ms;
  };
  const timer = setInterval(check, HEALTH_MS);
  timer.unref();
  check().catch(() => {});
  const reason = await connection.lost;
  clearInterval(timer);
  core.live = undefined;
  core.arrival = Promise.withResolvers<void>();
  return { reason, ms: performance.now() - began };
}
