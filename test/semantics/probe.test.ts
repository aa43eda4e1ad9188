import { describe, expect, it } from 'vitest';
import type { Container, Pod, Probe } from '../../src/cluster/objects.ts';
import {
  failureDeadline,
  probePortVerdict,
  probeTarget,
  probeTiming,
  startupAllowance,
  survivesStartup,
} from '../../src/semantics/probe.ts';

function pod(container: Partial<Container>): { pod: Pod; container: Container } {
  const whole = { name: 'app', image: 'a', ...container };
  return {
    container: whole,
    pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [whole] } },
  };
}

describe('timing', () => {
  it('fills in the defaults', () => {
    expect(probeTiming({})).toEqual({
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      failureThreshold: 3,
      successThreshold: 1,
    });
  });

  it('tells when a probe that always fails takes effect', () => {
    expect(
      failureDeadline({ initialDelaySeconds: 5, periodSeconds: 2, failureThreshold: 3, timeoutSeconds: 1 }),
    ).toEqual({ earliest: 9, latest: 12 });
    expect(failureDeadline({ failureThreshold: 1 })).toEqual({ earliest: 0, latest: 11 });
  });

  it('lets the start-up probe stand before the liveness probe', () => {
    const liveness: Probe = { periodSeconds: 5, failureThreshold: 2 };
    const startup: Probe = { periodSeconds: 10, failureThreshold: 30 };
    expect(startupAllowance(pod({ livenessProbe: liveness }).container)).toEqual({
      seconds: 11,
      kind: 'livenessProbe',
    });
    expect(startupAllowance(pod({ livenessProbe: liveness, startupProbe: startup }).container)).toMatchObject({
      kind: 'startupProbe',
      seconds: 301,
    });
    expect(startupAllowance(pod({}).container)).toBeUndefined();
  });

  it('accuses the probe that kills a slow starter, and clears it with a start-up probe', () => {
    const slow = pod({ livenessProbe: { periodSeconds: 5, failureThreshold: 2 } });
    const verdict = survivesStartup(slow.pod, slow.container, 60);
    expect(verdict).toMatchObject({
      pass: false,
      reason: 'KilledWhileStarting',
      by: [{ path: 'spec.containers[app].livenessProbe.failureThreshold', value: '2' }, {}, {}],
    });
    const patient = pod({ ...slow.container, startupProbe: { failureThreshold: 30 } });
    expect(survivesStartup(patient.pod, patient.container, 60).pass).toBe(true);
  });
});

describe('target', () => {
  it.each<[Probe, object | undefined]>([
    [{ httpGet: { port: 'http' } }, { type: 'http', scheme: 'HTTP', path: '/', port: 'http' }],
    [
      { httpGet: { port: '8080', path: '/healthz', scheme: 'HTTPS' } },
      { type: 'http', scheme: 'HTTPS', path: '/healthz', port: 8080 },
    ],
    [{ tcpSocket: { port: 6379 } }, { type: 'tcp', port: 6379 }],
    [{ grpc: { port: 9000 } }, { type: 'grpc', port: 9000, service: '' }],
    [{ exec: { command: ['true'] } }, { type: 'exec', command: ['true'] }],
    [{}, undefined],
  ])('%j', (probe, target) => {
    const found = probeTarget(probe);
    if (target === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(target);
  });

  const ports = [{ name: 'http', containerPort: 8080 }];
  it.each<[string, Partial<Container>, string | undefined]>([
    ['a name that a port bears', { ports, readinessProbe: { httpGet: { port: 'http' } } }, undefined],
    ['a name that no port bears', { ports, readinessProbe: { httpGet: { port: 'web' } } }, 'PortNameUnknown'],
    ['a declared number', { ports, readinessProbe: { httpGet: { port: 8080 } } }, undefined],
    ['another number than declared', { ports, readinessProbe: { tcpSocket: { port: 8081 } } }, 'PortNotDeclared'],
    ['a number where nothing is declared', { readinessProbe: { tcpSocket: { port: 8081 } } }, undefined],
    ['another host', { ports, readinessProbe: { httpGet: { port: 1, host: 'example.com' } } }, undefined],
    ['a command', { readinessProbe: { exec: { command: ['true'] } } }, undefined],
    ['no probe', { ports }, undefined],
  ])('judges the port of %s', (_, made, reason) => {
    const { pod: whole, container } = pod(made);
    const verdict = probePortVerdict(whole, container, 'readinessProbe');
    expect(verdict.pass ? undefined : verdict.reason).toBe(reason);
    if (!verdict.pass) expect(verdict.by[0]?.path).toMatch(/readinessProbe\.(httpGet|tcpSocket)\.port$/);
  });
});
