/** Figures of a real Prometheus become evidence; one that cannot be asked is a gap and changes no verdict. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { ReadMetrics } from '../../src/diagnosis/metrics/figures.ts';
import { query } from '../../src/prometheus/api.ts';
import { directEndpoint } from '../../src/prometheus/direct.ts';
import { prometheusMissing, type RealPrometheus, startPrometheus } from '../prometheus/server.ts';
import { runProgram, scratchFolder, until } from '../support/program.ts';

const CASE = join(import.meta.dirname, '../cases/oom_killed/flights-pricing-cache-oom/snapshot');
const scratch = scratchFolder();
afterAll(scratch.remove);

describe.skipIf(prometheusMissing !== undefined)(`with a Prometheus (${prometheusMissing ?? 'present'})`, () => {
  let server: RealPrometheus;
  beforeAll(async () => {
    const pod = 'namespace: flights-b2c, pod: pricing-6d4-x, container: pricing';
    const other = 'namespace: flights-b2c, pod: pricingless-1, container: pricing';
    const records = `
      - {record: container_memory_working_set_bytes, expr: 'vector(536870912)', labels: {${pod}}}
      - {record: container_memory_working_set_bytes, expr: 'vector(999999999)', labels: {${other}}}
      - alert: PricingRestarts
        expr: vector(1)
        labels: {namespace: flights-b2c, deployment: pricing}
`;
    server = await startPrometheus(join(scratch.path, 'prometheus'), '', records);
  });
  afterAll(() => server?.stop());

  it('quotes the memory of these pods before the kill, and the alerts that fire', async () => {
    const endpoint = directEndpoint(server.url);
    // The capture is of another time than the metrics: they are asked for now.
    const metrics: ReadMetrics = async (text, _at, signal) => {
      const { series } = await query(endpoint, { query: text }, 'query', signal);
      return series.flatMap(({ labels, samples }) => samples.map(([, value]) => ({ labels, value })));
    };
    const source = createSnapshotSource(await loadSnapshot(CASE));
    const figures = await until(async () => {
      const { rootCauses } = await diagnose(source, {}, { redact: (text) => text, secrets: true, metrics });
      const oom = rootCauses.find(({ code }) => code === 'OomKilled');
      const found = oom?.evidence.filter((one) => one.source === 'metric') ?? [];
      return found.length >= 2 ? found : undefined;
    });
    expect(figures.map(({ quote }) => quote)).toEqual(['536870912', 'PricingRestarts']);
    await endpoint.close();
  });
});

it('names a Prometheus that cannot be asked, and finds the same without it', async () => {
  const run = async (env: Record<string, string>) => {
    const { stdout } = await runProgram(['diagnose', '--snapshot', CASE, '-o', 'json'], { env });
    return JSON.parse(stdout);
  };
  const [alone, failed] = await Promise.all([run({}), run({ PROMETHEUS_URL: 'http://127.0.0.1:9' })]);
  expect(failed.gaps).toContainEqual({ what: 'metrics of Prometheus', why: expect.stringContaining('127.0.0.1:9') });
  expect(failed.rootCauses).toEqual(alone.rootCauses);
  expect(failed.status).toBe(alone.status);
});
