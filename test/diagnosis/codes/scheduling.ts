/** Codes of pods that no node takes and of workloads that make no pods. Messages are those of the scheduler and the controllers. */
import { daemonYaml, nodeYaml, pendingYaml } from '../scheduling/cluster.ts';
import type { Row } from './row.ts';

const WEB = 'Deployment web';
const NODES = nodeYaml({ name: 'n1', labels: '{zone: a}' }) + nodeYaml({ name: 'n2', labels: '{zone: b}' });
const SPREAD =
  'topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]';

const preemptedYaml = (reason: string, message: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: urgent, namespace: batch, uid: 0d9c, creationTimestamp: "2026-11-24T11:29:00Z"}
spec: {nodeName: n1, priority: 1000, priorityClassName: high, containers: [{name: c, image: b, resources: {requests: {cpu: "3"}}}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Event
metadata: {name: "web-5d9c8b7f6-zzzzz.1", namespace: shop}
involvedObject: {apiVersion: v1, kind: Pod, namespace: shop, name: web-5d9c8b7f6-zzzzz}
reason: ${reason}
type: Normal
message: ${message}
lastTimestamp: "2026-11-24T11:30:00Z"
---`;

const daemonSet = (nodeSelector: string, desired: number): string =>
  `${nodeYaml({ name: 'n1', labels: '{kubernetes.io/os: linux, disk: ssd}' })}
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop, generation: 1}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {nodeSelector: ${nodeSelector}, containers: [{name: a, image: "a:1"}]}}
status: {desiredNumberScheduled: ${desired}, currentNumberScheduled: ${desired}, numberReady: ${desired}, numberMisscheduled: 0, observedGeneration: 1}
---`;

const cronJob = (spec: string): string => `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: shop, creationTimestamp: "2026-11-01T00:00:00Z"}
spec: {${spec}, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "c:1"}]}}}}}
status: {lastScheduleTime: "2026-11-24T02:00:00Z", lastSuccessfulTime: "2026-11-24T02:00:30Z"}
---`;

const job = (name: string, made: string, status: string): string => `
apiVersion: batch/v1
kind: Job
metadata: {name: ${name}, namespace: shop, creationTimestamp: "${made}", ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: report, uid: c1, controller: true}]}
spec: {backoffLimit: 0, completions: 1, parallelism: 1, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "c:1"}]}}}
status: ${status}
---`;

const FAILED =
  '{failed: 1, startTime: "2026-11-23T02:00:00Z", conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit, lastTransitionTime: "2026-11-23T02:01:00Z"}]}';
const DONE =
  '{succeeded: 1, startTime: "2026-11-24T02:00:00Z", completionTime: "2026-11-24T02:00:30Z", conditions: [{type: Complete, status: "True", lastTransitionTime: "2026-11-24T02:00:30Z"}]}';

const controlPlane = (renewed: string): string => `
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: kube-controller-manager, namespace: kube-system}
spec: {holderIdentity: cp1_6f, leaseDurationSeconds: 15, renewTime: "${renewed}"}
---`;

const unobserved = (written: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  generation: 4
  creationTimestamp: "2026-11-01T10:00:00Z"
  managedFields: [{manager: kubectl, operation: Update, apiVersion: apps/v1, time: "${written}", fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:replicas": {}}}}]
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: "web:1"}]}}}
status: {observedGeneration: 3, replicas: 0}
---`;

