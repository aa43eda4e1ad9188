/**
 * Kubernetes objects as JSON carries them. The shapes come from the official client's types, with two corrections: times
 * are strings, and the underscores that the generator puts before reserved words (`_from`, `_except`) are not there.
 * Everything in an object was written by somebody else: every field may be absent or wrong.
 */
import type * as k8s from '@kubernetes/client-node';

type Json<T> = T extends Date
  ? string
  : T extends (infer E)[]
    ? Json<E>[]
    : T extends object
      ? { [K in keyof T as K extends `_${infer Name}` ? Name : K]: Json<T[K]> }
      : T;

/** Metadata as every reader of this package guarantees it: `name` is a non-empty string. */
export type Meta = Omit<Json<k8s.V1ObjectMeta>, 'name'> & { name: string };

/** Any object of any kind; the least that a reader guarantees. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

type Kube<T> = Omit<Json<T>, keyof KubeObject> & KubeObject;

/** An object whose schema this package does not know, such as a custom resource. */
export interface CustomObject extends KubeObject {
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

export type Pod = Kube<k8s.V1Pod>;
export type PodSpec = Json<k8s.V1PodSpec>;
export type PodTemplate = Json<k8s.V1PodTemplateSpec>;
export type Container = Json<k8s.V1Container>;
export type ContainerStatus = Json<k8s.V1ContainerStatus>;
export type ContainerState = Json<k8s.V1ContainerState>;
export type Probe = Json<k8s.V1Probe>;
export type Volume = Json<k8s.V1Volume>;
export type LabelSelector = Json<k8s.V1LabelSelector>;
export type Affinity = Json<k8s.V1Affinity>;
export type Taint = Json<k8s.V1Taint>;
export type Toleration = Json<k8s.V1Toleration>;
export type TopologySpreadConstraint = Json<k8s.V1TopologySpreadConstraint>;
export type Event = Kube<k8s.CoreV1Event>;
export type Node = Kube<k8s.V1Node>;
export type Namespace = Kube<k8s.V1Namespace>;
export type Service = Kube<k8s.V1Service>;
export type ServicePort = Json<k8s.V1ServicePort>;
export type EndpointSlice = Kube<k8s.V1EndpointSlice>;
export type Endpoint = Json<k8s.V1Endpoint>;
export type Deployment = Kube<k8s.V1Deployment>;
export type ReplicaSet = Kube<k8s.V1ReplicaSet>;
export type StatefulSet = Kube<k8s.V1StatefulSet>;
export type DaemonSet = Kube<k8s.V1DaemonSet>;
export type ControllerRevision = Kube<k8s.V1ControllerRevision>;
export type Job = Kube<k8s.V1Job>;
export type CronJob = Kube<k8s.V1CronJob>;
export type ConfigMap = Kube<k8s.V1ConfigMap>;
export type Secret = Kube<k8s.V1Secret>;
export type ServiceAccount = Kube<k8s.V1ServiceAccount>;
export type PersistentVolumeClaim = Kube<k8s.V1PersistentVolumeClaim>;
export type PersistentVolume = Kube<k8s.V1PersistentVolume>;
export type StorageClass = Kube<k8s.V1StorageClass>;
export type CSIDriver = Kube<k8s.V1CSIDriver>;
export type CSINode = Kube<k8s.V1CSINode>;
export type VolumeAttachment = Kube<k8s.V1VolumeAttachment>;
export type Ingress = Kube<k8s.V1Ingress>;
export type IngressClass = Kube<k8s.V1IngressClass>;
export type NetworkPolicy = Kube<k8s.V1NetworkPolicy>;
export type NetworkPolicyPeer = Json<k8s.V1NetworkPolicyPeer>;
export type NetworkPolicyPort = Json<k8s.V1NetworkPolicyPort>;
export type HorizontalPodAutoscaler = Kube<k8s.V2HorizontalPodAutoscaler>;
export type PodDisruptionBudget = Kube<k8s.V1PodDisruptionBudget>;
export type ResourceQuota = Kube<k8s.V1ResourceQuota>;
export type LimitRange = Kube<k8s.V1LimitRange>;
export type PriorityClass = Kube<k8s.V1PriorityClass>;
export type RuntimeClass = Kube<k8s.V1RuntimeClass>;
export type Lease = Kube<k8s.V1Lease>;
export type Role = Kube<k8s.V1Role>;
export type ClusterRole = Kube<k8s.V1ClusterRole>;
export type RoleBinding = Kube<k8s.V1RoleBinding>;
export type ClusterRoleBinding = Kube<k8s.V1ClusterRoleBinding>;
export type PolicyRule = Json<k8s.V1PolicyRule>;
export type APIService = Kube<k8s.V1APIService>;
export type CustomResourceDefinition = Kube<k8s.V1CustomResourceDefinition>;
export type ValidatingWebhookConfiguration = Kube<k8s.V1ValidatingWebhookConfiguration>;
export type MutatingWebhookConfiguration = Kube<k8s.V1MutatingWebhookConfiguration>;
export type CertificateSigningRequest = Kube<k8s.V1CertificateSigningRequest>;

/** Names one object; `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** The reference that names an object. */
export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return metadata.namespace === undefined
    ? { apiVersion, kind, name: metadata.name }
    : { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

/** A key that is equal for references to the same object; the API version is left out, as versions convert. */
export function refKey(ref: Pick<ObjectRef, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string {
  const slash = ref.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : ref.apiVersion.slice(0, slash);
  return `${group}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`;
}
