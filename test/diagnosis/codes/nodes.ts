/** Codes of nodes, evictions and sandboxes. Messages are those of the kubelet, the node controllers and containerd. */
import { DEPLOYMENT, eventYaml, podYaml } from '../podYaml.ts';
import { nodeYaml } from '../scheduling/cluster.ts';
import type { Row } from './row.ts';

const WEB = 'Deployment web';
const CREATING =
  '{name: app, image: "web:1", ready: false, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}';

const withSandbox = (message: string): string =>
  DEPLOYMENT +
  podYaml({ phase: 'Pending', status: CREATING, created: '2026-11-24T11:40:00Z' }) +
  eventYaml('FailedCreatePodSandBox', message);

const condition = (type: string, status: string, reason: string, message: string): string =>
  `  - {type: ${type}, status: "${status}", reason: ${reason}, message: "${message}", lastTransitionTime: "2026-11-24T10:00:00Z"}`;

const UNREADY = DEPLOYMENT + podYaml({ status: CREATING, phase: 'Pending', created: '2026-11-24T10:10:00Z' });

const evicted = (at: string, message: string, more = ''): string =>
  `${DEPLOYMENT + nodeYaml({ name: 'n1' })}
apiVersion: v1
kind: Pod
metadata: {name: web-5d9c8b7f6-evict, namespace: shop, creationTimestamp: "2026-11-20T10:00:00Z", labels: {app: web, pod-template-hash: 5d9c8b7f6}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9c8b7f6, uid: u1, controller: true}]}
spec: {nodeName: n1, containers: [{name: app, image: "web:1"}]}
status: {phase: Failed, reason: Evicted, message: "${message}", startTime: "2026-11-20T10:00:05Z", conditions: [{type: DisruptionTarget, status: "True", reason: TerminationByKubelet, lastTransitionTime: "${at}"}]}
---${more}`;

