/** Ingresses and Gateway routes: where a request ends, and which field sends it astray. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CustomObject, Ingress, IngressClass, Secret, Service } from '../../src/cluster/objects.ts';
import { parentVerdicts, routeBackendVerdicts, routeStatusFailures } from '../../src/semantics/gatewayRoute.ts';
import { hostCovers, hostsIntersect } from '../../src/semantics/hostname.ts';
import {
  backendVerdict,
  ingressClassOf,
  ingressRoutes,
  routeFor,
  tlsVerdicts,
} from '../../src/semantics/ingressRoute.ts';
import type { Failed, Undecided } from '../../src/semantics/verdict.ts';

const told = (verdict: { pass: true } | Failed | Undecided): string =>
  verdict.pass ? 'pass' : [verdict.reason, ...verdict.by.map(({ path, value }) => `${path}=${value}`)].join(' ');

const api = (name: string, namespace = 'shop'): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});
const ingressOf = (spec: Ingress['spec'], annotations = {}): Ingress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'front', namespace: 'shop', annotations },
  spec,
});
const classOf = (name: string, isDefault = false): IngressClass => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name, annotations: { 'ingressclass.kubernetes.io/is-default-class': String(isDefault) } },
});

it.each<[Ingress, IngressClass[], string]>([
  [ingressOf({ ingressClassName: 'nginx' }), [classOf('nginx')], 'nginx'],
  [
    ingressOf({ ingressClassName: 'ngnix' }),
    [classOf('nginx', true)],
    'IngressClassMissing spec.ingressClassName=ngnix',
  ],
  [ingressOf({}), [classOf('a'), classOf('b', true)], 'b'],
  [ingressOf({}), [classOf('a')], 'NoIngressClass spec.ingressClassName='],
  [ingressOf({}, { 'kubernetes.io/ingress.class': 'old' }), [], 'old'],
])('class %#', (ingress, classes, expected) => {
  const verdict = ingressClassOf(ingress, classes);
  expect(verdict.pass ? verdict.name : told(verdict)).toBe(expected);
});

const backend = (name: string, port: { number?: number; name?: string } = { number: 80 }) => ({
  service: { name, port },
});
const rules = ingressOf({
  defaultBackend: backend('fallback'),
  rules: [
    {
      host: 'shop.example.com',
      http: {
        paths: [
          { path: '/', pathType: 'Prefix', backend: backend('root') },
          { path: '/api', pathType: 'Prefix', backend: backend('api') },
          { path: '/api', pathType: 'Exact', backend: backend('exact') },
          { path: '/api/v2', pathType: 'ImplementationSpecific', backend: backend('v2') },
        ],
      },
    },
    { host: '*.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('wild') }] } },
  ],
});

it.each([
  ['shop.example.com', '/', 'root'],
  ['shop.example.com', '/api', 'exact'],
  ['shop.example.com', '/api/', 'api'],
  ['shop.example.com', '/api/v1', 'api'],
  ['shop.example.com', '/api/v2/x', 'v2'],
  ['shop.example.com', '/apis', 'root'],
  ['other.example.com', '/api', 'wild'],
  ['a.b.example.com', '/', 'fallback'],
  ['example.com', '/', 'fallback'],
])('%s%s goes to %s', (host, path, expected) =>
  expect(routeFor(rules, host, path)?.backend.service?.name).toBe(expected),
);

it.each([
  [backend('api'), 'pass'],
  [backend('api', { name: 'http' }), 'pass'],
  [backend('gone'), 'BackendServiceMissing spec.defaultBackend.service.name=gone'],
  [backend('elsewhere'), 'BackendServiceMissing spec.defaultBackend.service.name=elsewhere'],
  [
    backend('api', { number: 8080 }),
    'BackendPortMissing spec.defaultBackend.service.port.number=8080 spec.ports[http].port=80',
  ],
  [
    backend('api', { name: 'web' }),
    'BackendPortMissing spec.defaultBackend.service.port.name=web spec.ports[http].name=http',
  ],
  [
    { resource: { kind: 'Bucket', name: 'b' } },
    'ResourceBackend spec.defaultBackend.resource={"kind":"Bucket","name":"b"}',
  ],
])('backend %#', (defaultBackend, expected) => {
  const ingress = ingressOf({ defaultBackend });
  const verdicts = ingressRoutes(ingress).map((route) =>
    backendVerdict(ingress, route, [api('api'), api('elsewhere', 'ops')]),
  );
  expect(verdicts.map(told)).toEqual([expected]);
});

it('checks the Secrets of TLS entries', () => {
  const crt = readFileSync(join(import.meta.dirname, 'certificates/leaf.crt')).toString('base64');
  const secret = (name: string, data: Record<string, string>): Secret => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'shop' },
    data,
  });
  const secrets = [secret('good', { 'tls.crt': crt, 'tls.key': '***' }), secret('half', { 'tls.crt': crt })];
  const ingress = ingressOf({
    tls: [
      { secretName: 'good', hosts: ['a.example.com'] },
      { secretName: 'good', hosts: ['example.org'] },
      { secretName: 'half' },
      { secretName: 'gone' },
      { hosts: ['example.org'] },
    ],
  });
  expect(tlsVerdicts(ingress, secrets).map((verdict) => told(verdict).split(' ')[0])).toEqual([
    'pass',
    'TlsHostMismatch',
    'TlsSecretIncomplete',
    'TlsSecretMissing',
  ]);
});

const GATEWAY = 'gateway.networking.k8s.io';
const custom = (kind: string, namespace: string, name: string, spec: Record<string, unknown>): CustomObject => ({
  apiVersion: `${GATEWAY}/v1`,
  kind,
  metadata: { name, namespace },
  spec,
});
const gateway = custom('Gateway', 'infra', 'edge', {
  listeners: [
    { name: 'own', port: 80 },
    { name: 'all', port: 81, hostname: '*.example.com', allowedRoutes: { namespaces: { from: 'All' } } },
    {
      name: 'red',
      port: 82,
      allowedRoutes: {
        namespaces: { from: 'Selector', selector: { matchLabels: { team: 'red' } } },
        kinds: [{ kind: 'HTTPRoute' }],
      },
    },
  ],
});
const grant = custom('ReferenceGrant', 'ops', 'g', {
  from: [{ group: GATEWAY, kind: 'HTTPRoute', namespace: 'shop' }],
  to: [{ group: '', kind: 'Service', name: 'granted' }],
});
const world = {
  gateways: [gateway],
  services: [api('api'), api('granted', 'ops'), api('other', 'ops')],
  referenceGrants: [grant],
  namespaces: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'red' } } }],
};

it.each<[Record<string, unknown>, string[], string, string]>([
  [{ sectionName: 'all' }, ['a.b.example.com'], 'HTTPRoute', 'pass all'],
  [{}, ['shop.example.com'], 'HTTPRoute', 'pass all,red'],
  [{ sectionName: 'all' }, ['example.org'], 'HTTPRoute', 'ListenerHostnameDiffers'],
  [{ sectionName: 'own' }, [], 'HTTPRoute', 'ListenerRefusesNamespace'],
  [{ sectionName: 'red' }, [], 'HTTPRoute', 'pass red'],
  [{ sectionName: 'red' }, [], 'GRPCRoute', 'ListenerRefusesKind'],
  [{ sectionName: 'https' }, [], 'HTTPRoute', 'ListenerMissing'],
  [{ port: 443 }, [], 'HTTPRoute', 'ListenerMissing'],
  [{ name: 'gone' }, [], 'HTTPRoute', 'GatewayMissing'],
  [{ namespace: undefined }, [], 'HTTPRoute', 'GatewayMissing'],
  [{ kind: 'Service', group: '' }, [], 'HTTPRoute', 'ParentNotGateway'],
])('parent %#', (ref, hostnames, kind, expected) => {
  const route = custom(kind, 'shop', 'r', { parentRefs: [{ name: 'edge', namespace: 'infra', ...ref }], hostnames });
  const [verdict] = parentVerdicts(route, world);
  expect(verdict?.pass ? `pass ${verdict.listeners}` : verdict?.reason).toBe(expected);
});

it.each([
  [{ name: 'api', port: 80 }, 'pass'],
  [{ name: 'api', port: 8080 }, 'BackendPortMissing spec.rules[0].backendRefs[0].port=8080 spec.ports[http].port=80'],
  [{ name: 'gone', port: 80 }, 'BackendServiceMissing spec.rules[0].backendRefs[0].name=gone'],
  [{ name: 'granted', namespace: 'ops', port: 80 }, 'pass'],
  [
    { name: 'other', namespace: 'ops', port: 80 },
    'ReferenceNotGranted spec.rules[0].backendRefs[0].namespace=ops spec.rules[0].backendRefs[0].name=other',
  ],
  [{ name: 'x', kind: 'Bucket', group: 'x.io' }, 'BackendNotService spec.rules[0].backendRefs[0].kind=Bucket'],
])('route backend %#', (ref, expected) => {
  const route = custom('HTTPRoute', 'shop', 'r', { rules: [{ backendRefs: [ref] }] });
  expect(routeBackendVerdicts(route, world).map(told)).toEqual([expected]);
});

it('repeats what the controller says', () => {
  const conditions = [
    { type: 'Accepted', status: 'True', reason: 'Accepted', message: 'fine' },
    { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound', message: 'no api' },
  ];
  const route = { ...custom('HTTPRoute', 'shop', 'r', {}), status: { parents: [{ conditions }] } };
  expect(routeStatusFailures(route).map(told)).toEqual([
    'RouteResolvedRefsFalse status.parents[0].conditions[ResolvedRefs].message=no api',
  ]);
});

it.each([
  ['*.example.com', 'a.example.com', true, true],
  ['*.example.com', 'a.b.example.com', false, true],
  ['*.example.com', 'example.com', false, false],
  ['*.example.com', '.example.com', false, false],
  ['Example.com', 'example.COM', true, true],
])('%s covers %s: %s, at any depth %s', (pattern, host, one, any) => {
  expect([hostCovers(pattern, host), hostCovers(pattern, host, true)]).toEqual([one, any]);
});

it.each([
  ['*.example.com', '*.a.example.com', true],
  ['*.example.com', '*.example.org', false],
  ['*.example.com', '*.badexample.com', false],
  ['a.example.com', 'a.example.com', true],
  ['a.example.com', 'b.example.com', false],
])('%s and %s have a host in common: %s', (a, b, expected) => {
  expect([hostsIntersect(a, b), hostsIntersect(b, a)]).toEqual([expected, expected]);
});
