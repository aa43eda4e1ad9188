/** What a failed verdict names, and that changing the named field alone makes it pass. */
import { expect, it } from 'vitest';
import type { EndpointSlice, Pod, Role, RoleBinding, Service } from '../../src/cluster/objects.ts';
import { endpointsVerdict } from '../../src/semantics/endpoints.ts';
import { cidrContains, parseIp, sameIp } from '../../src/semantics/ip.ts';
import { mapRequirements, nearMisses, selectorMatches } from '../../src/semantics/labelSelector.ts';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  milliUnits,
  parseQuantity,
  subtractQuantities,
  unitsAsNumber,
  wholeUnits,
} from '../../src/semantics/quantity.ts';
import { accessVerdict, type RbacWorld, serviceAccountIdentity } from '../../src/semantics/rbac.ts';
import { findServicePort, portsOfService, targetPortOnPod } from '../../src/semantics/servicePort.ts';
import type { Failed } from '../../src/semantics/verdict.ts';

const told = (verdict: { pass: true } | { pass: false | undefined; reason: string; by: Failed['by'] }): string =>
  verdict.pass
    ? 'pass'
    : [verdict.reason, ...verdict.by.map(({ object, path, value }) => `${object.name}:${path}=${value}`)].join(' ');

const service = (spec: Service['spec']): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { clusterIP: '10.96.0.1', ...spec },
});
const pod = (name: string, labels: Record<string, string>, status: Pod['status'] = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { phase: 'Running', podIP: '10.1.0.1', conditions: [{ type: 'Ready', status: 'True' }], ...status },
});

it('names the key that misses and the nearest pod', () => {
  const pods = [pod('far', { app: 'x' }), pod('near', { app: 'web', tier: 'portal' }), pod('lacks', { app: 'web' })];
  const verdict = endpointsVerdict(service({ selector: { app: 'web', tier: 'web' } }), { pods });
  expect(told(verdict)).toBe('NoMatchingPods web:spec.selector.tier=web near:metadata.labels.tier=portal');
  expect(told(endpointsVerdict(service({ selector: { app: 'web', tier: 'portal' } }), { pods }))).toBe('pass');
  expect(told(endpointsVerdict(service({ selector: { other: 'y' } }), { pods }))).toBe(
    'NoMatchingPods web:spec.selector.other=y',
  );
});

it.each<[string, Pod['status'], string]>([
  [
    'not ready',
    { conditions: [{ type: 'Ready', status: 'False' }] },
    'NoReadyPods p:status.conditions[Ready].status=False',
  ],
  ['without address', { podIP: undefined }, 'NoReadyPods p:status.podIP='],
  ['finished', { phase: 'Failed' }, 'NoReadyPods p:status.phase=Failed'],
  ['ready', {}, 'pass'],
])('a pod that is %s', (_, status, expected) => {
  expect(
    told(endpointsVerdict(service({ selector: { app: 'web' } }), { pods: [pod('p', { app: 'web' }, status)] })),
  ).toBe(expected);
});

it('compares pods with slices, and reads slices where there is no selector', () => {
  const slice = (ready: boolean): EndpointSlice => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready } }],
  });
  const pods = [pod('p', { app: 'web' })];
  const selecting = service({ selector: { app: 'web' } });
  expect(told(endpointsVerdict(selecting, { pods, slices: [slice(true)] }))).toBe('pass');
  expect(told(endpointsVerdict(selecting, { pods, slices: [slice(false)] }))).toBe(
    'EndpointSlicesBehind web:spec.selector={"app":"web"} web-1:endpoints[0].conditions.ready=false p:status.podIP=10.1.0.1',
  );
  expect(told(endpointsVerdict(service({}), { pods, slices: [] }))).toBe('NoManualEndpoints web:spec.selector=');
  expect(told(endpointsVerdict(service({}), { pods, slices: [slice(true)] }))).toBe('pass');
  expect(told(endpointsVerdict(service({ type: 'ExternalName', externalName: 'x.example' }), { pods: [] }))).toBe(
    'pass',
  );
});

it.each<[number | string | undefined, string]>([
  ['http', 'pass'],
  [8080, 'pass'],
  ['web', 'TargetPortNameMissing web:spec.ports[0].targetPort=web p:spec.containers[c].ports[http].name=http'],
  [9090, 'TargetPortUndeclared web:spec.ports[0].targetPort=9090 p:spec.containers[c].ports[http].containerPort=8080'],
  [
    undefined,
    'TargetPortUndeclared web:spec.ports[0].targetPort=80 p:spec.containers[c].ports[http].containerPort=8080',
  ],
])('target port %s', (targetPort, expected) => {
  const selecting = service({ ports: [{ port: 80, targetPort }] });
  const [port] = portsOfService(selecting);
  if (port === undefined) throw new Error('No port.');
  expect(told(targetPortOnPod(selecting, port, pod('p', {})))).toBe(expected);
});

