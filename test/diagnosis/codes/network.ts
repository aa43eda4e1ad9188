/** Codes of Services, DNS and meshes, as callers' logs tell of them. */
import type { Row, Scene } from './row.ts';

const NOW = '2026-03-01T12:00:00Z';

const pod = (app: string, { proxied = false, spec = '' } = {}): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${app}, namespace: shop, labels: {app: ${app}, version: v1}, creationTimestamp: "2026-03-01T08:00:00Z"}
spec:
  serviceAccountName: ${app}
  containers: [{name: app, image: a, ports: [{containerPort: 8080}]}${proxied ? ', {name: istio-proxy, image: p}' : ''}]
  ${spec}
status:
  phase: Running
  podIP: 10.1.0.${app.length}
  conditions: [{type: Ready, status: "True"}]
  containerStatuses: [{name: app, image: a, ready: true, restartCount: 0, state: {running: {startedAt: "2026-03-01T08:00:00Z"}}}]
---`;

const service = (name: string, selector: string, namespace = 'shop', more = ''): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}${more}}
spec: {clusterIP: 10.96.0.${name.length}, selector: ${selector}, ports: [{port: 80, targetPort: 8080}]}
---`;

const SHOP = '\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---';

const calling = (objects: string, said: string, question = 'front shows errors'): Scene => ({
  objects,
  now: NOW,
  question,
  logs: {
    'shop/front/app': Array.from({ length: 8 }, (_, minute) => `2026-03-01T11:5${minute}:00Z ERROR ${said}`).join('\n'),
  },
});

const NO_HOST = 'GET http://stock/items: dial tcp: lookup stock on 192.168.1.1:53: no such host';
const CLUSTER_DNS = service('kube-dns', '{k8s-app: kube-dns}', 'kube-system', ', labels: {k8s-app: kube-dns}');
const REFUSED = 'GET http://stock/items: dial tcp 10.96.0.5:80: connect: connection refused';

const meshed = (caller = true): string =>
  SHOP + service('stock', '{app: stock}') + pod('front', { proxied: caller }) + pod('stock', { proxied: true });
const mesh = (group: string, kind: string, spec: object): string =>
  `\n${JSON.stringify({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name: 'stock', namespace: 'shop' }, spec })}\n---`;
const route = (destination: object): string =>
  mesh('networking', 'VirtualService', { hosts: ['stock'], http: [{ route: [{ destination }] }] });
const rule = (spec: object): string => mesh('networking', 'DestinationRule', { host: 'stock', ...spec });
const STRICT = mesh('security', 'PeerAuthentication', { mtls: { mode: 'STRICT' } });
const allow = (principal: string): string =>
  mesh('security', 'AuthorizationPolicy', {
    selector: { matchLabels: { app: 'stock' } },
    rules: [{ from: [{ source: { principals: [principal] } }] }],
  });
const subset = (version: string): string => rule({ subsets: [{ name: 'v', labels: { version } }] });
const plain = (mode: string): string => rule({ trafficPolicy: { tls: { mode } } });
const REFUSED_BY_PROXY = 'GET http://stock/items: upstream connect error or disconnect/reset before headers, 503';
const DENIED = 'GET http://stock/items: 403 Forbidden: RBAC: access denied';

const balancer = (address: string): string => `
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
---`;

const gateway = (programmed: string, reason: string, message: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: edge}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra, generation: 1}
spec: {gatewayClassName: edge, listeners: [{name: http, port: 80, protocol: HTTP}]}
status: {conditions: [{type: Programmed, status: ${programmed}, reason: ${reason}, message: "${message}", lastTransitionTime: "2026-03-01T09:00:00Z"}]}
---`;

export const NETWORK: readonly Row[] = [
  {
    code: 'ServiceSelectsNothing',
    subject: 'Service stock',
    fires: calling(SHOP + service('stock', '{app: stock, tier: back}') + pod('front'), REFUSED),
    unlike: calling(SHOP + service('stock', '{app: stock}') + pod('front') + pod('stock'), REFUSED),
  },
  {
    code: 'ClusterDnsNotUsed',
    subject: 'Pod front',
    fires: calling(
      SHOP +
        CLUSTER_DNS +
        service('stock', '{app: stock}') +
        pod('front', { spec: 'dnsPolicy: Default' }) +
        pod('stock'),
      NO_HOST,
    ),
    unlike: calling(
      SHOP +
        CLUSTER_DNS +
        service('stock', '{app: stock}') +
        pod('front', { spec: 'dnsPolicy: ClusterFirst' }) +
        pod('stock'),
      NO_HOST,
    ),
  },
  {
    code: 'MeshSubsetEmpty',
    subject: 'DestinationRule stock',
    fires: calling(meshed() + route({ host: 'stock', subset: 'v' }) + subset('v2'), REFUSED_BY_PROXY),
    unlike: calling(meshed() + route({ host: 'stock', subset: 'v' }) + subset('v1'), REFUSED_BY_PROXY),
  },
  {
    code: 'MeshRouteHostMissing',
    subject: 'VirtualService stock',
    fires: calling(meshed() + route({ host: 'stock-v2' }), REFUSED_BY_PROXY),
    unlike: calling(meshed() + route({ host: 'stock.shop.svc.cluster.local' }), REFUSED_BY_PROXY),
  },
  {
    code: 'MeshTlsMismatch',
    subject: 'DestinationRule stock',
    fires: calling(meshed() + plain('DISABLE') + STRICT, REFUSED_BY_PROXY),
    unlike: calling(meshed() + plain('ISTIO_MUTUAL') + STRICT, REFUSED_BY_PROXY),
  },
  {
    code: 'MeshAccessDenied',
    subject: 'AuthorizationPolicy stock',
    fires: calling(meshed() + allow('cluster.local/ns/shop/sa/cart'), DENIED),
    unlike: calling(meshed() + allow('cluster.local/ns/shop/sa/front'), DENIED),
  },
  {
    code: 'LoadBalancerPending',
    subject: 'Service rtp',
    fires: { objects: balancer(''), now: NOW, question: 'why has rtp no external IP?' },
    unlike: { objects: balancer('ingress: [{ip: 192.0.2.1}]'), now: NOW, question: 'why has rtp no external IP?' },
  },
  {
    code: 'GatewayNotProgrammed',
    subject: 'Gateway edge',
    fires: {
      objects: gateway('"False"', 'AddressNotAssigned', 'No addresses have been assigned to the Gateway'),
      now: NOW,
    },
    unlike: {
      objects: gateway('"True"', 'Programmed', 'Address assigned to the Gateway, 1/1 envoy replicas available'),
      now: NOW,
    },
  },
];
