/** What names and addresses mean from a pod: the tables of the DNS specification, and the mistakes that people make with it. */
import { expect, it } from 'vitest';
import type { CustomObject, Ingress, Node, Pod, Service } from '../../src/cluster/objects.ts';
import { clusterDnsVerdict, clusterDomainOf, dnsEgress, queriesFor } from '../../src/semantics/clusterDns.ts';
import { parseClusterName } from '../../src/semantics/dnsName.ts';
import { resolveTarget, type Target, type TargetWorld } from '../../src/semantics/target.ts';

type ServiceSpec = NonNullable<Service['spec']>;
type PodSpec = NonNullable<Pod['spec']>;
const service = (namespace: string, name: string, spec: ServiceSpec = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { clusterIP: '10.96.0.1', selector: { app: name }, ports: [{ port: 80 }], ...spec },
});
const pod = (namespace: string, name: string, podIP: string, spec: Partial<PodSpec> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: name.replace(/-\d$/, '') } },
  spec: { containers: [], ...spec },
  status: { phase: 'Running', podIP, conditions: [{ type: 'Ready', status: 'True' }] },
});

const web = pod('shop', 'web', '10.1.0.1');
const kubeDns: Service = {
  ...service('kube-system', 'kube-dns', {
    clusterIP: '10.96.0.10',
    selector: { app: 'coredns' },
    ports: [{ port: 53, protocol: 'UDP', targetPort: 53 }],
  }),
};
const ingress: Ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'front', namespace: 'shop' },
  spec: { rules: [{ host: 'shop.example.com' }, { host: '*.wild.example.com' }] },
};
const route: CustomObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { hostnames: ['api.example.com'] },
};
const node: Node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1' },
  status: { addresses: [{ type: 'InternalIP', address: '192.168.0.1' }] },
};
const balanced: Service = {
  ...service('shop', 'edge', { clusterIP: '10.96.0.9' }),
  status: { loadBalancer: { ingress: [{ hostname: 'lb-1.cloud.example' }, { ip: '203.0.113.7' }] } },
};
const world: TargetWorld = {
  services: [
    service('shop', 'redis', { clusterIP: '10.96.0.2' }),
    service('data', 'pg', { clusterIP: '10.96.0.3' }),
    service('data', 'kafka', { clusterIP: 'None' }),
    service('data', 'zk', { clusterIP: 'None' }),
    service('data', 'queue', { clusterIP: 'None', publishNotReadyAddresses: true }),
    service('shop', 'billing', {
      type: 'ExternalName',
      externalName: 'pg.data.svc.cluster.local',
      clusterIP: undefined,
    }),
    service('shop', 'short', { type: 'ExternalName', externalName: 'pg.data', clusterIP: undefined }),
    service('shop', 'gone', {
      type: 'ExternalName',
      externalName: 'none.data.svc.cluster.local',
      clusterIP: undefined,
    }),
    service('shop', 'saas', { type: 'ExternalName', externalName: 'api.saas.example.', clusterIP: undefined }),
    service('shop', 'loop', {
      type: 'ExternalName',
      externalName: 'loop.shop.svc.cluster.local',
      clusterIP: undefined,
    }),
    service('default', 'kubernetes', { clusterIP: '10.96.0.100' }),
    balanced,
    kubeDns,
  ],
  pods: [
    web,
    pod('data', 'kafka-0', '10.1.1.1', { hostname: 'kafka-0', subdomain: 'kafka' }),
    pod('data', 'zk-0', '10.1.1.2', { hostname: 'zk-0', subdomain: 'zookeeper' }),
    {
      ...pod('data', 'kafka-1', '10.1.1.3', { hostname: 'kafka-1', subdomain: 'kafka' }),
      status: { podIP: '10.1.1.3' },
    },
    {
      ...pod('data', 'queue-0', '10.1.1.4', { hostname: 'queue-0', subdomain: 'queue' }),
      status: { podIP: '10.1.1.4' },
    },
    pod('kube-system', 'coredns', '10.1.2.1'),
  ],
  namespaces: ['shop', 'data', 'default', 'kube-system'].map((name) => ({ metadata: { name } })),
  nodes: [node],
  ingresses: [ingress],
  gatewayRoutes: [route],
};

