import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Kubebox, kubeboxKubectl, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { manifestFiles, podTemplate } from './manifests.ts';

const ACCOUNT = 'system:serviceaccount:aiops:aiops-copilot';
let server: Kubebox | undefined;

function kubectl(args: readonly string[], input?: unknown) {
  const [program, ...first] = kubeboxKubectl;
  const all = [...first, '--kubeconfig', server?.kubeconfig ?? '', ...args];
  const { status, stdout, stderr } = spawnSync(program, all, {
    encoding: 'utf8',
    input: input === undefined ? '' : JSON.stringify(input),
  });
  return { status, stdout, stderr };
}

/** The verdict of admission on a pod of the Deployment's template, its first container changed. */
function dryRunPod(change: object) {
  const { metadata, spec } = podTemplate();
  const [container] = spec.containers;
  return kubectl(['create', '--dry-run=server', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: 'probe', namespace: 'aiops' },
    spec: { ...spec, containers: [{ ...container, ...change }] },
  });
}

describe('a real API server', () => {
  beforeAll(async () => {
    if (kubeboxMissing === undefined) server = await startKubebox(['cluster', '--nodes', '1']);
  });
  afterAll(() => server?.stop());
  beforeEach(({ skip }) => skip(kubeboxMissing !== undefined, kubeboxMissing));

  it('accepts every manifest, without a warning, and again as it stands', () => {
    const files = manifestFiles.flatMap((file) => ['-f', file]);
    expect(kubectl(['apply', ...files])).toMatchObject({ status: 0, stderr: '' });
    const again = kubectl(['apply', '--dry-run=server', ...files]);
    expect(again).toMatchObject({ status: 0, stderr: '' });
    // A Secret's stringData is never compared with what is stored.
    const changed = again.stdout.split('\n').filter((line) => !line.includes(' unchanged '));
    expect(changed).toEqual(['secret/aiops-core configured (server dry run)', '']);
  });

  it('runs the Deployment under the restricted Pod Security level', () => {
    expect(kubectl(['-n', 'aiops', 'rollout', 'status', 'deployment/aiops-copilot', '--timeout=60s'])).toMatchObject({
      status: 0,
    });
    expect(dryRunPod({})).toMatchObject({ status: 0, stderr: '' });
    const privileged = dryRunPod({ securityContext: { privileged: true } });
    expect(privileged.status).toBe(1);
    expect(privileged.stderr).toContain('violates PodSecurity "restricted');
  });

  it.each([
    [['list', 'pods', '-A'], 'yes'],
    [['watch', 'networkpolicies.networking.k8s.io', '-A'], 'yes'],
    [['get', 'pods', '--subresource=log', '-A'], 'yes'],
    [['get', 'secrets', '-n', 'aiops'], 'no'],
    [['create', 'pods', '--subresource=exec', '-n', 'aiops'], 'no'],
    [['get', 'nodes', '--subresource=proxy'], 'no'],
    [['delete', 'pods', '-n', 'aiops'], 'no'],
  ])('answers %j of the service account with %s', (question, answer) => {
    expect(kubectl(['auth', 'can-i', ...question, '--as', ACCOUNT]).stdout.trim()).toBe(answer);
  });
});
