/** Tables of how traffic finds pods. */
import type { JsonObject } from '../json.ts';
import { AGE, at, type Column, column, count, NAME, objects, text, texts, wide } from './column.ts';
import { labelSelectorText, labelsText } from './selectorText.ts';

/** How many entries a cell lists before it says how many more there are. */
const MAX_LISTED = 3;

export const SERVICES: Column[] = [
  NAME,
  column('Type', (service) => text(service, 'spec.type', 'ClusterIP')),
  column('Cluster-IP', (service) => texts(service, 'spec.clusterIPs')[0] || text(service, 'spec.clusterIP', '<none>')),
  column('External-IP', externalAddress),
  column('Port(s)', (service) => objects(service, 'spec.ports').map(portText).join(',') || '<none>'),
  AGE,
  wide('Selector', (service) => labelsText(at(service, 'spec.selector'))),
];

function portText(port: JsonObject): string {
  const node = count(port, 'nodePort') > 0 ? `:${count(port, 'nodePort')}` : '';
  return `${count(port, 'port')}${node}/${text(port, 'protocol', 'TCP')}`;
}

function externalAddress(service: JsonObject): string {
  const type = text(service, 'spec.type', 'ClusterIP');
  const external = texts(service, 'spec.externalIPs');
  if (type === 'ExternalName') return text(service, 'spec.externalName');
  if (type !== 'LoadBalancer') return external.join(',') || '<none>';
  return [...balancerAddresses(service), ...external].join(',') || '<pending>';
}

function balancerAddresses(object: JsonObject): string[] {
  const addresses = objects(object, 'status.loadBalancer.ingress').map(
    (entry) => text(entry, 'ip') || text(entry, 'hostname'),
  );
  return [...new Set(addresses.filter((address) => address !== ''))].sort();
}

export const ENDPOINTS: Column[] = [NAME, column('Endpoints', endpointsText), AGE];

function endpointsText(object: JsonObject): string {
  const addresses = objects(object, 'subsets').flatMap((subset) => {
    const ips = objects(subset, 'addresses').map((address) => text(address, 'ip'));
    const ports = objects(subset, 'ports');
    return ports.length === 0 ? ips : ports.flatMap((port) => ips.map((ip) => hostPort(ip, count(port, 'port'))));
  });
  return listed(addresses) || '<none>';
}

function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function listed(entries: readonly string[]): string {
  const more = entries.length > MAX_LISTED ? ` + ${entries.length - MAX_LISTED} more...` : '';
  return entries.slice(0, MAX_LISTED).join(',') + more;
}

export const ENDPOINTSLICES: Column[] = [
  NAME,
  column('AddressType', (slice) => text(slice, 'addressType')),
  column('Ports', (slice) => listed(objects(slice, 'ports').map(slicePort)) || '<unset>'),
  column(
    'Endpoints',
    (slice) => listed(objects(slice, 'endpoints').flatMap((one) => texts(one, 'addresses'))) || '<unset>',
  ),
  AGE,
];

function slicePort(port: JsonObject): string {
  if (typeof port.port === 'number') return String(port.port);
  return typeof port.name === 'string' ? port.name : '*';
}

export const INGRESSES: Column[] = [
  NAME,
  column('Class', (ingress) => text(ingress, 'spec.ingressClassName', '<none>')),
  column('Hosts', hosts),
  column('Address', (ingress) => balancerAddresses(ingress).join(',')),
  column('Ports', (ingress) => (objects(ingress, 'spec.tls').length > 0 ? '80, 443' : '80')),
  AGE,
];

function hosts(ingress: JsonObject): string {
  const rules = objects(ingress, 'spec.rules');
  const named: string[] = [];
  for (const [index, rule] of rules.entries()) {
    // The API server counts what is left from the rules, with and without a host.
    if (named.length === MAX_LISTED && index < rules.length)
      return `${named.join(',')} + ${rules.length - MAX_LISTED} more...`;
    if (text(rule, 'host') !== '') named.push(text(rule, 'host'));
  }
  return named.join(',') || '*';
}

export const INGRESSCLASSES: Column[] = [
  column(
    'Name',
    (object) => text(object, 'metadata.name') + defaultMark(object, ['ingressclass.kubernetes.io/is-default-class']),
    {
      format: 'name',
    },
  ),
  column('Controller', (object) => text(object, 'spec.controller')),
  column('Parameters', parameters),
  AGE,
];

/** ` (default)` where one of the annotations says so. */
export function defaultMark(object: JsonObject, annotations: readonly string[]): string {
  const marked = at(object, 'metadata.annotations');
  const isDefault = annotations.some((name) => (marked as JsonObject | undefined)?.[name] === 'true');
  return isDefault ? ' (default)' : '';
}

function parameters(object: JsonObject): string {
  const kind = text(object, 'spec.parameters.kind');
  if (kind === '') return '<none>';
  const group = text(object, 'spec.parameters.apiGroup');
  return `${kind}${group === '' ? '' : `.${group}`}/${text(object, 'spec.parameters.name')}`;
}

export const NETWORKPOLICIES: Column[] = [
  NAME,
  column('Pod-Selector', (policy) => labelSelectorText(at(policy, 'spec.podSelector'))),
  AGE,
];

export const IPADDRESSES: Column[] = [NAME, column('ParentRef', parentRef)];

function parentRef(object: JsonObject): string {
  const ref = (field: string) => text(object, `spec.parentRef.${field}`);
  if (ref('resource') === '') return '<none>';
  const group = ref('group') === '' ? '' : `.${ref('group')}`;
  return `${ref('resource')}${group}/${[ref('namespace'), ref('name')].filter(Boolean).join('/')}`;
}

export const SERVICECIDRS: Column[] = [NAME, column('CIDRs', (object) => texts(object, 'spec.cidrs').join(',')), AGE];
