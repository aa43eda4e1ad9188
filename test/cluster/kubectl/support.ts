/** The real kubectl on a PATH of its own, and a cluster that holds Secrets whose values must not be seen. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createKubectl } from '../../../src/cluster/kubectl/kubectl.ts';
import type { Kubectl, KubectlOutcome, KubectlRun } from '../../../src/cluster/kubectl/types.ts';
import { loadSnapshot } from '../../../src/cluster/snapshot/load.ts';
import { createRedactor, redactObject } from '../../../src/output/redact.ts';
import { splitWords } from '../../../src/policy/kubectl/words.ts';
import { kubeboxKubectl } from '../../kubebox.ts';

/** A folder that goes when the file's tests are over. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aiops-test-kubectl-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for PATH that holds a program `kubectl`, a script of these lines. */
export function binFolder(folder: string, name: string, script: string): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'kubectl'), 0o755);
  return bin;
}

/** The real one; it unpacks itself into the user's cache, which it does not find by the home that it is given. */
export function realKubectl(folder: string): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const [program, command] = kubeboxKubectl;
  return binFolder(folder, 'bin', `XDG_CACHE_HOME='${cache}' exec '${program}' ${command} "$@"`);
}

export interface Subject {
  kubectl: Kubectl;
  /** Runs a line as typed. */
  run: (line: string, options?: Partial<KubectlRun>) => Promise<KubectlOutcome>;
}

export function subject(path: string, target: { kubeconfig: string } | { snapshot: string }): Subject {
  const env = { PATH: path };
  const where =
    'snapshot' in target
      ? { connect: { env }, snapshot: () => loadSnapshot(target.snapshot) }
      : { connect: { env, kubeconfig: target.kubeconfig } };
  const redact = (document: unknown) => redactObject(document, createRedactor());
  const kubectl = createKubectl({ env, redact, ...where });
  return {
    kubectl,
    run(line, options = {}) {
      const split = splitWords(line);
      if ('refused' in split) throw new Error(`${line}: ${split.refused}`);
      return kubectl.run({ argv: split.words, writes: false, signal: new AbortController().signal, ...options });
    },
  };
}

/** Of a kind that no tool prints by chance; each of its bytes counts for base64. */
export const CANARY = 'canary-7f3e9ab61d';
const DATA = Buffer.from(CANARY).toString('base64');

/** Every form in which a reader could get at the canary. */
export const LEAKS: readonly RegExp[] = [
  CANARY,
  DATA.replace(/=+$/, ''),
  Buffer.from(CANARY).toString('hex'),
  encodeURIComponent(DATA).replace(/%3D/g, ''),
  // What base64 makes of it where it stands after one or two other bytes.
  ...[1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + CANARY)
      .toString('base64')
      .slice(4, 20),
  ),
].map((text) => new RegExp(text.replace(/[+/.]/g, String.raw`\$&`), 'i'));

const secret = (name: string, type: string, data: Record<string, string>, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop', ...more },
  type,
  data,
});

/** Writes a snapshot folder with the canary wherever people and tools put what is secret. */
export function canaryFolder(folder: string): string {
  const dir = join(folder, 'snapshot');
  mkdirSync(dir);
  const applied = JSON.stringify(secret('db', 'Opaque', { password: DATA }));
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': applied,
    'objectset.rio.cattle.io/applied': Buffer.from(applied).toString('base64'),
    note: `the password is ${CANARY}`,
    encoded: DATA,
  };
  const items = [
    ...['default', 'shop', 'other', 'plain'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    secret('db', 'Opaque', { password: DATA }, { annotations, labels: { app: 'db', copied: CANARY } }),
    secret(
      'robot',
      'kubernetes.io/service-account-token',
      { token: DATA },
      {
        annotations: { 'kubernetes.io/service-account.name': 'default' },
      },
    ),
    secret('registry', 'kubernetes.io/dockerconfigjson', {
      '.dockerconfigjson': Buffer.from(JSON.stringify({ auths: { r: { auth: DATA } } })).toString('base64'),
    }),
    secret('sh.helm.release.v1.web.v1', 'helm.sh/release.v1', { release: Buffer.from(DATA).toString('base64') }),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'nginx',
            env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'far', namespace: 'other' },
      spec: { containers: [{ name: 'app', image: 'nginx' }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'careless', namespace: 'plain' },
      spec: {
        containers: [
          { name: 'app', image: 'nginx', args: ['--token', CANARY], env: [{ name: 'DB_PASSWORD', value: CANARY }] },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'careless', namespace: 'plain' },
      data: { DB_PASSWORD: CANARY, greeting: 'good morning' },
    },
  ];
  // Without them the API server takes an object for one that is not there yet.
  const made = (index: number) => ({
    uid: `0b0c0a0e-0000-4000-8000-${String(index).padStart(12, '0')}`,
    creationTimestamp: '2026-03-01T00:00:00Z',
  });
  const whole = items.map((item, index) => ({ ...item, metadata: { ...item.metadata, ...made(index) } }));
  writeFileSync(join(dir, 'cluster.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: whole }));
  writeFileSync(join(dir, 'time.txt'), '2026-03-03T02:40:00Z\n');
  return dir;
}
