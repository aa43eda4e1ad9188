/**
 * Older API versions of built-in kinds → the one that the rest of the program reads. Each conversion is the API
 * server's own (`k8s.io/kubernetes/pkg/apis/<group>/<version>/conversion.go`), for the fields that differ.
 */
import { coreEvent } from './events.ts';
import { isObject, type JsonObject, listOf, objectOf, objectsOf } from './json.ts';

type Convert = (object: JsonObject) => JsonObject;

const to =
  (apiVersion: string): Convert =>
  (object) => ({ ...object, apiVersion });

/** Versions whose shape is the same, or different in a few fields. Keyed by `<apiVersion> <kind>`. */
const CONVERSIONS = new Map<string, Convert>();

function row(kinds: string, versions: string, convert: Convert): void {
  for (const kind of kinds.split(' '))
    for (const version of versions.split(' ')) CONVERSIONS.set(`${version} ${kind}`, convert);
}

row('Deployment DaemonSet ReplicaSet StatefulSet', 'extensions/v1beta1 apps/v1beta1 apps/v1beta2', workload);
row('ControllerRevision', 'apps/v1beta1 apps/v1beta2', to('apps/v1'));
row('Ingress', 'extensions/v1beta1 networking.k8s.io/v1beta1', ingress);
row('IngressClass', 'networking.k8s.io/v1beta1', to('networking.k8s.io/v1'));
row('NetworkPolicy', 'extensions/v1beta1', to('networking.k8s.io/v1'));
row('PodDisruptionBudget', 'policy/v1beta1', to('policy/v1'));
row('CronJob', 'batch/v1beta1 batch/v2alpha1', to('batch/v1'));
row('EndpointSlice', 'discovery.k8s.io/v1beta1', endpointSlice);
row('HorizontalPodAutoscaler', 'autoscaling/v1', autoscalerV1);
row('HorizontalPodAutoscaler', 'autoscaling/v2beta2', to('autoscaling/v2'));
row('HorizontalPodAutoscaler', 'autoscaling/v2beta1', autoscalerV2beta1);
row('Role ClusterRole RoleBinding ClusterRoleBinding', rbac('v1beta1 v1alpha1'), to('rbac.authorization.k8s.io/v1'));
row('StorageClass CSIDriver CSINode VolumeAttachment', 'storage.k8s.io/v1beta1', to('storage.k8s.io/v1'));
row('PriorityClass', 'scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1alpha1', to('scheduling.k8s.io/v1'));
row('Lease', 'coordination.k8s.io/v1beta1', to('coordination.k8s.io/v1'));
row('RuntimeClass', 'node.k8s.io/v1beta1', to('node.k8s.io/v1'));
row('APIService', 'apiregistration.k8s.io/v1beta1', to('apiregistration.k8s.io/v1'));
row('CustomResourceDefinition', 'apiextensions.k8s.io/v1beta1', customResourceDefinition);
row('CertificateSigningRequest', 'certificates.k8s.io/v1beta1', to('certificates.k8s.io/v1'));
row(
  'ValidatingWebhookConfiguration MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1beta1',
  to('admissionregistration.k8s.io/v1'),
);
row('Event', 'events.k8s.io/v1 events.k8s.io/v1beta1', coreEvent);

function rbac(versions: string): string {
  return versions.replace(/\S+/g, (version) => `rbac.authorization.k8s.io/${version}`);
}

/** The object in the version that the program reads; the object itself where its version is known or unknown. */
export function convert(object: JsonObject): JsonObject {
  return CONVERSIONS.get(`${object.apiVersion} ${object.kind}`)?.(object) ?? object;
}

/** Before apps/v1 an absent selector meant the template's labels. */
function workload(object: JsonObject): JsonObject {
  const spec = { ...objectOf(object.spec) };
  if (spec.selector === undefined) {
    spec.selector = { matchLabels: objectOf(objectOf(objectOf(spec.template).metadata).labels) };
  }
  return { ...object, apiVersion: 'apps/v1', spec };
}

function ingress(object: JsonObject): JsonObject {
  const spec = { ...objectOf(object.spec) };
  if (isObject(spec.backend)) {
    spec.defaultBackend = ingressBackend(spec.backend);
    delete spec.backend;
  }
  if (spec.rules !== undefined) {
    spec.rules = objectsOf(spec.rules).map((rule) => {
      if (!isObject(rule.http)) return rule;
      const paths = objectsOf(rule.http.paths).map((path) => ({
        pathType: 'ImplementationSpecific',
        ...path,
        backend: ingressBackend(path.backend),
      }));
      return { ...rule, http: { ...rule.http, paths } };
    });
  }
  return { ...object, apiVersion: 'networking.k8s.io/v1', spec };
}

function ingressBackend(backend: unknown): JsonObject {
  const { serviceName, servicePort, ...rest } = objectOf(backend);
  if (serviceName === undefined) return rest;
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort };
  return { ...rest, service: { name: serviceName, port } };
}

