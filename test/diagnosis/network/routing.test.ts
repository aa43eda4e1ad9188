/** Gateway routes, aliases, load balancers, OpenShift. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';

const NOW = '2026-03-01T12:00:00Z';
const gateway = (programmed: string, from = 'All') => `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: edge}
spec: {controllerName: example.org/edge}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec: {gatewayClassName: edge, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: ${from}}}}]}
status: {conditions: [{type: Programmed, status: "${programmed}", reason: AddressNotAssigned, message: no address could be assigned, lastTransitionTime: "2026-03-01T09:00:00Z"}]}
`;
const route = (service: string, port = 80) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec: {hostnames: [shop.example], parentRefs: [{name: edge, namespace: infra}], rules: [{backendRefs: [{name: ${service}, port: ${port}}]}]}
`;
const WEB = `
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {clusterIP: 10.96.0.9, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
ports: [{port: 8080}]
endpoints: [{addresses: [10.1.0.4], conditions: {ready: true}}]
`;

test('a route that works', () => {
  expect(rootsIn(gateway('True') + route('web') + WEB, { now: NOW })).toEqual([]);
});

test.each([
  ['a backend that is not there', gateway('True') + route('webb') + WEB],
  ['a port that the Service does not have', gateway('True') + route('web', 8080) + WEB],
  ['a listener that takes no routes of this namespace', gateway('True', 'Same') + route('web') + WEB],
])('%s', (_, objects) => {
  expect(rootsIn(objects, { now: NOW })).toEqual(['GatewayRouteBroken HTTPRoute shop/web']);
});

test('a Gateway without an address', () => {
  expect(rootsIn(gateway('False') + route('web') + WEB, { now: NOW })).toEqual([
    'GatewayNotProgrammed Gateway infra/edge',
  ]);
});

const alias = (name: string) => `
apiVersion: v1
kind: Service
metadata: {name: catalog, namespace: shop}
spec: {type: ExternalName, externalName: ${name}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, creationTimestamp: "2026-02-01T09:00:00Z"}
spec: {nodeName: n1, containers: [{name: web, image: web}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "True"}]
  containerStatuses: [{name: web, image: web, imageID: x, ready: true, restartCount: 0, state: {running: {startedAt: "2026-02-01T09:00:00Z"}}}]
`;
const LOG = [41, 47, 53, 58]
  .map((minute) => `2026-03-01T11:${minute}:00Z ERROR dial tcp: lookup catalog on 10.96.0.10:53: no such host`)
  .join('\n');

test('an alias of a Service that was removed', () => {
  const options = { now: NOW, namespace: 'shop', logs: { 'shop/web/web': LOG } };
  expect(rootsIn(alias('catalog.catalog-v1.svc.cluster.local'), options)).toEqual([
    'ExternalNameUnresolvable Service shop/catalog',
  ]);
});

const balancer = (address: string) => `
apiVersion: v1
kind: Service
metadata: {name: rtp, namespace: media, creationTimestamp: "2026-02-01T09:00:00Z"}
spec: {type: LoadBalancer, clusterIP: 10.96.0.8, ports: [{port: 80}]}
status: {loadBalancer: {${address}}}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: rtp-1, namespace: media, labels: {kubernetes.io/service-name: rtp}}
addressType: IPv4
ports: [{port: 80}]
endpoints: [{addresses: [10.1.0.4], conditions: {ready: true}}]
`;
const FAILED = `
---
apiVersion: v1
kind: Event
metadata: {name: rtp.1, namespace: media}
involvedObject: {apiVersion: v1, kind: Service, namespace: media, name: rtp}
type: Warning
reason: SyncLoadBalancerFailed
message: "Error syncing load balancer: failed to ensure load balancer: quota of public IPs reached"
lastTimestamp: "2026-03-01T11:55:00Z"
`;

test('a load balancer that its controller cannot make; one that nobody makes or asks for is a choice', () => {
  expect(rootsIn(balancer('') + FAILED, { now: NOW })).toEqual(['LoadBalancerPending Service media/rtp']);
  expect(rootsIn(balancer(''), { now: NOW })).toEqual([]);
  expect(rootsIn(balancer(''), { now: NOW, question: 'why has rtp no external IP?' })).toEqual([
    'LoadBalancerPending Service media/rtp',
  ]);
  expect(rootsIn(balancer('ingress: [{ip: 192.0.2.1}]') + FAILED, { now: NOW })).toEqual([]);
});

const openshift = (to: string, admitted: string) => `
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: web, namespace: shop}
spec: {host: web.example, to: {kind: Service, name: ${to}}}
status: {ingress: [{routerName: default, conditions: [{type: Admitted, status: "${admitted}", reason: HostAlreadyClaimed, message: route b already exposes web.example}]}]}
`;

test('an OpenShift Route', () => {
  expect(rootsIn(openshift('web', 'True') + WEB, { now: NOW })).toEqual([]);
  expect(rootsIn(openshift('gone', 'True') + WEB, { now: NOW })).toEqual(['RouteNotServed Route shop/web']);
  expect(rootsIn(openshift('web', 'False') + WEB, { now: NOW })).toEqual(['RouteNotServed Route shop/web']);
});
