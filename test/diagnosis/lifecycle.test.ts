import { describe, expect, it } from 'vitest';
import { waitTargetIn } from '../../src/diagnosis/container/waitTarget.ts';
import containerCreate from '../../src/diagnosis/facts/container-create.ts';
import initWaitingFact from '../../src/diagnosis/facts/init-waiting.ts';
import podTerminating from '../../src/diagnosis/facts/pod-terminating.ts';
import type { Fact, Why } from '../../src/diagnosis/finding.ts';
import initWaitingWhy from '../../src/diagnosis/why/init-waiting.ts';
import { findingsOf, type StateOptions, stateOf } from '../support/state.ts';
import { DEPLOYMENT, NOW, podYaml } from './podYaml.ts';

function roots(yaml: string, facts: Fact[], whys: Why[] = [], options: StateOptions = {}) {
  return findingsOf(stateOf(DEPLOYMENT + yaml, { now: NOW, ...options }), { facts, whys }).roots.map(
    ({ node }) => node.finding,
  );
}

describe('what an init container waits for', () => {
  it.each([
    ['sh -c until nc -z -w 2 orders-db 5432; do sleep 2; done', { host: 'orders-db', port: 5432, byName: false }],
    [
      'until nslookup cache.infra.svc.cluster.local; do echo waiting; done',
      { host: 'cache.infra.svc.cluster.local', byName: true },
    ],
    ['/wait-for-it.sh rabbit:5672 --timeout=0', { host: 'rabbit', port: 5672 }],
    ['dockerize -wait tcp://mysql:3306', { host: 'mysql', port: 3306 }],
    ['until pg_isready -h pg-main -p 5433; do sleep 1; done', { host: 'pg-main', port: 5433 }],
    ['curl -sf http://auth:8080/ready', { host: 'auth', port: 8080 }],
    ['(echo > /dev/tcp/kafka/9092)', { host: 'kafka', port: 9092 }],
  ])('%s', (line, target) => expect(waitTargetIn(line)).toMatchObject(target));

  it.each(['waiting for the database', 'echo hello', 'waiting for connections'])('nothing in: %s', (line) => {
    expect(waitTargetIn(line)).toBeUndefined();
  });
});

const init = (command: string, startedAt: string): string =>
  podYaml({
    phase: 'Pending',
    spec: `initContainers: [{name: wait, image: b, command: [sh, -c, "${command}"]}]`,
    status: `{name: app, ready: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}\n  initContainerStatuses: [{name: wait, ready: false, restartCount: 0, state: {running: {startedAt: "${startedAt}"}}}]`,
  });

describe('init-waiting', () => {
  const find = (yaml: string, options?: StateOptions) => roots(yaml, [initWaitingFact], [initWaitingWhy], options);

  it('leads to the call that the command makes', () => {
    const [finding] = find(init('until nc -z orders-db 5432; do sleep 1; done', '2026-11-24T11:30:00Z'));
    expect(finding).toMatchObject({
      code: 'CallFailing',
      subject: { kind: 'Deployment' },
      params: { host: 'orders-db', port: 5432 },
    });
  });

  it('leads to the Job that is not complete', () => {
    const job =
      '\napiVersion: batch/v1\nkind: Job\nmetadata: {name: web-migrate, namespace: shop}\nspec: {}\nstatus: {failed: 4}\n---';
    const [finding] = find(init('wait-for job/web-migrate', '2026-11-24T11:30:00Z') + job);
    expect(finding).toMatchObject({ code: 'JobAwaited', subject: { kind: 'Job', name: 'web-migrate' } });
  });

  it('takes no word of a sentence for a host', () => {
    const logs = { 'shop/web-5d9c8b7f6-abcde/wait': 'waiting for revision 8c02' };
    expect(find(init('python manage.py wait', '2026-11-24T11:30:00Z'), { logs })[0]?.code).toBe('InitContainerWaiting');
  });

  it('is silent for the first minutes', () => {
    expect(find(init('until nc -z orders-db 5432; do sleep 1; done', '2026-11-24T11:59:00Z'))).toEqual([]);
  });
});

describe('container-create', () => {
  const find = (reason: string, message: string, container?: string) =>
    roots(
      podYaml({
        phase: 'Pending',
        container,
        status: `{name: app, ready: false, restartCount: 0, state: {waiting: {reason: ${reason}, message: ${JSON.stringify(message)}}}}`,
      }),
      [containerCreate],
    );

  it('says that runAsNonRoot refuses the image', () => {
    const [finding] = find(
      'CreateContainerConfigError',
      'container has runAsNonRoot and image has non-numeric user (nginx), cannot verify user is non-root (pod: "x", container: app)',
      '{name: app, image: a, securityContext: {runAsNonRoot: true}}',
    );
    expect(finding).toMatchObject({ code: 'RunAsNonRootRefused', confidence: 'confirmed' });
    expect(finding?.evidence.map(({ path }) => path)).toContain('spec.containers[app].securityContext.runAsNonRoot');
  });

  it.each([
    [
      'ContainerMountFailed',
      'failed to create shim task: OCI runtime create failed: error mounting "/var/lib/x" to rootfs at "/etc/app.conf": mount: not a directory: Are you trying to mount a directory onto a file (or vice-versa)?',
    ],
    ['EntryPointNotFound', 'failed to generate container "ab" spec: failed to generate spec: no command specified'],
    ['UserNotFound', 'unable to find user app: no matching entries in passwd file'],
    ['ContainerCreateFailed', 'cannot load seccomp profile "/var/lib/kubelet/seccomp/x.json": open: missing'],
  ])('%s', (code, message) => expect(find('CreateContainerError', message)[0]?.code).toBe(code));

  it('leaves missing ConfigMaps and Secrets to their own rule', () => {
    expect(find('CreateContainerConfigError', 'configmap "x" not found')).toEqual([]);
  });
});

describe('pod-terminating', () => {
  const deleted = (at: string, more = ''): string =>
    podYaml({
      metadata: `deletionTimestamp: "${at}"\n${more}`,
      status: '{name: app, ready: false, restartCount: 0, state: {terminated: {exitCode: 0}}}',
    });

  it('names the finalizer', () => {
    expect(roots(deleted('2026-11-24T11:00:00Z', 'finalizers: [acme.io/drain]'), [podTerminating])[0]).toMatchObject({
      code: 'PodFinalizerBlocks',
      params: { finalizers: 'acme.io/drain' },
    });
  });

  it('says that the node is gone', () => {
    expect(roots(deleted('2026-11-24T11:00:00Z'), [podTerminating])[0]).toMatchObject({
      code: 'PodStuckTerminating',
      params: { why: 'does not exist any more' },
    });
  });

  it('is silent within the grace period', () => {
    expect(roots(deleted('2026-11-24T12:00:20Z'), [podTerminating])).toEqual([]);
  });
});