function endpointSlice(object: JsonObject): JsonObject {
  const endpoints = objectsOf(object.endpoints).map(({ topology, ...endpoint }) => {
    const { 'kubernetes.io/hostname': nodeName, 'topology.kubernetes.io/zone': zone, ...others } = objectOf(topology);
    return {
      ...endpoint,
      ...(endpoint.nodeName === undefined && nodeName !== undefined ? { nodeName } : {}),
      ...(zone !== undefined ? { zone } : {}),
      ...(Object.keys(others).length > 0 ? { deprecatedTopology: others } : {}),
    };
  });
  return { ...object, apiVersion: 'discovery.k8s.io/v1', endpoints };
}

const ALPHA = 'autoscaling.alpha.kubernetes.io/';

/** autoscaling/v1 keeps what it has no field for as JSON in annotations. */
function autoscalerV1(object: JsonObject): JsonObject {
  const metadata = objectOf(object.metadata);
  const annotations = { ...objectOf(metadata.annotations) };
  const kept = (name: string) => {
    const value = fromJson(annotations[ALPHA + name]);
    delete annotations[ALPHA + name];
    return value;
  };
  const { targetCPUUtilizationPercentage, ...spec } = objectOf(object.spec);
  const { currentCPUUtilizationPercentage, ...status } = objectOf(object.status);
  const metrics = [
    ...cpu('target', 'averageUtilization', targetCPUUtilizationPercentage),
    ...listOf(kept('metrics')).map(v2Metric),
  ];
  const current = listOf(kept('current-metrics')).map(v2Metric);
  const behavior = kept('behavior');
  const conditions = kept('conditions');
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : { annotations: undefined }) },
    spec: { ...spec, metrics, ...(behavior === undefined ? {} : { behavior }) },
    status: {
      ...status,
      currentMetrics:
        current.length > 0 ? current : cpu('current', 'averageUtilization', currentCPUUtilizationPercentage),
      ...(conditions === undefined ? {} : { conditions }),
    },
  };
}

function cpu(side: 'target' | 'current', field: string, percent: unknown): JsonObject[] {
  if (typeof percent !== 'number') return [];
  const value = side === 'target' ? { type: 'Utilization', [field]: percent } : { [field]: percent };
  return [{ type: 'Resource', resource: { name: 'cpu', [side]: value } }];
}

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function autoscalerV2beta1(object: JsonObject): JsonObject {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    spec: { ...spec, metrics: listOf(spec.metrics).map(v2Metric) },
    status: { ...status, currentMetrics: listOf(status.currentMetrics).map(v2Metric) },
  };
}

const V2BETA1_FIELDS: [field: string, side: 'target' | 'current', name: string, type: string][] = [
  ['targetAverageUtilization', 'target', 'averageUtilization', 'Utilization'],
  ['targetAverageValue', 'target', 'averageValue', 'AverageValue'],
  ['targetValue', 'target', 'value', 'Value'],
  ['currentAverageUtilization', 'current', 'averageUtilization', ''],
  ['currentAverageValue', 'current', 'averageValue', ''],
  ['currentValue', 'current', 'value', ''],
];

/** One metric of autoscaling/v2beta1: flat fields become `target` and `current`. */
function v2Metric(metric: unknown): JsonObject {
  const converted = { ...objectOf(metric) };
  for (const [source, value] of Object.entries(converted)) {
    if (!isObject(value)) continue;
    const { metricName, selector, target, ...body } = value;
    const result: JsonObject = { ...body };
    if (metricName !== undefined) result.metric = { name: metricName, ...(selector === undefined ? {} : { selector }) };
    if (source === 'object' && target !== undefined && metricName !== undefined) result.describedObject = target;
    else if (target !== undefined) result.target = target;
    for (const [field, side, name, type] of V2BETA1_FIELDS) {
      if (result[field] === undefined) continue;
      result[side] = { ...objectOf(result[side]), ...(type === '' ? {} : { type }), [name]: result[field] };
      delete result[field];
    }
    converted[source] = result;
  }
  return converted;
}

/** apiextensions v1beta1: one schema for all versions, `JSONPath` in capitals. */
function customResourceDefinition(object: JsonObject): JsonObject {
  const { version, versions, validation, subresources, additionalPrinterColumns, preserveUnknownFields, ...spec } =
    objectOf(object.spec);
  const listed = listOf(versions).length > 0 ? objectsOf(versions) : [{ name: version, served: true, storage: true }];
  const shared = {
    schema: validation,
    subresources,
    additionalPrinterColumns,
  };
  return {
    ...object,
    apiVersion: 'apiextensions.k8s.io/v1',
    spec: {
      ...spec,
      ...(preserveUnknownFields === true ? { preserveUnknownFields } : {}),
      versions: listed.map((entry) => withColumns({ ...shared, ...entry })),
    },
  };
}

function withColumns(version: JsonObject): JsonObject {
  const columns = objectsOf(version.additionalPrinterColumns).map(({ JSONPath, ...column }) => ({
    ...column,
    jsonPath: column.jsonPath ?? JSONPath,
  }));
  return { ...version, additionalPrinterColumns: columns.length > 0 ? columns : undefined };
}
