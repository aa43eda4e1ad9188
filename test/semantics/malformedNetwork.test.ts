/** Network, routing, access and admission rules on objects with fields of any shape: they answer and do not throw. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type * as o from '../../src/cluster/objects.ts';
import { certificateIn } from '../../src/semantics/certificate.ts';
import { clusterDnsVerdict, dnsEgress, queriesFor } from '../../src/semantics/clusterDns.ts';
import { endpointsVerdict } from '../../src/semantics/endpoints.ts';
import { parentVerdicts, routeBackendVerdicts, routeStatusFailures } from '../../src/semantics/gatewayRoute.ts';
import {
  backendVerdict,
  ingressClassOf,
  ingressRoutes,
  routeFor,
  tlsVerdicts,
} from '../../src/semantics/ingressRoute.ts';
import { cidrContains, parseIp } from '../../src/semantics/ip.ts';
import { connectionVerdict } from '../../src/semantics/networkPolicy.ts';
import { formatQuantity, parseQuantity } from '../../src/semantics/quantity.ts';
import { accessVerdict, serviceAccountIdentity } from '../../src/semantics/rbac.ts';
import { findServicePort, portsOfService, targetPortOnPod } from '../../src/semantics/servicePort.ts';
import { resolveTarget } from '../../src/semantics/target.ts';
import { matchingWebhooks } from '../../src/semantics/webhookMatch.ts';
import { spoilt } from './spoilt.ts';

const meta = (name: string, more = {}) => ({
  name,
  namespace: 'shop',
  labels: { app: 'db' },
  annotations: { a: 'b' },
  ...more,
});
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta('db-0'),
  spec: {
    nodeName: 'n',
    hostname: 'db-0',
    subdomain: 'db',
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['10.0.0.10'], searches: ['x.y'], options: [{ name: 'ndots', value: '2' }] },
    containers: [{ name: 'db', ports: [{ name: 'sql', containerPort: 5432, protocol: 'TCP' }] }],
    initContainers: [{ name: 'side', restartPolicy: 'Always', ports: [{ name: 'm', containerPort: 9 }] }],
  },
  status: {
    phase: 'Running',
    podIP: '10.1.0.1',
    podIPs: [{ ip: '10.1.0.1' }],
    hostIP: '192.168.0.1',
    conditions: [{ type: 'Ready', status: 'True' }],
  },
} as o.Pod;
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta('db'),
  spec: {
    clusterIP: 'None',
    clusterIPs: ['None'],
    externalIPs: ['1.2.3.4'],
    externalName: 'db.shop.svc.cluster.local',
    selector: { app: 'db' },
    ports: [{ name: 'sql', port: 5432, targetPort: 'sql', protocol: 'TCP' }],
  },
  status: { loadBalancer: { ingress: [{ ip: '1.2.3.5', hostname: 'lb.example' }] } },
} as o.Service;
const dns = { ...service, metadata: { ...meta('kube-dns'), namespace: 'kube-system' } } as o.Service;
const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: meta('db-x', { labels: { 'kubernetes.io/service-name': 'db' } }),
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.1.0.1'], hostname: 'db-0', conditions: { ready: true } }],
  ports: [{ name: 'sql', port: 5432 }],
} as o.EndpointSlice;
const peer = {
  podSelector: { matchLabels: { app: 'x' } },
  namespaceSelector: { matchExpressions: [{ key: 'k', operator: 'In', values: ['v'] }] },
};
const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: meta('p'),
  spec: {
    podSelector: { matchLabels: { app: 'db' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      {
        from: [peer, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
        ports: [{ port: 'sql', protocol: 'TCP' }],
      },
    ],
    egress: [{ to: [peer], ports: [{ port: 1, endPort: 9 }] }],
  },
} as o.NetworkPolicy;
const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { k: 'v' } } } as o.Namespace;
const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n' },
  status: { addresses: [{ address: '192.168.0.1' }] },
} as o.Node;
const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: meta('i'),
  spec: {
    ingressClassName: 'nginx',
    defaultBackend: { service: { name: 'db', port: { number: 5432 } } },
    rules: [
      {
        host: 'a.example',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'db', port: { name: 'sql' } } } }],
        },
      },
    ],
    tls: [{ secretName: 's', hosts: ['a.example'] }],
  },
} as o.Ingress;
const ingressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'nginx', annotations: { a: 'b' } },
  spec: {},
} as o.IngressClass;
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: meta('s'),
  data: { 'tls.crt': 'x', 'tls.key': 'y' },
} as o.Secret;
const gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: meta('g'),
  spec: {
    listeners: [
      {
        name: 'l',
        port: 80,
        hostname: 'a.example',
        allowedRoutes: {
          kinds: [{ kind: 'HTTPRoute' }],
          namespaces: { from: 'Selector', selector: { matchLabels: { k: 'v' } } },
        },
      },
    ],
  },
} as o.CustomObject;
const route = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: meta('r'),
  spec: {
    hostnames: ['a.example'],
    parentRefs: [{ name: 'g', sectionName: 'l' }],
    rules: [{ backendRefs: [{ name: 'db', port: 5432, namespace: 'other' }] }],
  },
  status: { parents: [{ conditions: [{ type: 'Accepted', status: 'False', message: 'm' }] }] },
} as o.CustomObject;
const grant = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'ReferenceGrant',
  metadata: { ...meta('rg'), namespace: 'other' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ kind: 'Service' }],
  },
} as o.CustomObject;
const role = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: meta('role'),
  rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['x'], nonResourceURLs: ['/x*'] }],
} as o.Role;
const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: meta('rb'),
  roleRef: { kind: 'Role', name: 'role', apiGroup: 'rbac.authorization.k8s.io' },
  subjects: [
    { kind: 'ServiceAccount', name: 'web' },
    { kind: 'Group', name: 'g' },
  ],
} as o.RoleBinding;
const webhooks = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'w' },
  webhooks: [
    {
      name: 'w.example',
      clientConfig: { service: { name: 's', namespace: 'n', port: 1 } },
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' }],
      namespaceSelector: { matchLabels: { k: 'v' } },
      objectSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
      matchConditions: [{ name: 'c', expression: 'true' }],
    },
  ],
} as unknown as o.ValidatingWebhookConfiguration;

const world = fc.record({
  pod: spoilt(pod),
  service: spoilt(service),
  dns: spoilt(dns),
  slice: spoilt(slice),
  policy: spoilt(policy),
  space: spoilt(space),
  node: spoilt(node),
  ingress: spoilt(ingress),
  ingressClass: spoilt(ingressClass),
  secret: spoilt(secret),
  gateway: spoilt(gateway),
  route: spoilt(route),
  grant: spoilt(grant),
  role: spoilt(role),
  binding: spoilt(binding),
  webhooks: spoilt(webhooks),
});
const HOSTS = ['db', 'db.shop', 'db-0.db', '10.1.0.1', '1.2.3.4', '192.168.0.1', 'a.example', 'lb.example', 'none'];

it('never throws', () => {
  fc.assert(
    fc.property(world, (w) => {
      const client = { ...pod, metadata: { ...pod.metadata, name: 'client' } };
      const services = [w.service, w.dns];
      const targets = {
        services,
        pods: [w.pod, client],
        namespaces: [w.space],
        nodes: [w.node],
        slices: [w.slice],
        ingresses: [w.ingress],
        gatewayRoutes: [w.route],
      };
      for (const host of HOSTS) resolveTarget(host, w.pod, targets);
      const policies = { policies: [w.policy], namespaces: [w.space] };
      for (const [from, to] of [
        [client, w.pod],
        [w.pod, client],
      ] as const) {
        connectionVerdict({ from: { pod: from }, to: { pod: to }, port: 5432, protocol: 'TCP' }, policies);
        connectionVerdict({ from: { pod: from }, to: { ip: '10.1.2.3' }, port: 53, protocol: 'UDP' }, policies);
      }
      dnsEgress(w.pod, targets, policies);
      clusterDnsVerdict(w.pod, services);
      queriesFor('a.b', w.pod);
      endpointsVerdict(w.service, targets);
      findServicePort(w.service, 'sql');
      for (const port of portsOfService(w.service)) targetPortOnPod(w.service, port, w.pod);
      for (const one of ingressRoutes(w.ingress)) backendVerdict(w.ingress, one, services);
      routeFor(w.ingress, 'a.example', '/x');
      ingressClassOf(w.ingress, [w.ingressClass]);
      tlsVerdicts(w.ingress, [w.secret]);
      certificateIn(w.secret);
      const gateways = { gateways: [w.gateway], services, referenceGrants: [w.grant], namespaces: [w.space] };
      parentVerdicts(w.route, gateways);
      routeBackendVerdicts(w.route, gateways);
      routeStatusFailures(w.route);
      const rbac = { roles: [w.role], clusterRoles: [], roleBindings: [w.binding], clusterRoleBindings: [] };
      const access = { verb: 'list', group: '', resource: 'pods', namespace: 'shop' };
      accessVerdict(serviceAccountIdentity('shop', 'web'), access, rbac);
      const request = {
        operation: 'CREATE',
        group: '',
        version: 'v1',
        resource: 'pods',
        namespaceLabels: { k: 'v' },
        objectLabels: {},
      } as const;
      matchingWebhooks([w.webhooks], request);
    }),
    { seed: 51, numRuns: 1000 },
  );
});

it('reads any text', () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^[-+]?[0-9.]{0,6}[numkMGTPEei]{0,2}[-+0-9]{0,3}$/), (text, number) => {
      parseIp(text);
      cidrContains(text, '10.0.0.1');
      resolveTarget(text, pod, { services: [service], pods: [pod], namespaces: [], nodes: [] });
      const quantity = parseQuantity(number);
      if (quantity === undefined) return;
      const again = parseQuantity(formatQuantity(quantity));
      expect(again?.nano, number).toBe(quantity.nano);
    }),
    { seed: 52, numRuns: 2000 },
  );
});