export const SCHEDULING: readonly Row[] = [
  {
    code: 'SpreadUnsatisfiable',
    subject: WEB,
    fires:
      NODES +
      pendingYaml({
        spec: SPREAD,
        message:
          "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints (missing required label). preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
      }),
    unlike:
      NODES +
      pendingYaml({
        spec: SPREAD.replace('topology.kubernetes.io/zone', 'zone'),
        requests: '{cpu: "9"}',
        message:
          '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
      }),
  },
  {
    code: 'SchedulingRefused',
    subject: WEB,
    fires:
      NODES +
      pendingYaml({ message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded' }),
    unlike:
      NODES +
      pendingYaml({
        message:
          '0/2 nodes are available: 2 cannot allocate all claims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      }),
  },
  {
    code: 'SchedulingRefused',
    subject: WEB,
    fires: NODES + pendingYaml({ message: '0/2 nodes are available: waiting for resource claim controller.' }),
    unlike:
      NODES.replaceAll('spec: {}', 'spec: {taints: [{key: node.kubernetes.io/not-ready, effect: NoSchedule}]}') +
      pendingYaml({
        message:
          '0/2 nodes are available: 2 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      }),
  },
  {
    code: 'PreemptedByPriority',
    subject: 'Pod urgent',
    fires:
      nodeYaml({ name: 'n1' }) +
      pendingYaml({ requests: '{cpu: "2"}', message: '0/1 nodes are available: 1 Insufficient cpu.' }) +
      preemptedYaml('Preempted', 'Preempted by pod 0d9c on node n1'),
    unlike:
      nodeYaml({ name: 'n1' }) +
      pendingYaml({ requests: '{cpu: "2"}', message: '0/1 nodes are available: 1 Insufficient cpu.' }) +
      preemptedYaml('Killing', 'Stopping container app'),
  },
  {
    code: 'DaemonSetMatchesNoNode',
    subject: 'DaemonSet agent',
    fires: { objects: daemonSet('{disk: nvme}', 0), question: 'why does the daemonset agent run nowhere?' },
    unlike: { objects: daemonSet('{disk: ssd}', 1), question: 'why does the daemonset agent run nowhere?' },
  },
  {
    code: 'ResourceNotAdvertised',
    subject: WEB,
    fires:
      NODES +
      pendingYaml({
        requests: '{nvidia.com/gpu: 1}',
        message: '0/2 nodes are available: 2 Insufficient nvidia.com/gpu.',
      }),
    unlike:
      nodeYaml({ name: 'n1', allocatable: '{cpu: "4", memory: 8Gi, pods: "110", nvidia.com/gpu: "1"}' }) +
      daemonYaml({ name: 'nvidia-device-plugin', path: '/var/lib/kubelet/device-plugins', node: 'n1', ready: true }) +
      pendingYaml({
        requests: '{nvidia.com/gpu: 2}',
        message: '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
      }),
  },
  {
    code: 'CronScheduleInvalid',
    subject: 'CronJob report',
    fires: cronJob('schedule: "0 2 31 2 *"'),
    unlike: cronJob('schedule: "0 2 29 2 *", timeZone: Europe/Berlin'),
  },
  {
    code: 'CronJobIsSuspended',
    subject: 'CronJob report',
    fires: cronJob('schedule: "0 2 * * *", suspend: true'),
    unlike: cronJob('schedule: "0 2 * * *", suspend: false'),
  },
  {
    code: 'JobFailedBefore',
    subject: 'CronJob report',
    fires:
      cronJob('schedule: "0 2 * * *"') +
      job('report-1', '2026-11-23T02:00:00Z', FAILED) +
      job('report-2', '2026-11-24T02:00:00Z', DONE),
    unlike:
      cronJob('schedule: "0 2 * * *"') + job('report-1', '2026-11-24T02:00:00Z', FAILED.replaceAll('11-23', '11-24')),
  },
  {
    code: 'JobFailed',
    subject: 'CronJob report',
    fires:
      cronJob('schedule: "0 2 * * *"') + job('report-1', '2026-11-24T02:00:00Z', FAILED.replaceAll('11-23', '11-24')),
    unlike:
      cronJob('schedule: "0 2 * * *"') +
      job('report-1', '2026-11-23T02:00:00Z', FAILED) +
      job('report-2', '2026-11-24T02:00:00Z', DONE),
  },
  {
    code: 'ControllerNotActing',
    subject: WEB,
    fires: unobserved('2026-11-24T11:00:00Z'),
    unlike: unobserved('2026-11-24T11:59:58Z'),
  },
  {
    code: 'ControlPlaneComponentDown',
    subject: 'Lease kube-controller-manager',
    fires: unobserved('2026-11-24T11:00:00Z') + controlPlane('2026-11-24T10:50:00.000000Z'),
    unlike: unobserved('2026-11-24T11:00:00Z') + controlPlane('2026-11-24T11:59:58.000000Z'),
  },
];
