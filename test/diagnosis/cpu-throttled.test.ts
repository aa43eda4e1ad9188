import { describe, expect, it } from 'vitest';
import cpuStarved from '../../src/diagnosis/facts/cpu-starved.ts';
import probes from '../../src/diagnosis/facts/probes.ts';
import cpuThrottled from '../../src/diagnosis/why/cpu-throttled.ts';
import { findingsOf, stateOf } from '../support/state.ts';
import { lines, logOf, NOW as NOW_OF_LOGS, running } from './application/pods.ts';
import { DEPLOYMENT, eventYaml, NOW, podYaml } from './podYaml.ts';

const PROBE = 'readinessProbe: {httpGet: {port: 8080}}, resources: {limits: {cpu: 500m}}';
const pod = podYaml({
  container: `{name: app, image: a, ${PROBE}}`,
  status:
    '{name: app, ready: false, started: true, restartCount: 0, state: {running: {startedAt: "2026-11-24T11:00:00Z"}}}',
});
const event = eventYaml(
  'Unhealthy',
  'Readiness probe failed: Get "http://10.1.0.5:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
);
const metrics = (cpu: string): string => `
apiVersion: metrics.k8s.io/v1beta1
kind: PodMetrics
metadata: {name: web-5d9c8b7f6-abcde, namespace: shop}
containers: [{name: app, usage: {cpu: ${cpu}, memory: 100Mi}}]
---`;
const roots = (yaml: string) =>
  findingsOf(stateOf(DEPLOYMENT + pod + event + yaml, { now: NOW }), {
    facts: [probes],
    whys: [cpuThrottled],
  }).roots.map(({ node }) => node.finding);

describe('cpu-throttled', () => {
  it('explains a probe that times out at the CPU limit, by what was measured', () => {
    const [finding] = roots(metrics('497m'));
    expect(finding).toMatchObject({ code: 'CpuThrottled', params: { usage: '497m', limit: '500m' } });
    expect(finding?.evidence[0]).toMatchObject({ source: 'metric', quote: '497m' });
  });

  it('is silent below the limit, and where nothing was measured', () => {
    expect(roots(metrics('120m'))[0]?.code).toBe('ProbeTimesOut');
    expect(roots('')[0]?.code).toBe('ProbeTimesOut');
  });
});

describe('cpu-starved', () => {
  const starved = (limit: string, count: number) => {
    const web = running({ name: 'web', container: `resources: {limits: {cpu: ${limit}}}` });
    const said = Array.from(
      { length: count },
      () => 'WARN HikariPool-1 - Thread starvation or clock leap detected (delta=41s)',
    );
    const logs = { [logOf('web')]: lines('INFO started', ...said, 'INFO request done') };
    const state = stateOf(web, { now: NOW_OF_LOGS, namespace: 'shop', question: 'web is slow', logs });
    return findingsOf(state, { facts: [cpuStarved] }).findings.map(({ code }) => code);
  };

  it('takes what a log says of threads that do not run for throttling under a small limit', () => {
    expect(starved('200m', 2)).toEqual(['CpuThrottled']);
  });

  it('is silent once, and where the limit lets the process have much', () => {
    expect(starved('200m', 1)).toEqual([]);
    expect(starved('4', 5)).toEqual([]);
  });
});
