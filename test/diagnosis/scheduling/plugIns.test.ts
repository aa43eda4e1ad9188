import { describe, expect, it } from 'vitest';
import { rootsIn } from '../roots.ts';
import { daemonYaml, NOW, nodeYaml, pendingYaml } from './cluster.ts';

const roots = (yaml: string): string[] => rootsIn(yaml, { now: NOW });
const GPU = { requests: '{nvidia.com/gpu: "1"}', message: '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.' };
const DEVICES = '/var/lib/kubelet/device-plugins';

describe('a device that no node advertises', () => {
  const cluster = nodeYaml({ name: 'n1' }) + pendingYaml(GPU);

  it('is traced to the device plug-in that does not run', () => {
    const plugin = daemonYaml({ name: 'nvidia-plugin', path: DEVICES, node: 'n1', ready: false });
    expect(roots(cluster + plugin)).toEqual([expect.stringMatching(/DaemonSet kube-system\/nvidia-plugin$/)]);
  });

  it.each([
    ['there is none', ''],
    ['it runs', daemonYaml({ name: 'nvidia-plugin', path: DEVICES, node: 'n1', ready: true })],
  ])('stays with the workload where %s', (_, plugin) => {
    expect(roots(cluster + plugin)).toEqual(['ResourceNotAdvertised Deployment shop/web']);
  });

  it('is another thing where nodes have it and it is used up', () => {
    const node = nodeYaml({ name: 'n1', allocatable: '{cpu: "4", memory: 8Gi, pods: "110", nvidia.com/gpu: "1"}' });
    const taken = `
apiVersion: v1
kind: Pod
metadata: {name: train, namespace: ml}
spec: {nodeName: n1, containers: [{name: c, image: t, resources: {requests: {nvidia.com/gpu: "1"}}}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
---`;
    expect(roots(node + taken + pendingYaml(GPU))).toEqual(['InsufficientResources Deployment shop/web']);
  });
});

describe('a pod whose sandbox gets no network', () => {
  const stuck = `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, creationTimestamp: "2026-11-24T11:00:00Z"}
spec: {nodeName: n1, containers: [{name: c, image: w}]}
status: {phase: Pending}
---
apiVersion: v1
kind: Event
metadata: {name: web.1, namespace: shop}
involvedObject: {apiVersion: v1, kind: Pod, namespace: shop, name: web}
reason: FailedCreatePodSandBox
type: Warning
message: 'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "08ac": plugin type="flannel" failed (add): open /run/flannel/subnet.env: no such file or directory'
lastTimestamp: "2026-11-24T11:58:00Z"
---`;

  it('is traced to the agent of the plug-in that failed, by its name', () => {
    const agent = daemonYaml({ name: 'kube-flannel-ds', path: '/run/flannel', node: 'n1', ready: false });
    expect(roots(nodeYaml({ name: 'n1' }) + stuck + agent)).toEqual([
      expect.stringMatching(/^\w+ DaemonSet kube-system\/kube-flannel-ds$/),
    ]);
  });

  it('is not where the agent is down on another node only', () => {
    const agent = daemonYaml({ name: 'kube-flannel-ds', path: '/run/flannel', node: 'n2', ready: false });
    expect(roots(nodeYaml({ name: 'n1' }) + stuck + agent)).toContain('PodNetworkFailed Pod shop/web');
  });
});

describe('a node without a pod network', () => {
  const node = nodeYaml({
    name: 'n1',
    ready: 'False',
    since: '2026-11-24T11:00:00Z',
    message:
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
  });

  it('is traced to the DaemonSet that installs it', () => {
    const plugin = daemonYaml({ name: 'net-agent', path: '/etc/cni/net.d', node: 'n1', ready: false });
    expect(roots(node + plugin)).toEqual([expect.stringMatching(/^\w+ DaemonSet kube-system\/net-agent$/)]);
  });

  it('is the node where that runs', () => {
    const plugin = daemonYaml({ name: 'net-agent', path: '/etc/cni/net.d', node: 'n1', ready: true });
    expect(roots(node + plugin)).toEqual(['NodeNotReady Node /n1']);
  });

  it('is the node where its kubelet is gone, whatever became of the plug-in there', () => {
    const silent = nodeYaml({
      name: 'n1',
      ready: 'Unknown',
      since: '2026-11-24T11:00:00Z',
      message: 'Kubelet stopped posting node status.',
    });
    const plugin = daemonYaml({ name: 'net-agent', path: '/etc/cni/net.d', node: 'n1', ready: false });
    expect(roots(silent + plugin)).toContain('NodeNotReady Node /n1');
  });
});
