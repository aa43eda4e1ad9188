/** The kinds of objects that the product reads: one row each, keyed by the plural that `kubectl` takes. */
import type * as o from './objects.ts';

/** What each kind's objects look like. */
export interface KindTypes {
  pods: o.Pod;
  events: o.Event;
  nodes: o.Node;
  namespaces: o.Namespace;
  services: o.Service;
  endpointslices: o.EndpointSlice;
  deployments: o.Deployment;
  replicasets: o.ReplicaSet;
  statefulsets: o.StatefulSet;
  daemonsets: o.DaemonSet;
  controllerrevisions: o.ControllerRevision;
  jobs: o.Job;
  cronjobs: o.CronJob;
  configmaps: o.ConfigMap;
  secrets: o.Secret;
  serviceaccounts: o.ServiceAccount;
  persistentvolumeclaims: o.PersistentVolumeClaim;
  persistentvolumes: o.PersistentVolume;
  storageclasses: o.StorageClass;
  csidrivers: o.CSIDriver;
  csinodes: o.CSINode;
  volumeattachments: o.VolumeAttachment;
  ingresses: o.Ingress;
  ingressclasses: o.IngressClass;
  networkpolicies: o.NetworkPolicy;
  horizontalpodautoscalers: o.HorizontalPodAutoscaler;
  poddisruptionbudgets: o.PodDisruptionBudget;
  resourcequotas: o.ResourceQuota;
  limitranges: o.LimitRange;
  priorityclasses: o.PriorityClass;
  runtimeclasses: o.RuntimeClass;
  leases: o.Lease;
  roles: o.Role;
  clusterroles: o.ClusterRole;
  rolebindings: o.RoleBinding;
  clusterrolebindings: o.ClusterRoleBinding;
  apiservices: o.APIService;
  customresourcedefinitions: o.CustomResourceDefinition;
  validatingwebhookconfigurations: o.ValidatingWebhookConfiguration;
  mutatingwebhookconfigurations: o.MutatingWebhookConfiguration;
  certificatesigningrequests: o.CertificateSigningRequest;
  podmetrics: o.CustomObject;
  nodemetrics: o.CustomObject;
  certificates: o.CustomObject;
  certificaterequests: o.CustomObject;
  issuers: o.CustomObject;
  clusterissuers: o.CustomObject;
  orders: o.CustomObject;
  challenges: o.CustomObject;
  gatewayclasses: o.CustomObject;
  gateways: o.CustomObject;
  httproutes: o.CustomObject;
  grpcroutes: o.CustomObject;
  referencegrants: o.CustomObject;
  peerauthentications: o.CustomObject;
  authorizationpolicies: o.CustomObject;
  virtualservices: o.CustomObject;
  destinationrules: o.CustomObject;
  applications: o.CustomObject;
  gitrepositories: o.CustomObject;
  helmrepositories: o.CustomObject;
  helmreleases: o.CustomObject;
  kustomizations: o.CustomObject;
  externalsecrets: o.CustomObject;
  secretstores: o.CustomObject;
  clustersecretstores: o.CustomObject;
  sealedsecrets: o.CustomObject;
  scaledobjects: o.CustomObject;
  rollouts: o.CustomObject;
  kafkas: o.CustomObject;
  kafkatopics: o.CustomObject;
  routes: o.CustomObject;
  clusteroperators: o.CustomObject;
  resourceclaims: o.CustomObject;
  volumesnapshots: o.CustomObject;
}

export type KindName = keyof KindTypes;

/** Where a kind is served. */
export interface KindInfo {
  kind: string;
  /** API group; empty for the core group. */
  group: string;
  /** Versions that may be served, the preferred one first. */
  versions: readonly string[];
  /** Plural in the URL, where it differs from the key. */
  resource?: string;
  namespaced: boolean;
  /** True for kinds that every cluster of a supported release serves; the others exist only where they were installed. */
  builtin: boolean;
}