function told(target: Target): string {
  switch (target.kind) {
    case 'service': {
      const { metadata } = target.service;
      const behind = target.pod ? ` pod ${target.pod.metadata.name}` : '';
      return `service ${metadata.namespace}/${metadata.name}${behind}${target.external ? ` → ${told(target.external)}` : ''}`;
    }
    case 'pod':
    case 'self':
      return `${target.kind} ${target.pod.metadata.name}`;
    case 'node':
      return `node ${target.node.metadata.name}`;
    case 'served':
      return `served by ${target.by.map(({ kind }) => kind)}`;
    case 'missing':
      return `missing ${target.wanted.namespace}/${target.wanted.service} ${target.failure?.reason ?? ''}`.trim();
    case 'unresolvable':
      return `unresolvable ${target.failure.reason}`;
    case 'external':
      return `external ${target.host}`;
    default:
      return target.kind;
  }
}

it.each([
  ['redis', 'service shop/redis'],
  ['REDIS', 'service shop/redis'],
  ['redis.shop', 'service shop/redis'],
  ['pg.data', 'service data/pg'],
  ['pg.data.svc', 'service data/pg'],
  ['pg.data.svc.cluster.local', 'service data/pg'],
  ['pg.data.svc.cluster.local.', 'service data/pg'],
  ['pg.data.svc.k8s.corp', 'service data/pg'],
  ['pg', 'missing shop/pg'],
  ['redis.dta', 'missing dta/redis'],
  ['nothing.data', 'missing data/nothing'],
  ['nothing.data.svc.cluster.local', 'missing data/nothing'],
  ['redis.com', 'external redis.com'],
  ['api.github.com', 'external api.github.com'],
  ['redis.shop.', 'external redis.shop'],
  ['kafka-0.kafka.data', 'service data/kafka pod kafka-0'],
  ['kafka-0.kafka.data.svc.cluster.local', 'service data/kafka pod kafka-0'],
  ['kafka-1.kafka.data', 'missing data/kafka PodNotPublished'],
  ['queue-0.queue.data', 'service data/queue pod queue-0'],
  ['kafka-9.kafka.data', 'missing data/kafka PodHostnameMissing'],
  ['zk-0.zk.data', 'missing data/zk PodSubdomainDiffers'],
  ['pg-0.pg.data', 'missing data/pg ServiceNotHeadless'],
  ['_sql._tcp.pg.data.svc.cluster.local', 'service data/pg'],
  ['billing', 'service shop/billing → service data/pg'],
  ['short', 'service shop/short → missing data/pg ExternalNameNotAbsolute'],
  ['gone', 'service shop/gone → missing data/none ExternalNameMissing'],
  ['saas', 'service shop/saas → external api.saas.example'],
  ['kubernetes.default.svc', 'apiserver'],
  ['10.96.0.100', 'apiserver'],
  ['10.96.0.3', 'service data/pg'],
  ['203.0.113.7', 'service shop/edge'],
  ['lb-1.cloud.example', 'service shop/edge'],
  ['10.1.1.1', 'pod kafka-0'],
  ['192.168.0.1', 'node n1'],
  ['127.0.0.1', 'self web'],
  ['localhost', 'self web'],
  ['[::1]', 'self web'],
  ['8.8.8.8', 'external 8.8.8.8'],
  ['shop.example.com', 'served by Ingress'],
  ['x.wild.example.com', 'served by Ingress'],
  ['x.y.wild.example.com', 'external x.y.wild.example.com'],
  ['api.example.com', 'served by HTTPRoute'],
  ['', 'external '],
])('%s is %s', (host, expected) => expect(told(resolveTarget(host, web, world))).toBe(expected));

it('ends on names that lead to each other', () => {
  expect(told(resolveTarget('loop', web, world))).toMatch(
    /^(service shop\/loop → )+external loop\.shop\.svc\.cluster\.local$/,
  );
});

it('shows where a Service of the name is', () => {
  const target = resolveTarget('pg', web, world);
  expect(target.kind === 'missing' && target.elsewhere.map(({ metadata }) => metadata.namespace)).toEqual(['data']);
});

