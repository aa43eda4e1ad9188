/** Questions to a real Prometheus, as the tool runs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheus, type Prometheus } from '../../src/prometheus/prometheus.ts';
import type { PromqlRequest } from '../../src/prometheus/run.ts';
import { blocks, filled } from '../runbooks/commands.ts';
import { scratchFolder } from '../support/program.ts';
import { prometheusMissing, type RealPrometheus, startPrometheus } from './server.ts';

const title = `a real Prometheus${prometheusMissing === undefined ? '' : ` (skipped: ${prometheusMissing})`}`;
describe.skipIf(prometheusMissing !== undefined)(title, () => {
  const scratch = scratchFolder();
  let server: RealPrometheus;
  let prometheus: Prometheus;
  const identity = async () => ({ context: null, server: null, version: null, capturedAt: null });
  const now = () => Date.now() / 1000;
  const at = (url: string) => createPrometheus({ url, identity, now });
  const run = (request: PromqlRequest, signal = new AbortController().signal) => prometheus.run(request, signal);

  beforeAll(async () => {
    server = await startPrometheus(join(scratch.path, 'plain'));
    prometheus = at(server.url);
  }, 60_000);
  afterAll(async () => {
    await prometheus?.close();
    await server?.stop();
    scratch.remove();
  });

  it('answers an instant query as a table, with what all series share said once', async () => {
    const { output, exitCode, from, cluster } = await run({ query: 'up' });
    expect(exitCode).toBe(0);
    expect([from, cluster]).toEqual([server.url, { context: null, server: server.url, capturedAt: null }]);
    expect(output).toMatch(/^2 series at \d{4}-\d\d-\d\dT[\d:]+Z; all have up\n/);
    expect(output).toMatch(/^instance +job +value$/m);
    expect(output).toMatch(/^127\.0\.0\.1:1 +nobody +0$/m);
  });

  it('keeps whole numbers, and six digits of others', async () => {
    expect((await run({ query: 'ours:load' })).output).toMatch(/0\.123457$/);
    expect((await run({ query: 'vector(123456789012)' })).output).toMatch(/123456789012$/);
    expect((await run({ query: 'scalar(vector(3))' })).output).toBe('3');
    expect((await run({ query: '"words"' })).output).toBe('words');
    expect((await run({ query: 'vector(0)/0' })).output).toMatch(/NaN$/);
    expect((await run({ query: 'vector(1)/0' })).output).toMatch(/\+Inf$/);
  });

  it('shows the series with the largest values, and says how many there are', async () => {
    const { output } = await run({ query: 'ours:sixty' });
    expect(output).toMatch(/^60 series; the 50 with the largest values are shown/);
    expect(output).toMatch(/^59 +59$/m);
    expect(output).not.toMatch(/^9 +9$/m);
  });

  it('summarises a range and gives each point, at most 300 a series', async () => {
    const { output } = await run({ query: 'up', start: '-2h', step: '1s' });
    const [note = '', span = ''] = output.split('\n');
    expect(note).toBe('A step of 1s would give more than 300 points a series; 30s was used.');
    expect(span).toMatch(/^From \S+Z to \S+Z, step 30s\.$/);
    expect(output).toMatch(/^# +instance +job +points +first +last +min +max +max at +avg$/m);
    expect(output).toMatch(/^\d +127\.0\.0\.1:1 +nobody +\d+ +0 +0 +0 +0 /m);
    expect(output.split('Values by time')[1]?.split('\n').length).toBeLessThan(304);
  });

  it('looks back: an hour ago there was nothing', async () => {
    for (const time of [
      '-1h',
      'now-1h',
      '1 h ago',
      String(Math.floor(now() - 3600)),
      new Date(Date.now() - 3.6e6).toISOString(),
    ])
      expect((await run({ query: 'up', time })).output).toMatch(/^No series/);
    expect((await run({ query: 'up', time: 'now' })).output).toMatch(/^2 series/);
  });

  it('shows several values of each series of a range selector', async () => {
    expect((await run({ query: 'up{job="itself"}[5m]' })).output).toMatch(/Values by time/);
  });

  it.each([
    [{ query: 'sum(up' }, 1, /^Prometheus cannot parse the query at line 1, column \d+: .*\nsum\(up\n {6}\^$/],
    [{ query: 'up{job="é"} +' }, 1, /column \d+: unexpected end of input\.\nup\{job="é"\} \+\n +\^$/],
    [{ query: 'up and\n sum(' }, 1, /line 2, column \d+/],
    [{ query: 'up * on(instance) group_left up' }, 0, /series/],
    [{ query: 'up * on(job) ours:load' }, 0, /No series/],
    [{ query: 'ours:sixty * on() ours:sixty' }, 1, /^Prometheus refused \(execution\): .*many-to-many/],
    [{ query: 'up', time: 'yesterday' }, 1, /"yesterday" is no time; write now, -1h/],
    [{ query: 'up', start: 'now', end: '-1h' }, 1, /start must be before the end/],
    [{ query: 'up', start: '-1h', step: 'often' }, 1, /"often" is no step/],
    [{ query: 'up', start: '-1h', time: 'now' }, 1, /either time, or start/],
    [{ query: 'up', time: '9999-12-31T23:59:59Z' }, 0, /No series/],
  ])('%o ends with %i', async (request, code, words) => {
    const { output, exitCode } = await run(request);
    expect([exitCode, output]).toEqual([code, expect.stringMatching(words)]);
  });

  it('lists what there is', async () => {
    expect((await run({ query: 'metrics prometheus_tsdb_head_s' })).output).toMatch(
      /^\d+ of \d+ metrics\n(?:.*\n)*prometheus_tsdb_head_series$/m,
    );
    expect((await run({ query: 'metrics no_such' })).output).toMatch(/^None of the \d+ metrics/);
    expect((await run({ query: 'metadata prometheus_tsdb_head_series' })).output).toMatch(
      /gauge +Total number of series/,
    );
    expect((await run({ query: 'metadata no_such' })).output).toMatch(/^There is no metadata of "no_such"/);
    expect((await run({ query: 'labels' })).output).toMatch(/^alertname$/m);
    expect((await run({ query: 'labels job' })).output).toBe('2 values of job\nitself\nnobody');
    expect((await run({ query: 'labels job up{instance=~".*:1"}' })).output).toBe('1 value of job\nnobody');
    expect((await run({ query: 'labels up{job="itself"}' })).output).toMatch(
      /^3 labels of up\{job="itself"\}\n__name__\ninstance\njob$/,
    );
    expect((await run({ query: 'series up' })).output).toMatch(/^2 series\nup\{instance="127.0.0.1:1", job="nobody"\}/);
    expect((await run({ query: 'series' })).exitCode).toBe(1);
    expect((await run({ query: 'series up{' })).output).toMatch(/column \d+/);
  });

  it('lists alerts and rules', async () => {
    const { output } = await run({ query: 'alerts' });
    expect(output).toMatch(/^1 active alert\n/);
    expect(output).toMatch(/^firing +TargetDown +critical +\d{4}\S+ +0 +\{.*\} +The target 127\.0\.0\.1:1 is down$/m);
    expect((await run({ query: 'alerts nothing' })).output).toBe('None of the active alerts (1) has "nothing".');
    expect((await run({ query: 'ALERTS{alertstate="firing"}' })).output).toMatch(/^1 series/);
    const { output: rules } = await run({ query: 'rules' });
    expect(rules).toMatch(/^4 rules/);
    expect(rules).toMatch(/^inactive +NeverFires +ok +5m +ours +vector\(1\) < 0$/m);
    expect((await run({ query: 'rules targetdown' })).output).toMatch(/^1 rule\n/);
  });

  it('understands every query of the runbook about queries, in both languages', async () => {
    for (const file of ['prometheus-metrics.md', 'prometheus-metrics.zh.md']) {
      const text = readFileSync(join(import.meta.dirname, '../../runbooks', file), 'utf8');
      const inline = [...text.matchAll(/`(count by [^`]+)`/g)].map(([, query = '']) => query);
      const queries = [...blocks(text), ...inline].map((query) => filled(query, (placeholder) => placeholder));
      expect(queries.length).toBeGreaterThan(10);
      for (const query of queries) expect(await run({ query })).toMatchObject({ exitCode: 0 });
    }
  });

  it('asks for a metric of the name of a list with braces or an operator', async () => {
    for (const query of ['alerts{}', 'rules offset 5m', 'labels * 2', 'series > 1', 'metrics[5m]'])
      expect((await run({ query })).output).toMatch(/^No series/);
  });

  it('stops when the caller does', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(run({ query: 'up' }, stop.signal)).rejects.toThrow('enough');
  });

  it('serves below a path, and says where the path is wrong', async () => {
    const prefixed = await startPrometheus(join(scratch.path, 'prefixed'), '/prom');
    const [right, wrong] = [at(`${prefixed.url}/`), at(prefixed.url.replace('/prom', ''))];
    try {
      const signal = new AbortController().signal;
      expect(await right.run({ query: 'up' }, signal)).toMatchObject({ exitCode: 0 });
      const { output, exitCode } = await wrong.run({ query: 'up' }, signal);
      expect([exitCode, output]).toEqual([2, expect.stringMatching(/leads elsewhere|is not Prometheus/)]);
    } finally {
      await Promise.all([right.close(), wrong.close()]);
      await prefixed.stop();
    }
  }, 60_000);
});
