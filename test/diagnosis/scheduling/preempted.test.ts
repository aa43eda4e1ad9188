import { expect, it } from 'vitest';
import { rootsIn } from '../roots.ts';
import { NOW, nodeYaml, pendingYaml } from './cluster.ts';

const CLUSTER =
  nodeYaml({ name: 'n1' }) +
  pendingYaml({ requests: '{cpu: "2"}', message: '0/1 nodes are available: 1 Insufficient cpu.' });

const BIG = `
apiVersion: v1
kind: Pod
metadata: {name: urgent, namespace: batch, uid: 0d9c, creationTimestamp: "2026-11-24T11:29:00Z"}
spec: {nodeName: n1, priority: 1000, priorityClassName: high, containers: [{name: c, image: b, resources: {requests: {cpu: "3"}}}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
---`;

const preempted = (pod: string, at: string): string => `
apiVersion: v1
kind: Event
metadata: {name: "${pod}.1", namespace: shop}
involvedObject: {apiVersion: v1, kind: Pod, namespace: shop, name: ${pod}}
reason: Preempted
type: Normal
message: Preempted by pod 0d9c on node n1
lastTimestamp: "${at}"
---`;

it('leads from the pods that lost their room to those that took it', () => {
  const roots = rootsIn(CLUSTER + BIG + preempted('web-5d9c8b7f6-zzzzz', '2026-11-24T11:30:00Z'), { now: NOW });
  expect(roots).toEqual(['PreemptedByPriority Pod batch/urgent']);
});

it.each([
  ['of another workload', preempted('api-5d9c8b7f6-zzzzz', '2026-11-24T11:30:00Z')],
  ['long ago', preempted('web-5d9c8b7f6-zzzzz', '2026-11-24T09:00:00Z')],
])('does not where the event is %s', (_, event) => {
  expect(rootsIn(CLUSTER + BIG + event, { now: NOW })).toEqual(['InsufficientResources Deployment shop/web']);
});