it('finds a port by number, name and protocol', () => {
  const dns = service({ ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] });
  expect(told(findServicePort(dns, 53))).toBe('pass');
  expect(told(findServicePort(dns, 'dns', 'UDP'))).toBe('pass');
  expect(told(findServicePort(dns, 53, 'TCP'))).toBe('ServicePortProtocol web:spec.ports[dns].protocol=UDP');
  expect(told(findServicePort(dns, 54))).toBe('ServicePortMissing web:spec.ports[dns].port=53');
});

it('an empty selector matches all, an absent one nothing', () => {
  expect(selectorMatches({}, {})).toBe(true);
  expect(selectorMatches(undefined, {})).toBe(false);
  expect(selectorMatches({ matchExpressions: [{ key: 'a', operator: 'Near', values: ['b'] }] }, { a: 'b' })).toBe(
    false,
  );
  expect(selectorMatches({ matchLabels: { constructor: 'x' } }, {})).toBe(false);
});

it('prefers a candidate with another value to one without the key', () => {
  const candidates = [
    pod('lacks', { app: 'web' }),
    pod('differs', { app: 'web', tier: 'b' }),
    pod('alien', { x: 'y' }),
  ];
  const found = nearMisses(mapRequirements({ app: 'web', tier: 'a' }), candidates);
  expect(found.map(({ candidate }) => candidate.metadata.name)).toEqual(['differs', 'lacks']);
});

const RBAC = 'rbac.authorization.k8s.io/v1';
const role = (verbs: string[]): Role => ({
  apiVersion: RBAC,
  kind: 'Role',
  metadata: { name: 'reader', namespace: 'shop' },
  rules: [{ verbs, apiGroups: [''], resources: ['configmaps'] }],
});
const binding = (name: string): RoleBinding => ({
  apiVersion: RBAC,
  kind: 'RoleBinding',
  metadata: { name: 'b', namespace: 'shop' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
  subjects: [{ kind: 'ServiceAccount', name: 'web' }],
});
const rbac = (roles: Role[], roleBindings: RoleBinding[]): RbacWorld => ({
  roles,
  roleBindings,
  clusterRoles: [],
  clusterRoleBindings: [],
});

it.each<[string, RbacWorld, string]>([
  ['nothing bound', rbac([role(['list'])], []), 'NotBound'],
  ['a role that is not there', rbac([], [binding('reader')]), 'BoundRoleMissing b:roleRef.name=reader'],
  ['a verb that lacks', rbac([role(['get'])], [binding('reader')]), 'RoleLacksRule reader:rules[0].verbs=["get"]'],
  ['the verb', rbac([role(['get', 'list'])], [binding('reader')]), 'pass'],
])('access with %s', (_, world, expected) => {
  const access = { verb: 'list', group: '', resource: 'configmaps', namespace: 'shop' };
  expect(told(accessVerdict(serviceAccountIdentity('shop', 'web'), access, world))).toBe(expected);
  expect(accessVerdict(serviceAccountIdentity('ops', 'web'), access, world).pass).toBe(false);
});

it('counts with quantities exactly', () => {
  const of = (text: string) => parseQuantity(text) ?? { nano: -1n, format: 'DecimalSI' as const };
  expect(formatQuantity(addQuantities(of('1536Mi'), of('512Mi')))).toBe('2Gi');
  expect(formatQuantity(addQuantities(of('0'), of('1Gi')))).toBe('1Gi');
  expect(formatQuantity(subtractQuantities(of('2'), of('1500m')))).toBe('500m');
  expect(compareQuantities(of('1000m'), of('1'))).toBe(0);
  expect(compareQuantities(of('1G'), of('1Gi'))).toBeLessThan(0);
  expect([wholeUnits(of('1500m')), milliUnits(of('1u')), unitsAsNumber(of('250m'))]).toEqual([2n, 1n, 0.25]);
  expect(wholeUnits(of('-1500m'))).toBe(-2n);
});

it('reads addresses and blocks of both families', () => {
  expect(sameIp('fd00::1', 'FD00:0:0:0:0:0:0:1')).toBe(true);
  expect(sameIp('::ffff:10.0.0.1', '10.0.0.1')).toBe(true);
  expect(sameIp('10.0.0.1', '10.0.0.2')).toBe(false);
  for (const text of ['10.0.0', '10.0.0.256', '010.0.0.1', ':::', '1::2::3', '1:2:3', 'g::', '', 7])
    expect(parseIp(text)).toBeUndefined();
  expect([cidrContains('10.0.0.0/8', '10.255.0.1'), cidrContains('10.0.0.0/9', '10.255.0.1')]).toEqual([true, false]);
  expect([
    cidrContains('fd00::/64', 'fd00::9'),
    cidrContains('0.0.0.0/0', '::1'),
    cidrContains('10.0.0.0', '10.0.0.0'),
  ]).toEqual([true, false, false]);
});
