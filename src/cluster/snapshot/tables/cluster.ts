/** Tables of nodes, namespaces, events and what is configured. */
import { isObject, type JsonObject } from '../json.ts';
import { AGE, at, type Cell, type Column, column, count, entries, NAME, objects, text, wide } from './column.ts';
import { since } from './time.ts';

export const NODES: Column[] = [
  NAME,
  column('Status', nodeStatus),
  column('Roles', roles),
  AGE,
  column('Version', (node) => text(node, 'status.nodeInfo.kubeletVersion')),
  wide('Internal-IP', (node) => address(node, 'InternalIP')),
  wide('External-IP', (node) => address(node, 'ExternalIP')),
  wide('OS-Image', (node) => text(node, 'status.nodeInfo.osImage', '<unknown>')),
  wide('Kernel-Version', kernel),
  wide('Container-Runtime', (node) => text(node, 'status.nodeInfo.containerRuntimeVersion', '<unknown>')),
];

function nodeStatus(node: JsonObject): string {
  const ready = objects(node, 'status.conditions').find(({ type }) => type === 'Ready');
  const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec.unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

const ROLE = 'node-role.kubernetes.io/';

function roles(node: JsonObject): string {
  const found = entries(node, 'metadata.labels').flatMap(([key, value]) => {
    if (key.startsWith(ROLE)) return key.slice(ROLE.length);
    return key === 'kubernetes.io/role' ? String(value) : '';
  });
  return [...new Set(found.filter((role) => role !== ''))].sort().join(',') || '<none>';
}

function address(node: JsonObject, type: string): string {
  return text(
    objects(node, 'status.addresses').find((entry) => entry.type === type),
    'address',
    '<none>',
  );
}

function kernel(node: JsonObject): string {
  const architecture = text(node, 'status.nodeInfo.architecture');
  const version = text(node, 'status.nodeInfo.kernelVersion', '<unknown>');
  return architecture === '' ? version : `${version} (${architecture})`;
}

export const NAMESPACES: Column[] = [NAME, column('Status', (object) => text(object, 'status.phase')), AGE];

export const EVENTS: Column[] = [
  column('Last Seen', (event, now) => since(lastSeen(event), now)),
  column('Type', (event) => text(event, 'type')),
  column('Reason', (event) => text(event, 'reason')),
  column('Object', involved),
  wide('Subobject', (event) => text(event, 'involvedObject.fieldPath')),
  wide('Source', source),
  column('Message', (event) => text(event, 'message').trim()),
  wide('First Seen', (event, now) => since(firstSeen(event), now)),
  wide('Count', (event) => (isObject(event.series) ? count(event, 'series.count') : count(event, 'count') || 1)),
  wide('Name', (event) => text(event, 'metadata.name'), { format: 'name' }),
];

function firstSeen(event: JsonObject): string {
  return text(event, 'firstTimestamp') || text(event, 'eventTime');
}

function lastSeen(event: JsonObject): string {
  return isObject(event.series)
    ? text(event, 'series.lastObservedTime')
    : text(event, 'lastTimestamp') || firstSeen(event);
}

function involved(event: JsonObject): string {
  const kind = text(event, 'involvedObject.kind').toLowerCase();
  const name = text(event, 'involvedObject.name');
  return name === '' ? kind : `${kind}/${name}`;
}

function source(event: JsonObject): string {
  const component = text(event, 'source.component') || text(event, 'reportingComponent');
  const instance = text(event, 'source.host') || text(event, 'reportingInstance');
  return instance === '' ? component : `${component}, ${instance}`;
}

const keys =
  (...fields: string[]): Column['cell'] =>
  (object): Cell =>
    fields.reduce((sum, field) => sum + entries(object, field).length, 0);

export const CONFIGMAPS: Column[] = [NAME, column('Data', keys('data', 'binaryData')), AGE];
export const SECRETS: Column[] = [
  NAME,
  column('Type', (object) => text(object, 'type', 'Opaque')),
  column('Data', keys('data')),
  AGE,
];
export const SERVICEACCOUNTS: Column[] = [NAME, AGE];
export const LEASES: Column[] = [NAME, column('Holder', (object) => text(object, 'spec.holderIdentity')), AGE];
export const RUNTIMECLASSES: Column[] = [NAME, column('Handler', (object) => text(object, 'handler')), AGE];

export const APISERVICES: Column[] = [NAME, column('Service', apiService), column('Available', available), AGE];

function apiService(object: JsonObject): string {
  if (!isObject(at(object, 'spec.service'))) return 'Local';
  return `${text(object, 'spec.service.namespace')}/${text(object, 'spec.service.name')}`;
}

function available(object: JsonObject): string {
  const condition = objects(object, 'status.conditions').find(({ type }) => type === 'Available');
  if (condition === undefined) return 'Unknown';
  const status = text(condition, 'status');
  return status === 'True' ? status : `${status} (${text(condition, 'reason')})`;
}
