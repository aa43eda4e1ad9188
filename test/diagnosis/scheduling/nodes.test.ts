import { describe, expect, it } from 'vitest';
import { rootsIn } from '../roots.ts';
import { NOW, nodeYaml } from './cluster.ts';

const roots = (yaml: string, question?: string): string[] => rootsIn(yaml, { now: NOW, question });
const PRESSED =
  '  - {type: DiskPressure, status: "True", reason: KubeletHasDiskPressure, message: kubelet has disk pressure, lastTransitionTime: "2026-11-24T11:40:00Z"}';

const evicted = (name: string, at: string, message: string): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
  labels: {app: web}
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: u1, controller: true}]
spec: {nodeName: n1, containers: [{name: app, image: w}]}
status:
  phase: Failed
  reason: Evicted
  message: "${message}"
  startTime: "${at}"
  conditions: [{type: DisruptionTarget, status: "True", reason: TerminationByKubelet, lastTransitionTime: "${at}"}]
---`;
const LOW = 'The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 200Mi.';
const OVER = 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ';
const ALIVE = `
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  namespace: shop
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: u1, controller: true}]
spec: {nodeName: n1, containers: [{name: app, image: w}]}
status: {phase: Running, startTime: "2026-11-24T09:00:00Z", conditions: [{type: Ready, status: "True"}]}
---`;

describe('evictions', () => {
  it('are traced to the disk of the node that is full', () => {
    const yaml = nodeYaml({ name: 'n1', conditions: PRESSED }) + evicted('web-0', '2026-11-24T11:45:00Z', LOW);
    expect(roots(yaml)).toEqual(['NodeDiskPressure Node /n1']);
  });

  it("are the workload's own where it exceeds its limit", () => {
    const yaml = nodeYaml({ name: 'n1', conditions: PRESSED }) + evicted('web-0', '2026-11-24T11:45:00Z', OVER);
    expect(roots(yaml)).toContain('PodsEvictedForDisk StatefulSet shop/web');
  });

  it('that go on are a problem though others are ready', () => {
    const three = ['11:20', '11:32', '11:44'].map((at, index) =>
      evicted(`web-${index + 2}`, `2026-11-24T${at}:00Z`, OVER),
    );
    expect(roots(nodeYaml({ name: 'n1' }) + ALIVE + three.join(''))).toEqual([
      'PodsEvictedForDisk StatefulSet shop/web',
    ]);
  });

  it('of an hour ago are none where the others have been ready since', () => {
    const three = ['10:20', '10:32', '10:44'].map((at, index) =>
      evicted(`web-${index + 2}`, `2026-11-24T${at}:00Z`, OVER),
    );
    expect(roots(nodeYaml({ name: 'n1' }) + ALIVE + three.join(''))).toEqual([]);
  });
});

describe('clocks', () => {
  const beating = (at: string): string =>
    nodeYaml({ name: 'n1' }).replace('lastTransitionTime', `lastHeartbeatTime: "${at}", lastTransitionTime`);

  it('that are ahead are seen by a heartbeat from the future', () => {
    expect(roots(beating('2026-11-24T12:09:00Z'))).toEqual(['NodeClockSkewed Node /n1']);
  });

  it('that differ by a little are not', () => expect(roots(beating('2026-11-24T12:01:00Z'))).toEqual([]));
});

const oom = (limits: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: worker, namespace: shop}
spec: {nodeName: n1, containers: [{name: app, image: w, resources: ${limits}}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "False"}]
  containerStatuses: [{name: app, ready: false, restartCount: 4, image: w, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason: OOMKilled, exitCode: 137, finishedAt: "2026-11-24T11:55:00Z"}}}]
---
apiVersion: v1
kind: Event
metadata: {name: n1.1, namespace: default}
involvedObject: {kind: Node, name: n1}
reason: SystemOOM
type: Warning
message: "System OOM encountered, victim process: java, pid: 4242"
lastTimestamp: "2026-11-24T11:55:00Z"
---`;

describe('memory of the node', () => {
  it('is why a container without a limit was killed', () => {
    expect(roots(nodeYaml({ name: 'n1' }) + oom('{}'))).toEqual(['NodeOutOfMemory Node /n1']);
  });

  it('is not why one exceeded its own limit', () => {
    expect(roots(nodeYaml({ name: 'n1' }) + oom('{limits: {memory: 64Mi}}'))).toEqual(['OomKilled Pod shop/worker']);
  });
});
