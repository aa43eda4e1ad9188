/** Field selectors: the few fields that the API server selects by, kind by kind. */
import type { KubeObject } from '../../objects.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { ServedResource } from './catalog.ts';
import { badRequest } from './status.ts';

type Read = (object: JsonObject) => string;

/** The text at a path such as `spec.nodeName`; empty where there is none. */
const at =
  (path: string): Read =>
  (object) => {
    let value: unknown = object;
    for (const part of path.split('.')) value = isObject(value) ? value[part] : undefined;
    return value === undefined || value === null || isObject(value) ? '' : String(value);
  };

const either =
  (first: string, second: string): Read =>
  (object) =>
    at(first)(object) || at(second)(object);

const truth =
  (path: string): Read =>
  (object) =>
    at(path)(object) || 'false';

const number =
  (path: string): Read =>
  (object) =>
    at(path)(object) || '0';

const paths = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, at(field)]));

const EVENT: Record<string, Read> = {
  ...paths('involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid'),
  ...paths('involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath', 'reason', 'type'),
  reportingComponent: at('reportingComponent'),
  source: either('source.component', 'reportingComponent'),
};

/** Fields of built-in kinds beside the name and namespace (`pkg/registry/<group>/<kind>/strategy.go`). */
const FIELDS: Record<string, Record<string, Read>> = {
  'pods.': {
    ...paths('spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase', 'status.podIP'),
    'spec.serviceAccountName': either('spec.serviceAccountName', 'spec.serviceAccount'),
    'spec.hostNetwork': truth('spec.hostNetwork'),
    'status.nominatedNodeName': at('status.nominatedNodeName'),
  },
  'events.': EVENT,
  'events.events.k8s.io': EVENT,
  'namespaces.': paths('status.phase'),
  'nodes.': { 'spec.unschedulable': truth('spec.unschedulable') },
  'secrets.': paths('type'),
  'services.': paths('spec.clusterIP', 'spec.type'),
  'replicationcontrollers.': { 'status.replicas': number('status.replicas') },
  'replicasets.apps': { 'status.replicas': number('status.replicas') },
  'jobs.batch': { 'status.successful': number('status.succeeded') },
  'certificatesigningrequests.certificates.k8s.io': paths('spec.signerName'),
  'clustertrustbundles.certificates.k8s.io': paths('spec.signerName'),
  'podcertificaterequests.certificates.k8s.io': paths('spec.signerName', 'spec.nodeName'),
  'resourceslices.resource.k8s.io': paths('spec.nodeName', 'spec.driver'),
};

/**
 * Whether an object matches `selector`; an empty one matches all.
 * @throws ApiError 400 for a field that the API server does not select by: it never means "matches all".
 */
export function fieldSelector(resource: ServedResource, selector: string): (object: KubeObject) => boolean {
  const terms = splitTerms(selector).map((term) => {
    const parsed = /^([^=!]+?)(==|!=|=)(.*)$/s.exec(term);
    if (parsed === null) throw badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
    const [, field = '', operator, value = ''] = parsed;
    const read = readerOf(resource, field);
    if (read === undefined) throw badRequest(`field label not supported: ${field}`);
    const wanted = value.replace(/\\([\\,=])/g, '$1');
    return (object: JsonObject) => (read(object) === wanted) === (operator !== '!=');
  });
  return (object) => terms.every((matches) => matches(object as unknown as JsonObject));
}

/** Terms between commas that no backslash escapes. */
function splitTerms(selector: string): string[] {
  return (selector.match(/(?:\\.|[^\\,])+/gs) ?? []).map((term) => term.trim()).filter((term) => term !== '');
}

function readerOf(resource: ServedResource, field: string): Read | undefined {
  if (field === 'metadata.name') return at(field);
  if (field === 'metadata.namespace' && (resource.namespaced || resource.custom)) return at(field);
  if (resource.selectableFields.includes(`.${field}`)) return at(field);
  const fields = FIELDS[`${resource.resource}.${resource.group}`] ?? {};
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
