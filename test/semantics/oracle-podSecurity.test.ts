/** Pod Security Admission against the real API server: hundreds of pods by dry run, in namespaces of every level. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Namespace, Pod } from '../../src/cluster/objects.ts';
import { levelOf, podSecurityVerdict, podSecurityViolations } from '../../src/semantics/podSecurity.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

const PODS = 250;
const LEVELS = ['baseline', 'restricted', 'baseline:v1.20', 'restricted:v1.24', 'restricted:v1.30', 'restricted:v1.36'];

const some = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, undefined, ...values);
const often = <T>(good: T, ...others: T[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(good) },
    { weight: 1, arbitrary: fc.constantFrom<T | undefined>(undefined, ...others) },
  );

const seccomp = often(
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'p.json' },
);
const seLinux = some(
  { type: 'container_t' },
  { type: 'spc_t', user: 'u' },
  { type: 'container_engine_t' },
  { level: 's0:c1' },
);
const appArmor = some({ type: 'RuntimeDefault' }, { type: 'Unconfined' });

const context = fc.record({
  allowPrivilegeEscalation: often(false, true),
  privileged: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(true) }),
  capabilities: often<{ add?: string[]; drop?: string[] }>(
    { drop: ['ALL'] },
    { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    { drop: ['KILL'], add: ['CHOWN'] },
    { add: ['SYS_ADMIN', 'NET_RAW'] },
  ),
  runAsNonRoot: some(true, false),
  runAsUser: some(0, 1000),
  seccompProfile: seccomp,
  seLinuxOptions: seLinux,
  appArmorProfile: appArmor,
  procMount: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('Default', 'Unmasked') },
  ),
});

const probe = some(
  { httpGet: { path: '/', port: 80 } },
  { httpGet: { path: '/', port: 80, host: 'example.com' } },
  { tcpSocket: { port: 80, host: '10.0.0.1' } },
);

const container = (name: string) =>
  fc
    .record({
      securityContext: fc.oneof({ weight: 5, arbitrary: context }, { weight: 1, arbitrary: fc.constant(undefined) }),
      livenessProbe: name === 'init' ? fc.constant(undefined) : probe,
      hostPort: fc.oneof(
        { weight: 8, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constant(8000 + name.length) },
      ),
    })
    .map(({ securityContext, livenessProbe, hostPort }) => ({
      name,
      image: 'registry.example/a:1',
      securityContext: consistent(securityContext),
      livenessProbe,
      ports: hostPort ? [{ containerPort: hostPort, hostPort }] : undefined,
    }));

// What validation itself refuses says nothing about the level.
function consistent<
  T extends { privileged?: boolean; capabilities?: { add?: string[] }; allowPrivilegeEscalation?: boolean },
>(one: T | undefined): T | undefined {
  const needs = one?.privileged === true || one?.capabilities?.add?.includes('SYS_ADMIN');
  return one && needs && one.allowPrivilegeEscalation === false ? { ...one, allowPrivilegeEscalation: undefined } : one;
}

const volume = fc.constantFrom<Record<string, unknown>>(
  { emptyDir: {} },
  { hostPath: { path: '/var' } },
  { nfs: { server: 's', path: '/' } },
  { configMap: { name: 'c' } },
  { csi: { driver: 'd' } },
  { projected: { sources: [] } },
  { image: { reference: 'a:1' } },
  { gitRepo: { repository: 'r' } },
);

const pod = fc
  .record({
    main: container('main'),
    side: fc.option(container('side'), { nil: undefined }),
    init: fc.option(container('init'), { nil: undefined }),
    securityContext: fc.record({
      runAsNonRoot: often(true, false),
      runAsUser: some(0, 1000),
      seccompProfile: seccomp,
      seLinuxOptions: seLinux,
      appArmorProfile: appArmor,
      sysctls: some(
        [{ name: 'net.ipv4.tcp_rmem', value: '1' }],
        [{ name: 'kernel.msgmax', value: '1' }],
        [{ name: 'net.ipv4.ping_group_range', value: '0 0' }],
      ),
    }),
    hostNetwork: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    hostPID: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(true) }),
    hostUsers: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(false) }),
    volumes: fc.array(volume, { maxLength: 2 }),
  })
  .map((made): Pod => {
    const userNamespace = made.hostUsers === false;
    const containers = [made.main, made.side].filter((one) => one !== undefined);
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'made' },
      spec: {
        containers,
        initContainers: made.init ? [made.init] : [],
        securityContext: made.securityContext,
        hostNetwork: userNamespace ? undefined : made.hostNetwork,
        hostPID: userNamespace ? undefined : made.hostPID,
        hostUsers: made.hostUsers,
        volumes: made.volumes.map((source, index) => ({ name: `v${index}`, ...source })),
      },
    } as Pod;
  });

/** The checks that a refusal names, such as `privileged` and `runAsNonRoot != true`. */
function refused(message: string): string[] | undefined {
  const match = /violates PodSecurity "[^"]+": (.*)$/s.exec(message);
  if (match?.[1] === undefined) return undefined;
  let depth = 0;
  let plain = '';
  for (const letter of match[1]) {
    if (letter === '(') depth += 1;
    if (depth === 0) plain += letter;
    if (letter === ')') depth -= 1;
  }
  return plain
    .split(', ')
    .map((name) => name.trim())
    .sort();
}

// The server writes some names in the plural where several containers are meant.
const singular = (name: string): string =>
  name.replace(/^(forbidden AppArmor profile|probe or lifecycle host|hostPort)s$/, '$1');

describe.skipIf(kubeboxMissing !== undefined)(
  `pod security, admitted as the real API server admits ${kubeboxMissing ?? ''}`,
  () => {
    let api: RealApi;
    let admittedInAll = 0;
    const named = (level: string) => `ns-${level.replace(/[:.]/g, '-')}`;
    const labels = (level: string): Record<string, string> => {
      const [name = '', version] = level.split(':');
      return {
        'pod-security.kubernetes.io/enforce': name,
        ...(version && { 'pod-security.kubernetes.io/enforce-version': version }),
      };
    };
    beforeAll(async () => {
      api = await startRealApi(LEVELS.flatMap((level) => namespace(named(level), labels(level))));
    });
    afterAll(async () => {
      await api?.stop();
      expect(admittedInAll).toBeGreaterThan(10);
    });

    it.each(LEVELS)('%s', async (level) => {
      const home: Namespace = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: named(level), labels: labels(level) },
      };
      const differences: string[] = [];
      let [admitted, rejected] = [0, 0];
      for (const asked of fc.sample(pod, { seed: 77, numRuns: PODS })) {
        const answer = await api.send<Pod>('POST', `/api/v1/namespaces/${named(level)}/pods?dryRun=All`, asked);
        // What validation refuses (procMount Unmasked in the host's user namespace) says nothing about the level.
        if (answer.status === 422) continue;
        const mine = podSecurityViolations(asked, levelOf(home))
          .map(({ forbidden }) => forbidden)
          .sort();
        const real = answer.status === 201 ? [] : refused(answer.body.message ?? '')?.map(singular);
        if (real === undefined || real.join() !== mine.join())
          differences.push(JSON.stringify({ real, mine, message: answer.body.message, asked: asked.spec }));
        if (podSecurityVerdict(asked, home).pass) admitted += 1;
        else rejected += 1;
      }
      expect(differences).toEqual([]);
      expect(admitted + rejected).toBeGreaterThan(PODS * 0.8);
      expect(rejected).toBeGreaterThan(PODS / 2);
      admittedInAll += admitted;
    });
  },
);
