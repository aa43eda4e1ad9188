/** What a service mesh does with calls whose Service, endpoints and pods are in order. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';

const NOW = '2026-03-01T12:00:00Z';

/** The caller and two called pods; `proxies` says who has one. */
const cluster = ({ caller = true, called = true } = {}) =>
  `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Service
metadata: {name: stock, namespace: shop}
spec: {clusterIP: 10.96.0.9, selector: {app: stock}, ports: [{port: 80, targetPort: 8080}]}
---
${pod('front', caller, {})}
---
${pod('stock', called, { version: 'v1' })}
`;

const pod = (app: string, proxied: boolean, labels: Record<string, string>) => `
apiVersion: v1
kind: Pod
metadata: {name: ${app}, namespace: shop, labels: ${JSON.stringify({ app, ...labels })}, creationTimestamp: "2026-03-01T08:00:00Z"}
spec:
  serviceAccountName: ${app}
  containers: [{name: app, image: a, ports: [{containerPort: 8080}]}${proxied ? ', {name: istio-proxy, image: p}' : ''}]
status:
  phase: Running
  podIP: 10.1.0.${app.length}
  conditions: [{type: Ready, status: "True"}]
  containerStatuses: [{name: app, ready: true, restartCount: 0, state: {running: {startedAt: "2026-03-01T08:00:00Z"}}}]
`;

const mesh = (group: string, kind: string, spec: object) =>
  `---\n${JSON.stringify({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name: 'stock', namespace: 'shop' }, spec })}\n`;
const route = (destination: object) =>
  mesh('networking', 'VirtualService', { hosts: ['stock'], http: [{ route: [{ destination }] }] });
const rule = (spec: object) => mesh('networking', 'DestinationRule', { host: 'stock.shop.svc.cluster.local', ...spec });
const peer = (mode: string, rest: object = {}) => mesh('security', 'PeerAuthentication', { mtls: { mode }, ...rest });
const allow = (source: object, rest: object = {}) =>
  mesh('security', 'AuthorizationPolicy', {
    selector: { matchLabels: { app: 'stock' } },
    rules: [{ from: [{ source }], ...rest }],
  });

const failing = (how: string) =>
  Array.from({ length: 8 }, (_, i) => `2026-03-01T11:5${i}:00Z ERROR GET http://stock/items failed: ${how}`).join('\n');
const roots = (objects: string, how = 'upstream connect error, 503 service unavailable') =>
  rootsIn(objects, { now: NOW, question: 'front shows errors', logs: { 'shop/front/app': failing(how) } });

test.each([
  [
    'a subset that no rule defines',
    route({ host: 'stock', subset: 'v2' }) + rule({ subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
    'MeshSubsetUndefined DestinationRule shop/stock',
  ],
  [
    'a subset without any rule',
    route({ host: 'stock', subset: 'v2' }),
    'MeshSubsetUndefined VirtualService shop/stock',
  ],
  [
    'a subset whose labels no pod has',
    route({ host: 'stock', subset: 'v2' }) + rule({ subsets: [{ name: 'v2', labels: { version: 'v2' } }] }),
    'MeshSubsetEmpty DestinationRule shop/stock',
  ],
  ['a host that is not there', route({ host: 'stock-v2' }), 'MeshRouteHostMissing VirtualService shop/stock'],
  [
    'plain text asked for where only mutual TLS is taken',
    rule({ trafficPolicy: { tls: { mode: 'DISABLE' } } }) + peer('STRICT'),
    'MeshTlsMismatch DestinationRule shop/stock',
  ],
  [
    'another ServiceAccount allowed',
    allow({ principals: ['cluster.local/ns/shop/sa/cart'] }),
    'MeshAccessDenied AuthorizationPolicy shop/stock',
  ],
])('%s', (_, objects, root) => {
  expect(roots(cluster() + objects)).toEqual([root]);
});

test.each([
  [
    'a subset that is there',
    route({ host: 'stock', subset: 'v1' }) + rule({ subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
  ],
  [
    'a route without traffic',
    mesh('networking', 'VirtualService', {
      hosts: ['stock'],
      http: [
        {
          route: [
            { destination: { host: 'gone' }, weight: 0 },
            { destination: { host: 'stock' }, weight: 100 },
          ],
        },
      ],
    }),
  ],
  [
    'a route for gateways only',
    mesh('networking', 'VirtualService', {
      hosts: ['stock'],
      gateways: ['edge'],
      http: [{ route: [{ destination: { host: 'gone' } }] }],
    }),
  ],
  ['mutual TLS between proxies', peer('STRICT')],
  ['this ServiceAccount allowed', allow({ principals: ['cluster.local/ns/shop/sa/fro*'] })],
  ['a rule that hangs on the path', allow({ namespaces: ['shop'] }, { to: [{ operation: { paths: ['/items'] } }] })],
])('%s', (_, objects) => {
  expect(roots(cluster() + objects)).toEqual([]);
});

test('a caller without a proxy', () => {
  const how = 'read: connection reset by peer';
  const strict = ['MutualTlsRequired PeerAuthentication shop/stock'];
  expect(roots(cluster({ caller: false }) + peer('STRICT'), how)).toEqual(strict);
  expect(roots(cluster({ caller: false }) + peer('PERMISSIVE'), how)).toEqual([]);
  expect(roots(cluster({ caller: false, called: false }) + peer('STRICT'), how)).toEqual([]);
  const port = (mode: string) =>
    peer('STRICT', { selector: { matchLabels: { app: 'stock' } }, portLevelMtls: { 8080: { mode } } });
  expect(roots(cluster({ caller: false }) + port('PERMISSIVE'), how)).toEqual([]);
  expect(roots(cluster({ caller: false }) + port('STRICT'), how)).toEqual(strict);
});
