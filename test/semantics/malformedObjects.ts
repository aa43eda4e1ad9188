/** One well-formed object of each kind with most of its fields, to be spoilt field by field. */
import type * as o from '../../src/cluster/objects.ts';

const meta = (name: string) => ({
  name,
  namespace: 'shop',
  labels: { app: 'db' },
  annotations: { note: 'x' },
  uid: name,
  creationTimestamp: '2026-03-01T00:00:00Z',
  generation: 1,
});
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const podTerm = {
  labelSelector: { matchLabels: { app: 'db' }, matchExpressions: [{ key: 'x', operator: 'In', values: ['y'] }] },
  topologyKey: 'zone',
  namespaces: ['shop'],
  namespaceSelector: {},
  matchLabelKeys: ['app'],
};

const spec = {
  containers: [
    {
      name: 'db',
      image: 'db:1',
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2' } },
      ports: [{ name: 'sql', containerPort: 5432, hostPort: 5432, protocol: 'TCP' }],
      livenessProbe: { httpGet: { port: 'sql', path: '/', host: 'h' }, periodSeconds: 5, failureThreshold: 2 },
      readinessProbe: { tcpSocket: { port: 5432 } },
      startupProbe: { exec: { command: ['true'] } },
      lifecycle: { preStop: { httpGet: { port: 1, host: 'h' } } },
      securityContext: {
        privileged: true,
        capabilities: { add: ['KILL'], drop: ['ALL'] },
        seccompProfile: { type: 'Unconfined' },
        seLinuxOptions: { type: 't' },
      },
    },
  ],
  initContainers: [{ name: 'init', image: 'i', restartPolicy: 'Always', resources: { requests: { cpu: '1' } } }],
  tolerations: [{ key: 'k', operator: 'Gt', value: '1', effect: 'NoSchedule' }],
  nodeSelector: { disk: 'ssd' },
  affinity: {
    nodeAffinity: {
      [required]: {
        nodeSelectorTerms: [
          {
            matchExpressions: [{ key: 'tier', operator: 'Gt', values: ['1'] }],
            matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }],
          },
        ],
      },
    },
    podAffinity: { [required]: [podTerm] },
    podAntiAffinity: { [required]: [podTerm] },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'db' } },
      minDomains: 2,
      matchLabelKeys: ['app'],
      nodeTaintsPolicy: 'Honor',
    },
  ],
  volumes: [
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'tmp', ephemeral: {} },
  ],
  securityContext: { sysctls: [{ name: 'a', value: '1' }], runAsNonRoot: false },
  overhead: { cpu: '10m' },
  resources: { requests: { cpu: '3' } },
  priority: 5,
  priorityClassName: 'high',
};