/** The kubelet turned it away; `RUNS` was made later. */
const rejected = (reason: string, message: string): string =>
  evicted('2026-11-24T11:40:00Z', '')
    .replace('reason: Evicted, message: ""', `reason: ${reason}, message: ${JSON.stringify(message)}`)
    .replace('2026-11-20T10:00:00Z', '2026-11-24T10:09:00Z')
    .replace(/, conditions: \[\{type: DisruptionTarget.*\]/, '');

const LOW_MEMORY =
  'The node was low on resource: memory. Threshold quantity: 100Mi, available: 61640Ki. Container app was using 3Gi, request is 64Mi, has larger consumption of memory. ';

const RUNS = podYaml({
  ready: true,
  created: '2026-11-24T10:10:00Z',
  status:
    '{name: app, image: "web:1", ready: true, started: true, restartCount: 0, state: {running: {startedAt: "2026-11-24T10:10:00Z"}}}',
}).replace('podIP: 10.1.0.5', 'podIP: 10.1.0.5\n  startTime: "2026-11-24T10:10:00Z"');

const outOfMemory = (limit: string, event: string): string =>
  DEPLOYMENT +
  nodeYaml({ name: 'n1' }) +
  podYaml({
    container: `{name: app, image: "web:1", resources: {${limit}}}`,
    status:
      '{name: app, image: "web:1", ready: false, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff, message: "back-off 40s restarting failed container=app"}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled, startedAt: "2026-11-24T11:50:00Z", finishedAt: "2026-11-24T11:58:00Z"}}}',
  }) +
  event;

const SYSTEM_OOM = `
apiVersion: v1
kind: Event
metadata: {name: n1.oom, namespace: default}
involvedObject: {kind: Node, name: n1, uid: n1}
reason: SystemOOM
message: "System OOM encountered, victim process: java, pid: 41217"
type: Warning
lastTimestamp: "2026-11-24T11:58:00Z"
---`;

const heartbeat = (at: string): string =>
  nodeYaml({ name: 'n1' }).replace('reason: KubeletReady,', `reason: KubeletReady, lastHeartbeatTime: "${at}",`) +
  UNREADY;

export const NODES: readonly Row[] = [
  {
    code: 'NodeNetworkUnavailable',
    subject: 'Node n1',
    fires:
      nodeYaml({
        name: 'n1',
        conditions: condition('NetworkUnavailable', 'True', 'NoRouteCreated', 'Node created without a route'),
      }) + UNREADY,
    unlike:
      nodeYaml({
        name: 'n1',
        conditions: condition('NetworkUnavailable', 'False', 'CalicoIsUp', 'Calico is running on this node'),
      }) + UNREADY,
  },
  {
    code: 'NodeClockSkewed',
    subject: 'Node n1',
    fires: heartbeat('2026-11-24T12:07:00Z'),
    unlike: heartbeat('2026-11-24T12:00:20Z'),
  },
  {
    code: 'NodeRecovered',
    subject: 'Node n1',
    fires: { objects: nodeYaml({ name: 'n1', since: '2026-11-24T10:00:00Z' }), question: 'was a node down?' },
    unlike: { objects: nodeYaml({ name: 'n1', since: '2026-11-01T10:00:00Z' }), question: 'was a node down?' },
  },
  {
    code: 'NodeOutOfMemory',
    subject: 'Node n1',
    fires: outOfMemory('', SYSTEM_OOM),
    unlike: outOfMemory('limits: {memory: 256Mi}', SYSTEM_OOM),
  },
  {
    code: 'PodsEvicted',
    subject: WEB,
    fires: evicted('2026-11-24T11:40:00Z', LOW_MEMORY),
    unlike: evicted('2026-11-24T10:09:00Z', LOW_MEMORY, RUNS),
  },
  {
    code: 'PodsEvictedBefore',
    subject: WEB,
    fires: evicted('2026-11-24T10:09:00Z', LOW_MEMORY, RUNS),
    unlike: evicted('2026-11-24T11:40:00Z', LOW_MEMORY),
  },
  {
    code: 'PodsRejected',
    subject: WEB,
    fires: rejected('SysctlForbidden', 'Pod was rejected: forbidden sysctl: "net.core.somaxconn" not allowlisted'),
    unlike:
      rejected(
        'OutOfcpu',
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 2000, used: 3000, capacity: 4000",
      ) + RUNS,
  },
  {
    code: 'PodsEvictedForDisk',
    subject: WEB,
    fires: evicted(
      '2026-11-24T11:40:00Z',
      'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ',
    ),
    unlike: evicted('2026-11-24T11:40:00Z', LOW_MEMORY),
  },
  {
    code: 'PodSandboxFailed',
    subject: WEB,
    fires: withSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: unable to apply cgroup configuration: unit kubepods.slice not found: unknown',
    ),
    unlike: withSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6091888ef6": plugin type="flannel" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory',
    ),
  },
  {
    code: 'PodNetworkFailed',
    subject: WEB,
    fires: withSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6091888ef6": plugin type="flannel" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory',
    ),
    unlike: withSandbox(
      'Failed to create pod sandbox: rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    ),
  },
  {
    code: 'PodAddressesExhausted',
    subject: WEB,
    fires: withSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6091888ef6": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
    ),
    unlike: withSandbox(
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6091888ef6": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused"',
    ),
  },
];

const UNREACHED = withSandbox(
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6091888ef6": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized',
);

/** CNI plug-ins that have no address to give, each in its own words, and what the kubelet says where it turns a pod away. */
export const NODE_WORDINGS: readonly Row[] = [
  ...[
    'plugin type="cilium-cni" failed (add): unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure "range is full"',
    'plugin type="calico" failed (add): failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No more free affine blocks and strict affinity enabled',
    'plugin type="flannel" failed (add): failed to delegate add: failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254',
    'plugin type="multus" name="multus-cni-network" failed (add): [shop/web/net1]: error adding container to network "net1": error at storage engine: Could not allocate IP in range: ip: 10.9.0.1 / - 10.9.0.14 / range: 10.9.0.0/28',
  ].map(
    (said): Row => ({
      code: 'PodAddressesExhausted',
      subject: WEB,
      fires: withSandbox(
        `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6091888ef6": ${said}`,
      ),
      unlike: UNREACHED,
    }),
  ),
  {
    code: 'PodsEvictedForDisk',
    subject: WEB,
    fires: evicted('2026-11-24T11:40:00Z', 'The node had condition: [DiskPressure]. '),
    unlike: evicted('2026-11-24T11:40:00Z', 'The node had condition: [MemoryPressure]. '),
  },
];
