import { describe, expect, it } from 'vitest';
import { portsListened, probeFailureOf, saysStarted } from '../../src/diagnosis/container/probeFailure.ts';
import probes from '../../src/diagnosis/facts/probes.ts';
import probeFailing from '../../src/diagnosis/why/probe-failing.ts';
import { findingsOf, type StateOptions, stateOf } from '../support/state.ts';
import { DEPLOYMENT, eventYaml, NOW, podYaml } from './podYaml.ts';

const LOG = 'shop/web-5d9c8b7f6-abcde/app';

function roots(yaml: string, options: StateOptions = {}) {
  const state = stateOf(DEPLOYMENT + yaml, { now: NOW, ...options });
  return findingsOf(state, { facts: [probes], whys: [probeFailing] }).roots.map(({ node }) => node.finding);
}

const unready = (probe: string, startedAt = '2026-11-24T11:00:00Z', ready = false): string =>
  podYaml({
    ready,
    container: `{name: app, image: a, ports: [{name: http, containerPort: 8080}], ${probe}}`,
    status: `{name: app, ready: ${ready}, started: true, restartCount: 0, state: {running: {startedAt: "${startedAt}"}}}`,
  });
const killed = (probe: string): string =>
  podYaml({
    container: `{name: app, image: a, ${probe}}`,
    status:
      '{name: app, ready: false, started: false, restartCount: 6, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: Error, startedAt: "2026-11-24T11:55:00Z", finishedAt: "2026-11-24T11:56:00Z"}}}',
  });
const HTTP = 'readinessProbe: {httpGet: {path: /healthz, port: 8080}}';
const KILL = eventYaml('Killing', 'Container app failed liveness probe, will be restarted');

describe('what the kubelet says of a probe', () => {
  it.each([
    ['notFound', 'Readiness probe failed: HTTP probe failed with statuscode: 404'],
    ['unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
    ['unauthorized', 'Liveness probe failed: HTTP probe failed with statuscode: 401'],
    [
      'refused',
      'Readiness probe failed: Get "http://10.1.0.5:8081/": dial tcp 10.1.0.5:8081: connect: connection refused',
    ],
    [
      'timeout',
      'Liveness probe failed: Get "http://10.1.0.5:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    ['timeout', 'Readiness probe failed: command timed out: "pg_isready" timed out after 1s'],
    ['scheme', 'Readiness probe failed: Get "https://10.1.0.5:8080/": http: server gave HTTP response to HTTPS client'],
    [
      'commandMissing',
      'Readiness probe errored: rpc error: code = Unknown desc = failed to exec in container: OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
    ],
    [
      'notImplemented',
      'Liveness probe failed: error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service',
    ],
  ])('%s: %s', (failure, message) => expect(probeFailureOf(message)).toBe(failure));

  it('reads the port that a process says it listens on', () => {
    const lines = [
      'Tomcat started on port(s): 8090 (http)',
      'Error: listen EADDRINUSE :::3000',
      'listening on 0.0.0.0:9000',
      'connected to redis:6379',
    ];
    expect(portsListened(lines).map(({ port }) => port)).toEqual([8090, 9000]);
    expect(saysStarted(['Started Planner in 92.1 seconds'])).toBe(true);
    expect(saysStarted(['Starting Planner'])).toBe(false);
  });
});

describe('probes', () => {
  it.each([
    ['ProbeWrongPath', 'HTTP probe failed with statuscode: 404'],
    ['ProbeUnauthorized', 'HTTP probe failed with statuscode: 403'],
    ['ProbeWrongScheme', 'Get "https://10.1.0.5:8080/healthz": http: server gave HTTP response to HTTPS client'],
    [
      'ProbeTimesOut',
      'Get "http://10.1.0.5:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ],
    ['ProbeFailing', 'HTTP probe failed with statuscode: 503'],
  ])('%s', (code, said) => {
    const [finding] = roots(unready(HTTP) + eventYaml('Unhealthy', `Readiness probe failed: ${said}`));
    expect(finding).toMatchObject({ code, subject: { kind: 'Deployment', name: 'web' } });
    expect(finding?.evidence[0]).toMatchObject({ source: 'event', path: 'Unhealthy' });
  });

  it('finds the wrong port by what the log says', () => {
    const event = eventYaml(
      'Unhealthy',
      'Readiness probe failed: Get "http://10.1.0.5:8081/": dial tcp 10.1.0.5:8081: connect: connection refused',
    );
    const [finding] = roots(unready('readinessProbe: {httpGet: {port: 8081}}') + event, {
      logs: { [LOG]: 'listening on :8080' },
    });
    expect(finding).toMatchObject({
      code: 'ProbeWrongPort',
      confidence: 'confirmed',
      params: { port: 8081, actual: '8080' },
    });
  });

  it('finds a port name that the container does not have, without any event', () => {
    expect(roots(unready('readinessProbe: {tcpSocket: {port: web}}'))[0]).toMatchObject({
      code: 'ProbeWrongPort',
      confidence: 'confirmed',
    });
  });

  it('hands a 503 on to what the log says is missing', () => {
    const event = eventYaml('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503');
    const log = 'ERROR health: dial tcp 10.96.3.3:5432: connect: connection refused\n'.repeat(3);
    expect(roots(unready(HTTP) + event, { logs: { [LOG]: log } })[0]).toMatchObject({
      code: 'CallFailing',
      params: { host: '10.96.3.3', port: 5432 },
    });
  });

  it('says that liveness kills a slow starter', () => {
    const probe =
      'livenessProbe: {httpGet: {port: 8080}, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 3}';
    const refused = eventYaml(
      'Unhealthy',
      'Liveness probe failed: Get "http://10.1.0.5:8080/": dial tcp 10.1.0.5:8080: connect: connection refused',
    );
    const [finding] = roots(killed(probe) + refused + KILL, {
      logs: { [`${LOG}/previous`]: 'Starting Planner\nLoading 40000 rules' },
    });
    expect(finding).toMatchObject({
      code: 'LivenessKillsSlowStart',
      confidence: 'confirmed',
      params: { delay: 10, period: 10, threshold: 3 },
    });
  });

  it('says so from the times alone where events are gone, less surely', () => {
    const probe = 'livenessProbe: {httpGet: {port: 8080}, periodSeconds: 10, failureThreshold: 3}';
    expect(roots(killed(probe), { logs: { [LOG]: 'Starting' } })[0]).toMatchObject({
      code: 'LivenessKillsSlowStart',
      confidence: 'likely',
    });
  });

  it('is silent about a pod that is starting, one that is ready again, and a startup probe within its time', () => {
    const event = eventYaml('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503');
    expect(roots(unready(HTTP, '2026-11-24T11:59:00Z') + event)).toEqual([]);
    expect(roots(unready(HTTP, '2026-11-24T11:00:00Z', true) + event)).toEqual([]);
    const startup = unready(`${HTTP}, startupProbe: {httpGet: {port: 8080}, failureThreshold: 600}`).replace(
      'started: true',
      'started: false',
    );
    expect(roots(startup + event)).toEqual([]);
  });
});
