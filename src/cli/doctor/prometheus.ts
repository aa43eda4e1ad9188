/** Whether a configured Prometheus answers. */
import { type Check, reach } from './check.ts';

export const prometheusCheck: Check = {
  name: 'prometheus',
  exitCode: 0,
  async run({ loaded: { config } }, signal) {
    const { enabled, config: settings } = config.toolsets['prometheus/metrics'];
    const url = settings.prometheus_url;
    const mend = 'set PROMETHEUS_URL or toolsets.prometheus/metrics.config.prometheus_url';
    if (!enabled) return [{ state: 'note', text: 'switched off' }];
    if (url === undefined) return [{ state: 'note', text: 'no URL configured', mend }];
    const answer = await reach(`${url.replace(/\/$/, '')}/api/v1/status/buildinfo`, {}, signal);
    if (answer === 200) return [{ state: 'ok', text: url }];
    return [{ state: 'problem', text: `${url}: ${typeof answer === 'string' ? answer : `answers ${answer}`}`, mend }];
  },
};