export const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta('db-1'),
  spec,
  status: { phase: 'Pending', conditions: [{ type: 'Ready', status: 'True' }] },
} as unknown as o.Pod;
export const placed = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...meta('db-0'), ownerReferences: [{ kind: 'DaemonSet', name: 'agent' }] },
  spec: { ...spec, nodeName: 'n' },
  status: {
    phase: 'Running',
    conditions: [{ type: 'PodResizePending', reason: 'Infeasible' }],
    containerStatuses: [
      {
        name: 'db',
        restartCount: 1,
        allocatedResources: { cpu: '1' },
        resources: { requests: { cpu: '1' } },
        state: { terminated: { exitCode: 1 } },
      },
    ],
  },
} as unknown as o.Pod;
export const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', labels: { zone: 'a', disk: 'ssd', tier: '5' } },
  spec: { taints: [{ key: 'k', value: '2', effect: 'NoSchedule' }], unschedulable: true },
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '9' } },
} as o.Node;
export const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'shop',
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.30',
    },
  },
} as o.Namespace;
export const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { ...meta('data'), annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    volumeName: 'pv',
    selector: { matchLabels: { a: 'b' } },
    resources: { requests: { storage: '1Gi' } },
  },
  status: { phase: 'Bound' },
} as unknown as o.PersistentVolumeClaim;
export const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv', labels: { 'topology.kubernetes.io/zone': 'a' } },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    claimRef: { namespace: 'shop', name: 'data', uid: 'data' },
    csi: { driver: 'd', volumeHandle: 'h' },
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }] },
    },
  },
  status: { phase: 'Bound' },
} as o.PersistentVolume;
export const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'd',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }],
} as o.StorageClass;
export const csiNode = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  metadata: { name: 'n' },
  spec: { drivers: [{ name: 'd', nodeID: 'n', allocatable: { count: 1 } }] },
} as o.CSINode;
export const quota = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: meta('quota'),
  spec: {
    hard: { pods: '1', 'requests.cpu': '1' },
    scopes: ['NotTerminating'],
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
  },
  status: { hard: { pods: '1', 'requests.cpu': '1', persistentvolumeclaims: '0' }, used: { pods: '1' } },
} as o.ResourceQuota;
export const limitRange = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: meta('limits'),
  spec: {
    limits: [
      {
        type: 'Container',
        min: { cpu: '1' },
        max: { cpu: '2' },
        default: { cpu: '1' },
        defaultRequest: { cpu: '1' },
        maxLimitRequestRatio: { cpu: '1' },
      },
      { type: 'PersistentVolumeClaim', max: { storage: '1Mi' } },
    ],
  },
} as o.LimitRange;
const owned = { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'web' }] };
const template = { metadata: { labels: { app: 'db' } }, spec };
export const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta('web'),
  spec: {
    replicas: 2,
    selector: {},
    template,
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
    progressDeadlineSeconds: 60,
  },
  status: {
    observedGeneration: 1,
    replicas: 2,
    conditions: [{ type: 'Progressing', status: 'True', lastUpdateTime: '2026-03-01T00:00:00Z' }],
  },
} as unknown as o.Deployment;
export const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { ...meta('web-1'), ...owned },
  spec: { replicas: 2, selector: {}, template },
  status: { replicas: 2 },
} as unknown as o.ReplicaSet;
export const statefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: meta('db'),
  spec: {
    replicas: 2,
    selector: {},
    serviceName: 'db',
    template,
    ordinals: { start: 1 },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
  },
  status: { replicas: 2, updateRevision: 'x' },
} as unknown as o.StatefulSet;
export const daemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: meta('agent'),
  spec: { selector: {}, template },
  status: {},
} as unknown as o.DaemonSet;
export const job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: meta('load'),
  spec: {
    backoffLimit: 1,
    activeDeadlineSeconds: 5,
    template: { spec: { restartPolicy: 'OnFailure', containers: [] } },
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } },
        { action: 'FailJob', onPodConditions: [{ type: 'Ready', status: 'True' }] },
      ],
    },
  },
  status: { failed: 1, startTime: '2026-03-01T00:00:00Z', conditions: [{ type: 'Suspended', status: 'False' }] },
} as unknown as o.Job;
export const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: meta('report'),
  spec: {
    schedule: '0 * * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 60,
    jobTemplate: { spec: { template } },
  },
  status: { lastScheduleTime: '2026-03-01T00:00:00Z', active: [{ name: 'report-1' }] },
} as unknown as o.CronJob;
export const hpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: meta('web'),
  spec: {
    maxReplicas: 5,
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  },
  status: {
    currentReplicas: 2,
    desiredReplicas: 5,
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 90 } } }],
    conditions: [{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }],
  },
} as unknown as o.HorizontalPodAutoscaler;
export const pdb = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: meta('db'),
  spec: { minAvailable: '50%', maxUnavailable: 1, selector: { matchLabels: { app: 'db' } } },
  status: { disruptionsAllowed: 0, expectedPods: 2 },
} as unknown as o.PodDisruptionBudget;
export const attachment = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  metadata: { name: 'va' },
  spec: { attacher: 'd', nodeName: 'm', source: { persistentVolumeName: 'pv' } },
  status: { attached: true },
} as o.VolumeAttachment;
