/** Kubernetes objects as the laboratory builds and edits them: only the fields its code touches are typed. */
export interface Owner {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ManagedField {
  manager: string;
  operation: string;
  time?: string;
  subresource?: string;
  [field: string]: unknown;
}

export interface Meta {
  name: string;
  namespace?: string;
  uid?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  resourceVersion?: string;
  generation?: number;
  generateName?: string;
  finalizers?: string[];
  ownerReferences?: Owner[];
  managedFields?: ManagedField[];
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  lastHeartbeatTime?: string;
  lastProbeTime?: null;
}

export interface ContainerState {
  running?: { startedAt: string };
  waiting?: { reason: string; message?: string };
  terminated?: {
    exitCode: number;
    reason?: string;
    message?: string;
    signal?: number;
    startedAt?: string | null;
    finishedAt?: string | null;
    containerID?: string;
  };
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  image: string;
  imageID: string;
  containerID?: string;
  state: ContainerState;
  lastState: ContainerState;
}

export interface Container {
  name: string;
  image: string;
  [field: string]: unknown;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  restartPolicy?: string;
  [field: string]: unknown;
}

export interface Template {
  metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

/** Spec of any kind; the index signature carries whatever the code never reads. */
export interface Spec {
  replicas?: number;
  selector?: unknown;
  template?: Template;
  containers?: Container[];
  initContainers?: Container[];
  nodeName?: string;
  [field: string]: unknown;
}

export interface Status {
  conditions?: Condition[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
  phase?: string;
  podIP?: string;
  startTime?: string;
  [field: string]: unknown;
}

export interface Kube {
  apiVersion: string;
  kind: string;
  metadata: Meta;
  spec?: Spec;
  status?: Status;
  data?: Record<string, string>;
  [field: string]: unknown;
}

/** `kind/namespace/name`, the key of an object inside one snapshot. */
export const keyOf = (o: { kind: string; metadata: Meta }): string =>
  `${o.kind}/${o.metadata.namespace ?? ''}/${o.metadata.name}`;
