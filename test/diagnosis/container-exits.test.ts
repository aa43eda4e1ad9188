import { describe, expect, it } from 'vitest';
import containerExits from '../../src/diagnosis/facts/container-exits.ts';
import oomKilled from '../../src/diagnosis/facts/oom-killed.ts';
import crashCause from '../../src/diagnosis/why/crash-cause.ts';
import { findingsOf, type StateOptions, stateOf } from '../support/state.ts';
import { DEPLOYMENT, eventYaml, NOW, podYaml } from './podYaml.ts';

const LOG = 'shop/web-5d9c8b7f6-abcde/app';
const rules = { facts: [containerExits, oomKilled], whys: [crashCause] };

/** The findings that nothing explains. */
function roots(yaml: string, options: StateOptions = {}) {
  return findingsOf(stateOf(DEPLOYMENT + yaml, { now: NOW, ...options }), rules).roots.map(({ node }) => node.finding);
}

const ended = (exitCode: number, more = ''): string =>
  `{exitCode: ${exitCode}, reason: Error, startedAt: "2026-11-24T11:57:00Z", finishedAt: "2026-11-24T11:57:05Z"${more}}`;
const looping = (last: string, container?: string, spec = ''): string =>
  podYaml({
    container,
    spec,
    status: `{name: app, ready: false, restartCount: 7, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: ${last}}}`,
  });
const running = (restarts: number, startedAt: string, last: string, ready = true): string =>
  podYaml({
    ready,
    status: `{name: app, ready: ${ready}, restartCount: ${restarts}, state: {running: {startedAt: "${startedAt}"}}, lastState: {terminated: ${last}}}`,
  });