it('takes another domain for a mistake where its own is known', () => {
  const known = { ...world, clusterDomain: 'cluster.local' };
  expect(told(resolveTarget('pg.data.svc.cluster.lcoal', web, known))).toBe('external pg.data.svc.cluster.lcoal');
  expect(told(resolveTarget('pg.data.svc.k8s.corp', web, { ...world, clusterDomain: 'k8s.corp' }))).toBe(
    'service data/pg',
  );
  expect(parseClusterName('a.b.c.d.svc.cluster.local')).toBeUndefined();
});

it.each<[string, Partial<PodSpec>, string]>([
  ['ClusterFirst', {}, 'passes'],
  ['Default', { dnsPolicy: 'Default' }, 'spec.dnsPolicy'],
  ['the host network', { hostNetwork: true }, 'spec.dnsPolicy spec.hostNetwork'],
  ['the host network, said', { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }, 'passes'],
  ['None with the cluster', { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.96.0.10'] } }, 'passes'],
  ['None with a node cache', { dnsPolicy: 'None', dnsConfig: { nameservers: ['169.254.20.10'] } }, 'passes'],
  ['None with others', { dnsPolicy: 'None', dnsConfig: { nameservers: ['8.8.8.8'] } }, 'spec.dnsConfig.nameservers'],
])('%s: the DNS of the cluster', (_, spec, expected) => {
  const verdict = clusterDnsVerdict(pod('shop', 'x', '10.1.0.2', spec), world.services);
  expect(verdict.pass ? 'passes' : verdict.by.map(({ path }) => path).join(' ')).toBe(expected);
});

it('does not resolve a Service for a pod that asks somebody else', () => {
  const asking = (spec: Partial<PodSpec>): Pod => pod('shop', 'x', '10.1.0.2', spec);
  expect(told(resolveTarget('pg.data.svc.cluster.local', asking({ dnsPolicy: 'Default' }), world))).toBe(
    'unresolvable ClusterDnsNotUsed',
  );
  expect(told(resolveTarget('10.96.0.3', asking({ dnsPolicy: 'Default' }), world))).toBe('service data/pg');
});

it('asks for names in the order of the resolver', () => {
  const dots = (value: string): Pod =>
    pod('shop', 'x', '', { dnsConfig: { options: [{ name: 'ndots', value }], searches: ['corp.example'] } });
  const searched = ['a.b.shop.svc.cluster.local', 'a.b.svc.cluster.local', 'a.b.cluster.local'];
  expect(queriesFor('a.b', web)).toEqual([...searched, 'a.b']);
  expect(queriesFor('a.b', dots('1'))).toEqual(['a.b', ...searched, 'a.b.corp.example']);
  expect(queriesFor('a.b.', web)).toEqual(['a.b']);
  expect(queriesFor('a', pod('shop', 'x', '', { dnsPolicy: 'Default' }))).toEqual(['a']);
});

it('reads the domain of the cluster from a Corefile', () => {
  expect(clusterDomainOf('.:53 {\n  errors\n  kubernetes k8s.corp in-addr.arpa ip6.arpa {\n  }\n}')).toBe('k8s.corp');
  expect(clusterDomainOf('.:53 {\n  forward . 8.8.8.8\n}')).toBeUndefined();
  expect(clusterDomainOf(7)).toBeUndefined();
});

it('says whether policies let a pod ask', () => {
  const deny = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'shop' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 53 }] }] },
  };
  const ask = (egress: { ports: { port: number; protocol?: string }[] }[]) =>
    dnsEgress(web, world, { policies: [{ ...deny, spec: { ...deny.spec, egress } }], namespaces: [] })?.verdict.pass;
  expect(ask([])).toBe(false);
  expect(ask([{ ports: [{ port: 53 }] }])).toBe(false);
  expect(ask([{ ports: [{ port: 53, protocol: 'UDP' }] }])).toBe(true);
  expect(dnsEgress(web, { services: [], pods: [] }, { policies: [], namespaces: [] })).toBeUndefined();
});
