import { describe, expect, it } from 'vitest';
import { rootsIn } from '../roots.ts';
import { NOW, nodeYaml, pendingYaml } from './cluster.ts';

const lease = (name: string, renewed: string): string => `
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: ${name}, namespace: kube-system}
spec: {holderIdentity: cp-1_x, leaseDurationSeconds: 15, renewTime: "${renewed}"}
---`;
const STALE = '2026-11-24T11:20:00.000000Z';
const FRESH = '2026-11-24T11:59:55.000000Z';
const roots = (yaml: string, question?: string): string[] => rootsIn(yaml, { now: NOW, question });

describe('a pod that no scheduler looked at', () => {
  const cluster = nodeYaml({ name: 'n1' });

  it('is traced to the scheduler that does not renew its lease', () => {
    expect(roots(cluster + pendingYaml({}) + lease('kube-scheduler', STALE))).toEqual([
      'ControlPlaneComponentDown Lease kube-system/kube-scheduler',
    ]);
  });

  it('is traced to its static pod where that can be seen', () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler-cp-1
  namespace: kube-system
  labels: {component: kube-scheduler}
  ownerReferences: [{apiVersion: v1, kind: Node, name: cp-1, uid: n, controller: true}]
spec: {nodeName: cp-1, containers: [{name: kube-scheduler, image: s}]}
status: {phase: Running, conditions: [{type: Ready, status: "False"}]}
---`;
    expect(roots(cluster + pendingYaml({}) + lease('kube-scheduler', STALE) + pod)).toContain(
      'ControlPlaneComponentDown Pod kube-system/kube-scheduler-cp-1',
    );
  });

  it.each([
    ['the lease is fresh', {}, lease('kube-scheduler', FRESH)],
    ['the pod names another scheduler', { spec: 'schedulerName: volcano' }, lease('kube-scheduler', STALE)],
  ])('stays as it is where %s', (_, pod, more) => {
    expect(roots(cluster + pendingYaml(pod) + more)).toEqual(['NotScheduled Deployment shop/web']);
  });
});

describe('an edit that no controller observed', () => {
  const deployment = (generation: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop, generation: ${generation}}
spec: {replicas: 0, selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: a}]}}}
status: {observedGeneration: 3}
---`;

  it('is traced to the controller manager', () => {
    expect(roots(deployment(4) + lease('kube-controller-manager', STALE))).toEqual([
      'ControlPlaneComponentDown Lease kube-system/kube-controller-manager',
    ]);
  });

  it('stays with the workload where the controller manager runs', () => {
    expect(roots(deployment(4) + lease('kube-controller-manager', FRESH))).toEqual([
      'ControllerNotActing Deployment shop/api',
    ]);
  });

  it('is nothing where nothing waits for a controller', () => {
    expect(roots(deployment(3) + lease('kube-controller-manager', STALE))).toEqual([]);
  });
});

const apiService = (available: string): string => `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec: {group: metrics.k8s.io, version: v1beta1, service: {namespace: kube-system, name: metrics-server, port: 443}}
status: {conditions: [{type: Available, status: "${available}", reason: MissingEndpoints, lastTransitionTime: "2026-11-24T11:00:00Z", message: "endpoints for service/metrics-server in \\"kube-system\\" have no addresses with port name \\"https\\""}]}
---`;

describe('a namespace that cannot be deleted', () => {
  const stuck = `
apiVersion: v1
kind: Namespace
metadata: {name: old, deletionTimestamp: "2026-11-24T10:00:00Z"}
spec: {finalizers: [kubernetes]}
status:
  phase: Terminating
  conditions:
  - {type: NamespaceDeletionDiscoveryFailure, status: "True", reason: DiscoveryFailed, lastTransitionTime: "2026-11-24T10:00:10Z", message: "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1"}
---`;

  it('is traced to the aggregated API that discovery waits for', () => {
    expect(roots(stuck + apiService('False'), 'namespace old is stuck in Terminating')).toEqual([
      'ApiServiceUnavailable APIService /v1beta1.metrics.k8s.io',
    ]);
  });

  it('stays as it is where that API is there', () => {
    expect(roots(stuck + apiService('True'), 'namespace old is stuck in Terminating')).toEqual([
      'NamespaceStuckTerminating Namespace /old',
    ]);
  });
});
