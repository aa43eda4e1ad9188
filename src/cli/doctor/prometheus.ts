/** Whether there is a Prometheus that answers: the configured one, else one in the cluster. */
import { ask } from '../../prometheus/api.ts';
import type { App } from '../app.ts';
import { sentenceOf } from '../exit.ts';
import { CHECK_TIMEOUT_MS, type Check } from './check.ts';

const MEND = 'set PROMETHEUS_URL or toolsets.prometheus/metrics.config.prometheus_url';

export const prometheusCheck: Check = {
  name: 'prometheus',
  exitCode: 0,
  async run(app, signal) {
    const { enabled, config } = app.loaded.config.toolsets['prometheus/metrics'];
    if (!enabled) return [{ state: 'note', text: 'switched off' }];
    try {
      return [{ state: 'ok', text: await locate(app, signal) }];
    } catch (error) {
      signal.throwIfAborted();
      // That none is configured is a choice; that the configured one does not answer is not.
      const state = config.prometheus_url === undefined ? 'note' : 'problem';
      return [{ state, text: sentenceOf(error), ...(state === 'problem' ? { mend: MEND } : {}) }];
    }
  },
};

async function locate(app: App, signal: AbortSignal): Promise<string> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(2 * CHECK_TIMEOUT_MS)]);
  const prometheus = await app.prometheus.open();
  const { endpoint, others } = await prometheus.locate(timed).catch((error: unknown) => {
    throw timed.aborted ? new Error(`No Prometheus was found within ${(2 * CHECK_TIMEOUT_MS) / 1000} s.`) : error;
  });
  await ask(endpoint, 'query', { query: 'vector(1)' }, timed);
  return others.length === 0 ? endpoint.name : `${endpoint.name} (also ${others.join(', ')})`;
}
