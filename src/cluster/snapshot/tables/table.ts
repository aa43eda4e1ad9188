/** Server-side tables: what `kubectl get` prints, computed as the API server does. */
import type { KubeObject } from '../../objects.ts';
import type { ServedResource } from '../api/catalog.ts';
import type { JsonObject } from '../json.ts';
import * as access from './access.ts';
import * as cluster from './cluster.ts';
import { AGE, type Column, CREATED_AT, NAME } from './column.ts';
import { customColumns } from './custom.ts';
import * as flow from './flow.ts';
import * as limits from './limits.ts';
import * as network from './network.ts';
import { PODS } from './pods.ts';
import * as storage from './storage.ts';
import * as workloads from './workloads.ts';

/** Columns by `resource.group`; a built-in kind that is not here has a name and a creation time. */
const COLUMNS: Record<string, readonly Column[]> = {
  'pods.': PODS,
  'podtemplates.': workloads.PODTEMPLATES,
  'replicationcontrollers.': workloads.REPLICATIONCONTROLLERS,
  'deployments.apps': workloads.DEPLOYMENTS,
  'replicasets.apps': workloads.REPLICASETS,
  'statefulsets.apps': workloads.STATEFULSETS,
  'daemonsets.apps': workloads.DAEMONSETS,
  'controllerrevisions.apps': workloads.CONTROLLERREVISIONS,
  'jobs.batch': workloads.JOBS,
  'cronjobs.batch': workloads.CRONJOBS,
  'services.': network.SERVICES,
  'endpoints.': network.ENDPOINTS,
  'endpointslices.discovery.k8s.io': network.ENDPOINTSLICES,
  'ingresses.networking.k8s.io': network.INGRESSES,
  'ingressclasses.networking.k8s.io': network.INGRESSCLASSES,
  'networkpolicies.networking.k8s.io': network.NETWORKPOLICIES,
  'ipaddresses.networking.k8s.io': network.IPADDRESSES,
  'servicecidrs.networking.k8s.io': network.SERVICECIDRS,
  'persistentvolumes.': storage.PERSISTENTVOLUMES,
  'persistentvolumeclaims.': storage.PERSISTENTVOLUMECLAIMS,
  'storageclasses.storage.k8s.io': storage.STORAGECLASSES,
  'csidrivers.storage.k8s.io': storage.CSIDRIVERS,
  'csinodes.storage.k8s.io': storage.CSINODES,
  'volumeattachments.storage.k8s.io': storage.VOLUMEATTACHMENTS,
  'volumeattributesclasses.storage.k8s.io': storage.VOLUMEATTRIBUTESCLASSES,
  'resourceclaims.resource.k8s.io': storage.RESOURCECLAIMS,
  'resourceclaimtemplates.resource.k8s.io': [NAME, AGE],
  'resourceslices.resource.k8s.io': storage.RESOURCESLICES,
  'deviceclasses.resource.k8s.io': [NAME, AGE],
  'devicetaintrules.resource.k8s.io': storage.DEVICETAINTRULES,
  'priorityclasses.scheduling.k8s.io': storage.PRIORITYCLASSES,
  'nodes.': cluster.NODES,
  'namespaces.': cluster.NAMESPACES,
  'events.': cluster.EVENTS,
  'events.events.k8s.io': cluster.EVENTS,
  'configmaps.': cluster.CONFIGMAPS,
  'secrets.': cluster.SECRETS,
  'serviceaccounts.': cluster.SERVICEACCOUNTS,
  'leases.coordination.k8s.io': cluster.LEASES,
  'runtimeclasses.node.k8s.io': cluster.RUNTIMECLASSES,
  'apiservices.apiregistration.k8s.io': cluster.APISERVICES,
  'horizontalpodautoscalers.autoscaling': limits.HORIZONTALPODAUTOSCALERS,
  'poddisruptionbudgets.policy': limits.PODDISRUPTIONBUDGETS,
  'resourcequotas.': limits.RESOURCEQUOTAS,
  'rolebindings.rbac.authorization.k8s.io': access.ROLEBINDINGS,
  'clusterrolebindings.rbac.authorization.k8s.io': access.ROLEBINDINGS,
  'certificatesigningrequests.certificates.k8s.io': access.CERTIFICATESIGNINGREQUESTS,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': access.WEBHOOKS,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': access.WEBHOOKS,
  'validatingadmissionpolicies.admissionregistration.k8s.io': access.VALIDATINGPOLICIES,
  'mutatingadmissionpolicies.admissionregistration.k8s.io': access.MUTATINGPOLICIES,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': access.POLICYBINDINGS,
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io': access.POLICYBINDINGS,
  'clustertrustbundles.certificates.k8s.io': flow.CLUSTERTRUSTBUNDLES,
  'flowschemas.flowcontrol.apiserver.k8s.io': flow.FLOWSCHEMAS,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': flow.PRIORITYLEVELS,
  'customresourcedefinitions.apiextensions.k8s.io': access.CUSTOMRESOURCEDEFINITIONS,
};

/** What of the object a row carries: all of it, its metadata, or nothing. */
export type IncludeObject = 'Object' | 'Metadata' | 'None';

export interface TableRequest {
  /** `v1` or `v1beta1` of meta.k8s.io. */
  version: string;
  include: IncludeObject;
  now: Date;
  /** Metadata of the list. */
  metadata: JsonObject;
  /** The object as a row carries it, in the version that was asked for. */
  shown: (object: KubeObject) => JsonObject;
}

/** The objects as a `Table` of meta.k8s.io. */
export function tableOf(resource: ServedResource, objects: readonly KubeObject[], request: TableRequest): JsonObject {
  const columns = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${request.version}`,
    metadata: request.metadata,
    columnDefinitions: columns.map(({ name, type, format, priority }) => ({
      name,
      type,
      format,
      description: '',
      priority,
    })),
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell({ ...object }, request.now)),
      ...carried(object, request),
    })),
  };
}

function carried(object: KubeObject, { include, shown, version }: TableRequest): { object?: JsonObject } {
  if (include === 'None') return {};
  return { object: include === 'Object' ? shown(object) : partial(object, version) };
}

function columnsOf(resource: ServedResource): readonly Column[] {
  if (resource.custom) return customColumns(resource.printerColumns);
  return COLUMNS[`${resource.resource}.${resource.group}`] ?? [NAME, CREATED_AT];
}

/** The object's metadata alone. */
export function partial(object: JsonObject | KubeObject, version: string): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}