const builtin = (kind: string, group: string, namespaced: boolean, ...versions: string[]): KindInfo => ({
  kind,
  group,
  versions: versions.length > 0 ? versions : ['v1'],
  namespaced,
  builtin: true,
});
const installed = (kind: string, group: string, namespaced: boolean, ...versions: string[]): KindInfo => ({
  ...builtin(kind, group, namespaced, ...versions),
  builtin: false,
});

export const KINDS: { readonly [K in KindName]: KindInfo } = {
  pods: builtin('Pod', '', true),
  events: builtin('Event', '', true),
  nodes: builtin('Node', '', false),
  namespaces: builtin('Namespace', '', false),
  services: builtin('Service', '', true),
  endpointslices: builtin('EndpointSlice', 'discovery.k8s.io', true),
  deployments: builtin('Deployment', 'apps', true),
  replicasets: builtin('ReplicaSet', 'apps', true),
  statefulsets: builtin('StatefulSet', 'apps', true),
  daemonsets: builtin('DaemonSet', 'apps', true),
  controllerrevisions: builtin('ControllerRevision', 'apps', true),
  jobs: builtin('Job', 'batch', true),
  cronjobs: builtin('CronJob', 'batch', true),
  configmaps: builtin('ConfigMap', '', true),
  secrets: builtin('Secret', '', true),
  serviceaccounts: builtin('ServiceAccount', '', true),
  persistentvolumeclaims: builtin('PersistentVolumeClaim', '', true),
  persistentvolumes: builtin('PersistentVolume', '', false),
  storageclasses: builtin('StorageClass', 'storage.k8s.io', false),
  csidrivers: builtin('CSIDriver', 'storage.k8s.io', false),
  csinodes: builtin('CSINode', 'storage.k8s.io', false),
  volumeattachments: builtin('VolumeAttachment', 'storage.k8s.io', false),
  ingresses: builtin('Ingress', 'networking.k8s.io', true),
  ingressclasses: builtin('IngressClass', 'networking.k8s.io', false),
  networkpolicies: builtin('NetworkPolicy', 'networking.k8s.io', true),
  horizontalpodautoscalers: builtin('HorizontalPodAutoscaler', 'autoscaling', true, 'v2'),
  poddisruptionbudgets: builtin('PodDisruptionBudget', 'policy', true),
  resourcequotas: builtin('ResourceQuota', '', true),
  limitranges: builtin('LimitRange', '', true),
  priorityclasses: builtin('PriorityClass', 'scheduling.k8s.io', false),
  runtimeclasses: builtin('RuntimeClass', 'node.k8s.io', false),
  leases: builtin('Lease', 'coordination.k8s.io', true),
  roles: builtin('Role', 'rbac.authorization.k8s.io', true),
  clusterroles: builtin('ClusterRole', 'rbac.authorization.k8s.io', false),
  rolebindings: builtin('RoleBinding', 'rbac.authorization.k8s.io', true),
  clusterrolebindings: builtin('ClusterRoleBinding', 'rbac.authorization.k8s.io', false),
  apiservices: builtin('APIService', 'apiregistration.k8s.io', false),
  customresourcedefinitions: builtin('CustomResourceDefinition', 'apiextensions.k8s.io', false),
  validatingwebhookconfigurations: builtin('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io', false),
  mutatingwebhookconfigurations: builtin('MutatingWebhookConfiguration', 'admissionregistration.k8s.io', false),
  certificatesigningrequests: builtin('CertificateSigningRequest', 'certificates.k8s.io', false),
  podmetrics: { ...installed('PodMetrics', 'metrics.k8s.io', true, 'v1', 'v1beta1'), resource: 'pods' },
  nodemetrics: { ...installed('NodeMetrics', 'metrics.k8s.io', false, 'v1', 'v1beta1'), resource: 'nodes' },
  certificates: installed('Certificate', 'cert-manager.io', true),
  certificaterequests: installed('CertificateRequest', 'cert-manager.io', true),
  issuers: installed('Issuer', 'cert-manager.io', true),
  clusterissuers: installed('ClusterIssuer', 'cert-manager.io', false),
  orders: installed('Order', 'acme.cert-manager.io', true),
  challenges: installed('Challenge', 'acme.cert-manager.io', true),
  gatewayclasses: installed('GatewayClass', 'gateway.networking.k8s.io', false, 'v1', 'v1beta1'),
  gateways: installed('Gateway', 'gateway.networking.k8s.io', true, 'v1', 'v1beta1'),
  httproutes: installed('HTTPRoute', 'gateway.networking.k8s.io', true, 'v1', 'v1beta1'),
  grpcroutes: installed('GRPCRoute', 'gateway.networking.k8s.io', true, 'v1', 'v1alpha2'),
  referencegrants: installed('ReferenceGrant', 'gateway.networking.k8s.io', true, 'v1', 'v1beta1'),
  peerauthentications: installed('PeerAuthentication', 'security.istio.io', true, 'v1', 'v1beta1'),
  authorizationpolicies: installed('AuthorizationPolicy', 'security.istio.io', true, 'v1', 'v1beta1'),
  virtualservices: installed('VirtualService', 'networking.istio.io', true, 'v1', 'v1beta1', 'v1alpha3'),
  destinationrules: installed('DestinationRule', 'networking.istio.io', true, 'v1', 'v1beta1', 'v1alpha3'),
  applications: installed('Application', 'argoproj.io', true, 'v1alpha1'),
  gitrepositories: installed('GitRepository', 'source.toolkit.fluxcd.io', true, 'v1', 'v1beta2'),
  helmrepositories: installed('HelmRepository', 'source.toolkit.fluxcd.io', true, 'v1', 'v1beta2'),
  helmreleases: installed('HelmRelease', 'helm.toolkit.fluxcd.io', true, 'v2', 'v2beta2', 'v2beta1'),
  kustomizations: installed('Kustomization', 'kustomize.toolkit.fluxcd.io', true, 'v1', 'v1beta2'),
  externalsecrets: installed('ExternalSecret', 'external-secrets.io', true, 'v1', 'v1beta1'),
  secretstores: installed('SecretStore', 'external-secrets.io', true, 'v1', 'v1beta1'),
  clustersecretstores: installed('ClusterSecretStore', 'external-secrets.io', false, 'v1', 'v1beta1'),
  sealedsecrets: installed('SealedSecret', 'bitnami.com', true, 'v1alpha1'),
  scaledobjects: installed('ScaledObject', 'keda.sh', true, 'v1alpha1'),
  rollouts: installed('Rollout', 'argoproj.io', true, 'v1alpha1'),
  kafkas: installed('Kafka', 'kafka.strimzi.io', true, 'v1', 'v1beta2'),
  kafkatopics: installed('KafkaTopic', 'kafka.strimzi.io', true, 'v1', 'v1beta2'),
  routes: installed('Route', 'route.openshift.io', true),
  clusteroperators: installed('ClusterOperator', 'config.openshift.io', false),
  resourceclaims: installed('ResourceClaim', 'resource.k8s.io', true, 'v1', 'v1beta2', 'v1beta1'),
  volumesnapshots: installed('VolumeSnapshot', 'snapshot.storage.k8s.io', true),
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

const BY_GROUP_KIND = new Map(KIND_NAMES.map((name) => [`${KINDS[name].group}/${KINDS[name].kind}`, name]));

/** The row for an object's `apiVersion` and `kind`; undefined for a kind that the product does not read by name. */
export function kindNameOf(apiVersion: string, kind: string): KindName | undefined {
  const slash = apiVersion.indexOf('/');
  return BY_GROUP_KIND.get(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`);
}

/** The preferred `apiVersion` of a kind, such as `apps/v1`. */
export function apiVersionOf(name: KindName): string {
  const { group, versions } = KINDS[name];
  const version = versions[0] ?? 'v1';
  return group === '' ? version : `${group}/${version}`;
}
