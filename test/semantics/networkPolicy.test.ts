/** NetworkPolicy verdicts: a table of what users get wrong, and a second, naive model over a small closed world. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type {
  LabelSelector,
  Namespace,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  Pod,
} from '../../src/cluster/objects.ts';
import { type Connection, connectionVerdict, directionsOf } from '../../src/semantics/networkPolicy.ts';

type Spec = NonNullable<NetworkPolicy['spec']>;
const policy = (name: string, namespace: string, spec: Partial<Spec>): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: {}, ...spec },
});
const pod = (namespace: string, name: string, labels: Record<string, string>, ip: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { nodeName: 'n1', containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { podIP: ip, hostIP: '192.168.0.1' },
});
const namespaceOf = (name: string, labels: Record<string, string> = {}): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const web = pod('shop', 'web', { app: 'web' }, '10.1.0.1');
const db = pod('data', 'db', { app: 'db' }, '10.1.1.1');
const namespaces = [namespaceOf('shop', { team: 'red' }), namespaceOf('data')];
const call: Connection = { from: { pod: web }, to: { pod: db }, port: 8080, protocol: 'TCP' };
const ingress = (from: NetworkPolicyPeer[], port?: number | string): Partial<Spec> => ({
  ingress: [{ from, ...(port === undefined ? {} : { ports: [{ port }] }) }],
});
const shop = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
const outcome = (policies: NetworkPolicy[], connection = call, known = namespaces): string => {
  const verdict = connectionVerdict(connection, { policies, namespaces: known });
  if (verdict.pass === true) return 'pass';
  return [
    ...(verdict.pass === undefined ? ['?'] : []),
    verdict.reason,
    ...verdict.by.map(({ path, value }) => `${path}=${value}`),
  ].join(' ');
};

it.each<[string, NetworkPolicy[], string]>([
  ['no policy', [], 'pass'],
  ['default deny', [policy('deny', 'data', {})], 'IngressDenied spec.ingress='],
  ['a policy of another namespace', [policy('deny', 'other', {})], 'pass'],
  ['a policy for other pods', [policy('deny', 'data', { podSelector: { matchLabels: { app: 'x' } } })], 'pass'],
  ['a policy of the other direction', [policy('deny', 'data', { policyTypes: ['Egress'] })], 'pass'],
  ['egress denied at the source', [policy('deny', 'shop', { policyTypes: ['Egress'] })], 'EgressDenied spec.egress='],
  [
    'egress rules isolate without policyTypes',
    [policy('e', 'shop', { egress: [{ ports: [{ port: 53 }] }] })],
    'EgressDenied spec.egress[0].ports=[{"port":53}]',
  ],
  ['an empty rule allows all', [policy('all', 'data', { ingress: [{}] })], 'pass'],
  ['policies add up', [policy('deny', 'data', {}), policy('all', 'data', { ingress: [{}] })], 'pass'],
  [
    'a pod selector means the own namespace',
    [policy('p', 'data', ingress([{ podSelector: { matchLabels: { app: 'web' } } }]))],
    'IngressDenied spec.ingress[0].from[0].namespaceSelector=',
  ],
  [
    'both selectors',
    [policy('p', 'data', ingress([{ podSelector: { matchLabels: { app: 'web' } }, namespaceSelector: shop }]))],
    'pass',
  ],
  [
    'both selectors, another label',
    [policy('p', 'data', ingress([{ podSelector: { matchLabels: { app: 'portal' } }, namespaceSelector: shop }]))],
    'IngressDenied spec.ingress[0].from[0].podSelector.matchLabels.app=portal metadata.labels.app=web',
  ],
  ['two peers are or-ed', [policy('p', 'data', ingress([{ podSelector: {} }, { namespaceSelector: shop }]))], 'pass'],
  [
    'a peer without anything is nobody',
    [policy('p', 'data', ingress([{}]))],
    'IngressDenied spec.ingress[0].from[0].namespaceSelector=',
  ],
  ['a named port of the pod', [policy('p', 'data', ingress([], 'http'))], 'pass'],
  [
    'a name that the pod lacks',
    [policy('p', 'data', ingress([], 'sql'))],
    'IngressDenied spec.ingress[0].ports=[{"port":"sql"}]',
  ],
  [
    'the port of the service, not of the pod',
    [policy('p', 'data', ingress([], 80))],
    'IngressDenied spec.ingress[0].ports=[{"port":80}]',
  ],
  ['a range', [policy('p', 'data', { ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] })], 'pass'],
  [
    'another protocol',
    [policy('p', 'data', { ingress: [{ ports: [{ port: 8080, protocol: 'UDP' }] }] })],
    'IngressDenied spec.ingress[0].ports=[{"port":8080,"protocol":"UDP"}]',
  ],
  [
    'a block with a hole',
    [policy('p', 'data', ingress([{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/24'] } }]))],
    'IngressDenied spec.ingress[0].from[0]={"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/24"]}}',
  ],
  ['a block', [policy('p', 'data', ingress([{ ipBlock: { cidr: '10.1.0.0/24' } }]))], 'pass'],
])('%s', (_, policies, expected) => expect(outcome(policies)).toBe(expected));

it('says that it does not know a namespace that was not read', () => {
  const policies = [policy('p', 'data', ingress([{ namespaceSelector: { matchLabels: { team: 'red' } } }]))];
  expect(outcome(policies)).toBe('pass');
  expect(outcome(policies, call, [])).toMatch(/^\? IngressDenied/);
  expect(outcome([policy('p', 'data', ingress([{ namespaceSelector: shop }]))], call, [])).toBe('pass');
});

it('leaves the node, the host network and the pod itself alone', () => {
  const deny = ['shop', 'data'].map((space) => policy('deny', space, { policyTypes: ['Ingress', 'Egress'] }));
  const onHost: Pod = {
    ...web,
    metadata: { name: 'host', namespace: 'shop' },
    spec: { ...web.spec, containers: [], hostNetwork: true },
  };
  const elsewhere: Pod = { ...onHost, spec: { nodeName: 'n2', containers: [], hostNetwork: true } };
  expect(outcome(deny, { ...call, from: { ip: '192.168.0.1' } })).toBe('pass');
  expect(outcome(deny, { ...call, from: { pod: onHost } })).toBe('pass');
  expect(outcome(deny, { ...call, from: { pod: elsewhere } })).toBe('IngressDenied spec.ingress=');
  expect(outcome(deny, { ...call, from: { pod: db } })).toBe('pass');
});

// The second model: every policy is unrolled into the set of allowed (peer, port) pairs of a closed world.
const PODS = [web, pod('shop', 'api', { app: 'api' }, '10.1.0.2'), db, pod('data', 'web', { app: 'web' }, '10.1.1.2')];
const PORTS = [80, 8080, 9000];

const label = fc.constantFrom('web', 'api', 'db');
const podSelector: fc.Arbitrary<LabelSelector> = fc.oneof(
  fc.constant({}),
  label.map((app) => ({ matchLabels: { app } })),
  label.map((app) => ({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: [app] }] })),
);
const namespaceSelector = fc.constantFrom<LabelSelector>(
  {},
  shop,
  { matchLabels: { team: 'red' } },
  { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
);
const peer: fc.Arbitrary<NetworkPolicyPeer> = fc.oneof(
  fc.record({ podSelector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector, namespaceSelector }),
  fc.constantFrom<NetworkPolicyPeer>(
    { ipBlock: { cidr: '10.1.0.0/24' } },
    { ipBlock: { cidr: '0.0.0.0/0', except: ['10.1.1.0/31'] } },
  ),
);
const port = fc.constantFrom<NetworkPolicyPort>(
  { port: 80 },
  { port: 'http' },
  { port: 8080, endPort: 9000 },
  { protocol: 'UDP' },
  { protocol: 'TCP' },
);
const rule = fc.record({ peers: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) });
const generated = fc
  .record({
    namespace: fc.constantFrom('shop', 'data'),
    podSelector,
    policyTypes: fc.constantFrom<string[] | undefined>(undefined, ['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    inward: fc.option(fc.array(rule, { maxLength: 2 }), { nil: undefined }),
    outward: fc.option(fc.array(rule, { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ namespace, inward, outward, ...rest }) =>
    policy('p', namespace, {
      ...rest,
      ingress: inward?.map(({ peers, ports }) => ({ from: peers, ports })),
      egress: outward?.map(({ peers, ports }) => ({ to: peers, ports })),
    }),
  );

const APPS: Record<string, (app: string) => boolean> = {};
for (const app of ['web', 'api', 'db']) {
  APPS[JSON.stringify({ matchLabels: { app } })] = (own) => own === app;
  APPS[JSON.stringify({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: [app] }] })] = (own) => own !== app;
}
const appOf = (one: Pod): string => String(one.metadata.labels?.app);
const picks = (selector: unknown, one: Pod): boolean => APPS[JSON.stringify(selector)]?.(appOf(one)) ?? true;

function picksHome(selector: unknown, one: Pod): boolean {
  const text = JSON.stringify(selector);
  const inShop = one.metadata.namespace === 'shop';
  return text === '{}' || (text.includes('DoesNotExist') ? !inShop : inShop);
}

function naivePeer(
  home: string | undefined,
  { ipBlock, podSelector: pods, namespaceSelector: homes }: NetworkPolicyPeer,
  one: Pod,
): boolean {
  if (ipBlock?.except) return !['10.1.1.0', '10.1.1.1'].includes(one.status?.podIP ?? '');
  if (ipBlock) return one.status?.podIP?.startsWith('10.1.0.') === true;
  return (
    (pods === undefined || picks(pods, one)) &&
    (homes === undefined ? one.metadata.namespace === home : picksHome(homes, one))
  );
}

function naivePort(
  wanted: { port?: unknown; endPort?: number; protocol?: string },
  { port: number, protocol }: Connection,
): boolean {
  if ((wanted.protocol ?? 'TCP') !== protocol) return false;
  if (wanted.port === undefined) return true;
  const first = wanted.port === 'http' ? 8080 : Number(wanted.port);
  return number >= first && number <= (wanted.endPort ?? first);
}

function naive(policies: NetworkPolicy[], connection: Connection): boolean {
  const { from, to } = connection;
  if (!('pod' in from) || !('pod' in to)) throw new Error('Pods only.');
  if (from.pod === to.pod) return true;
  const allows = (direction: 'Ingress' | 'Egress', subject: Pod, other: Pod): boolean => {
    const mine = policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === subject.metadata.namespace &&
        picks(spec?.podSelector, subject) &&
        (spec?.policyTypes?.includes(direction) ?? (direction === 'Ingress' || (spec?.egress?.length ?? 0) > 0)),
    );
    const rules = mine.flatMap(({ metadata, spec }) =>
      direction === 'Ingress'
        ? (spec?.ingress ?? []).map((r) => ({ home: metadata.namespace, peers: r.from ?? [], ports: r.ports ?? [] }))
        : (spec?.egress ?? []).map((r) => ({ home: metadata.namespace, peers: r.to ?? [], ports: r.ports ?? [] })),
    );
    const open = rules.some(
      ({ home, peers, ports }) =>
        (peers.length === 0 || peers.some((one) => naivePeer(home, one, other))) &&
        (ports.length === 0 || ports.some((one) => naivePort(one, connection))),
    );
    return mine.length === 0 || open;
  };
  return allows('Egress', from.pod, to.pod) && allows('Ingress', to.pod, from.pod);
}

it('agrees with the naive model on every connection', () => {
  let denied = 0;
  let allowed = 0;
  fc.assert(
    fc.property(fc.array(generated, { maxLength: 4 }), (policies) => {
      for (const from of PODS)
        for (const to of PODS)
          for (const number of PORTS)
            for (const protocol of ['TCP', 'UDP'] as const) {
              const connection = { from: { pod: from }, to: { pod: to }, port: number, protocol };
              const expected = naive(policies, connection);
              const verdict = connectionVerdict(connection, { policies, namespaces });
              expect(verdict.pass, JSON.stringify({ policies, connection })).toBe(expected);
              if (expected) allowed += 1;
              else denied += 1;
              if (verdict.pass === false) expect(verdict.by.length).toBeGreaterThan(0);
            }
    }),
    { seed: 41, numRuns: 300 },
  );
  expect(Math.min(denied, allowed)).toBeGreaterThan(5000);
});

it('names its directions as the API server fills them in', () => {
  expect(directionsOf(policy('p', 'x', {}))).toEqual(['ingress']);
  expect(directionsOf(policy('p', 'x', { egress: [{}] }))).toEqual(['ingress', 'egress']);
  expect(directionsOf(policy('p', 'x', { egress: [{}], policyTypes: ['Egress'] }))).toEqual(['egress']);
});