const configMap = (name: string, data: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: shop}
data: ${data}
---`;

describe('why a container keeps ending', () => {
  it('by the runtime, where the command is not in the image', () => {
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/srv/web": stat /srv/web: no such file or directory: unknown';
    const [finding] = roots(
      looping(
        `{exitCode: 128, reason: StartError, message: ${JSON.stringify(message)}}`,
        '{name: app, image: a, command: [/srv/web]}',
      ),
    );
    expect(finding).toMatchObject({
      code: 'EntryPointNotFound',
      confidence: 'confirmed',
      params: { command: '/srv/web' },
    });
    expect(finding?.evidence.map(({ path }) => path)).toContain('spec.containers[app].command[0]');
  });

  it('by the last fatal line, not by noise before or after it', () => {
    const log = [
      'WARN otel exporter: dial tcp 10.0.0.9:4317: connect: connection refused',
      'FATAL environment variable TARGET_REGION is not set',
      'WARN otel exporter: dial tcp 10.0.0.9:4317: connect: connection refused',
    ].join('\n');
    const [finding] = roots(looping(ended(1)), { logs: { [`${LOG}/previous`]: log } });
    expect(finding).toMatchObject({
      code: 'EnvVarMissing',
      subject: { kind: 'Deployment', name: 'web' },
      params: { name_: 'TARGET_REGION' },
    });
    expect(finding?.evidence[0]).toMatchObject({
      source: 'log',
      quote: 'FATAL environment variable TARGET_REGION is not set',
    });
  });

  it('by a ConfigMap that has the variable under another name', () => {
    const pod = looping(ended(1), '{name: app, image: a, envFrom: [{configMapRef: {name: cfg}}]}');
    const template = DEPLOYMENT.replace('image: web:1', 'image: web:1, envFrom: [{configMapRef: {name: cfg}}]');
    const state = stateOf(template + pod + configMap('cfg', '{REDIS_URI: "redis://r"}'), {
      now: NOW,
      logs: { [LOG]: "KeyError: 'REDIS_URL'" },
    });
    const [root] = findingsOf(state, rules).roots;
    expect(root?.node.finding).toMatchObject({
      code: 'EnvVarMissing',
      subject: { kind: 'ConfigMap', name: 'cfg' },
      params: { nearest: 'REDIS_URI' },
    });
  });

  it('by a file that the mounted ConfigMap does not have', () => {
    const container = '{name: app, image: a, volumeMounts: [{name: cfg, mountPath: /etc/app}]}';
    const pod = looping(ended(2), container, 'volumes: [{name: cfg, configMap: {name: web-config}}]');
    const [finding] = roots(pod + configMap('web-config', '{application.yaml: "a: b"}'), {
      logs: { [LOG]: 'panic: open /etc/app/app.yaml: no such file or directory\n\ngoroutine 1 [running]:' },
    });
    expect(finding).toMatchObject({
      code: 'FileMissing',
      subject: { kind: 'ConfigMap', name: 'web-config' },
      params: { nearest: 'application.yaml' },
    });
  });

  it('by a dependency: the call is handed on, not blamed', () => {
    const log =
      'INFO starting\nERROR failed to connect: dial tcp: lookup orders-db on 10.96.0.10:53: no such host\nFATAL startup failed, exiting';
    const [finding] = roots(looping(ended(1)), { logs: { [LOG]: log } });
    expect(finding).toMatchObject({ code: 'CallFailing', params: { host: 'orders-db', failure: 'dns' } });
  });

  it('by the innermost exception of a stack trace', () => {
    const log = [
      'ERROR Application run failed',
      'org.springframework.beans.factory.BeanCreationException: Error creating bean',
      '\tat org.springframework.Foo(Foo.java:1)',
      'Caused by: java.net.UnknownHostException: billing-db',
      '\t... 12 more',
    ].join('\n');
    const [finding] = roots(looping(ended(1)), { logs: { [LOG]: log } });
    expect(finding).toMatchObject({ code: 'CallFailing', params: { host: 'billing-db' } });
  });

  it('by a read-only root file system, proved by the setting', () => {
    const container = '{name: app, image: a, securityContext: {readOnlyRootFilesystem: true}}';
    const [finding] = roots(looping(ended(1), container), {
      logs: { [LOG]: "OSError: [Errno 30] Read-only file system: '/tmp/work'" },
    });
    expect(finding).toMatchObject({ code: 'FileSystemReadOnly', confidence: 'confirmed' });
  });

  it('by the port that another container of the pod has', () => {
    const spec = '- {name: metrics, image: m, ports: [{containerPort: 9090}]}';
    const pod = looping(ended(1), `{name: app, image: a}\n  ${spec}`);
    const [finding] = roots(pod, { logs: { [LOG]: 'listen tcp :9090: bind: address already in use' } });
    expect(finding).toMatchObject({ code: 'AddressInUse', params: { port: '9090', other: 'container metrics' } });
  });

  it('by the telling line, where no pattern fits', () => {
    const [finding] = roots(looping(ended(3)), {
      logs: { [LOG]: 'INFO up\nERROR license 4711 is not valid for this cluster\nbye' },
    });
    expect(finding).toMatchObject({
      code: 'ApplicationCrash',
      params: { line: 'ERROR license 4711 is not valid for this cluster' },
    });
  });

  it('by the exit code, where there is no log', () => {
    expect(roots(looping(ended(139)))[0]).toMatchObject({ code: 'CrashUnexplained', confidence: 'possible' });
  });

  it('by a main process that completes', () => {
    expect(roots(looping('{exitCode: 0, reason: Completed}'), { logs: { [LOG]: 'done' } })[0]).toMatchObject({
      code: 'MainProcessCompletes',
    });
  });

  it('by the memory limit, also in a container that is up again', () => {
    const container =
      '{name: app, image: a, resources: {limits: {memory: 100Mi}}, env: [{name: JAVA_OPTS, value: "-Xmx1g"}]}';
    const [finding] = roots(looping('{exitCode: 137, reason: OOMKilled}', container));
    expect(finding).toMatchObject({
      code: 'OomKilled',
      confidence: 'confirmed',
      params: { limit: '100Mi', heap: '-Xmx1g', container: 'app' },
    });
    expect(
      roots(
        running(3, '2026-11-24T11:55:00Z', '{exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-24T11:54:00Z"}'),
      )[0]?.code,
    ).toBe('OomKilled');
  });
});

describe('what is no crash', () => {
  it.each([
    [
      'restarts of yesterday',
      running(3, '2026-11-23T12:00:00Z', '{exitCode: 1, finishedAt: "2026-11-23T11:59:00Z"}'),
      'RestartedBefore',
    ],
    [
      'one restart while a dependency came up',
      running(1, '2026-11-24T11:50:00Z', '{exitCode: 1, finishedAt: "2026-11-24T11:49:55Z"}'),
      'RestartedBefore',
    ],
    [
      'an old memory kill',
      running(1, '2026-11-23T12:00:00Z', '{exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-23T11:59:00Z"}'),
      'OomKilledBefore',
    ],
  ])('%s', (_, yaml, code) => expect(roots(yaml).map((finding) => finding.code)).toEqual([code]));

  it('a container that the kubelet ended for its probe', () => {
    const probe = '{name: app, image: a, livenessProbe: {httpGet: {port: 80}}}';
    const kill = eventYaml('Killing', 'Container app failed liveness probe, will be restarted');
    expect(roots(looping(ended(137), probe) + kill)).toEqual([]);
  });

  it('init containers that have completed, ephemeral ones, deleted and succeeded pods', () => {
    const init = podYaml({
      ready: true,
      status:
        '{name: app, ready: true, restartCount: 0, state: {running: {}}}\n  initContainerStatuses: [{name: i, ready: true, restartCount: 0, state: {terminated: {exitCode: 0}}}]\n  ephemeralContainerStatuses: [{name: debug, restartCount: 0, state: {terminated: {exitCode: 1}}}]',
    });
    expect(roots(init)).toEqual([]);
    const gone = podYaml({
      metadata: 'deletionTimestamp: "2026-11-24T11:59:00Z"',
      status: `{name: app, restartCount: 5, state: {terminated: ${ended(143)}}}`,
    });
    expect(roots(gone)).toEqual([]);
    expect(
      roots(
        podYaml({
          phase: 'Succeeded',
          status: '{name: app, ready: false, restartCount: 2, state: {terminated: {exitCode: 0}}}',
        }),
      ),
    ).toEqual([]);
  });

  it('the failed try of a Job that succeeded', () => {
    const job = `
apiVersion: batch/v1
kind: Job
metadata: {name: import, namespace: shop, uid: j1}
spec: {backoffLimit: 3}
status: {failed: 1, succeeded: 1, conditions: [{type: Complete, status: "True"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: import-x, namespace: shop, ownerReferences: [{apiVersion: batch/v1, kind: Job, name: import, uid: j1, controller: true}]}
spec: {restartPolicy: Never, containers: [{name: app, image: a}]}
status: {phase: Failed, containerStatuses: [{name: app, ready: false, restartCount: 0, state: {terminated: ${ended(1)}}}]}
---`;
    expect(roots(job)).toEqual([]);
    expect(roots(job.replace('succeeded: 1, conditions: [{type: Complete', 'conditions: [{type: Failed')).length).toBe(
      1,
    );
  });
});
