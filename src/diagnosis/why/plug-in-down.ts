/** Why a node has no devices or no pod network: the DaemonSet that brings the plug-in does not run there. */
import type { DaemonSet } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { podsOf } from '../objects/workloads.ts';
import { idleDaemonSet } from '../scheduling/idleDaemonSet.ts';
import { skippedNodes } from '../scheduling/skippedNodes.ts';
import { EVERYWHERE, type State } from '../state.ts';
import {
  agentDown,
  mountsHostPath,
  networkAgents,
  OPERATOR_KINDS,
  operatorSteps,
  startText,
} from '../walk/operator.ts';

type PlugInState = State<(typeof OPERATOR_KINDS)[number] | 'nodes'>;

/** Where the kubelet looks for device plug-ins, whoever makes them. */
const DEVICES = /^\/var\/lib\/kubelet\/device-plugins\/?/;
/** What the kubelet and the runtime say where no plug-in answers, rather than that one has no address to give. */
const NO_PLUG_IN =
  /cni plugin not initialized|network plugin (?:is )?not ready|NetworkPluginNotReady|plugin type="|failed to (?:find|load) (?:plugin|cni)|no networks found|connection refused|cni config/i;

export default defineWhy({
  id: 'plug-in-down',
  needs: [...OPERATOR_KINDS, 'nodes'],
  explains: [
    'ResourceNotAdvertised',
    'InsufficientResources',
    'VolumeAttachFailed',
    'VolumeMountFailed',
    'PodNetworkFailed',
    'NodeNotReady',
    'NodeNetworkUnavailable',
  ],
  why(finding, state) {
    if (finding.code === 'ResourceNotAdvertised') return devices(finding, state);
    if (finding.code === 'InsufficientResources') return nodesWithout(finding, state);
    if (finding.code.startsWith('Volume')) return storageDriver(finding, state);
    const said = `${finding.params?.message} ${finding.params?.reason}`;
    return finding.code === 'NodeNetworkUnavailable' || NO_PLUG_IN.test(said) ? network(finding, state) : [];
  },
});

/** `nvidia.com/gpu` is brought by something that has `nvidia` in its name or image. */
const vendorOf = (resource: unknown): string => String(resource).split(/[./]/, 1)[0] ?? '';

const plugInsFor = (resource: unknown, state: PlugInState): DaemonSet[] =>
  state
    .list('daemonsets', EVERYWHERE)
    .filter(
      (set) =>
        (mountsHostPath(set, DEVICES) || /device-?plugin/.test(set.metadata.name)) &&
        `${set.metadata.name}\n${startText(set)}`.includes(vendorOf(resource)),
    );

function devices({ subject, params }: Finding, state: PlugInState): Step[] {
  return plugInsFor(params?.resource, state).flatMap((set) => {
    const idle = idleDaemonSet(set, state);
    if (idle !== undefined)
      return [{ cause: idle, chain: [{ from: subject, relation: 'uses' as const, to: refOf(set) }] }];
    return operatorSteps(subject, 'uses', set, state);
  });
}

/** Some nodes have the device, and others do not: the plug-in leaves those out that are set apart for it, or fails there. */
function nodesWithout({ subject, params }: Finding, state: PlugInState): Step[] {
  const resource = String(params?.resource ?? '');
  if (!resource.includes('/')) return [];
  const nodes = state.list('nodes');
  const without = nodes.filter(({ status }) => isNone(status?.allocatable?.[resource]));
  const apart = without.filter(({ spec }) =>
    objectsIn(spec?.taints).some(({ key }) => vendorOf(key) === vendorOf(resource)),
  );
  const names = new Set(without.map(({ metadata }) => metadata.name));
  return plugInsFor(resource, state).flatMap((set) => {
    const skipped = skippedNodes(set, apart, nodes);
    if (skipped !== undefined) {
      const cause = { ...skipped, params: { ...skipped.params, resource } };
      return [{ cause, chain: [{ from: subject, relation: 'uses', to: refOf(set) }] }];
    }
    const down = podsOf(refOf(set), state).find((pod) => names.has(pod.spec?.nodeName ?? '') && !isReady(pod));
    return down === undefined ? [] : [agentDown(subject, set, down)];
  });
}

const isNone = (amount: unknown): boolean => amount === undefined || String(amount) === '0';

/** The kubelet knows no driver of that name: what registers it on the node does not run. */
function storageDriver({ subject, params }: Finding, state: PlugInState): Step[] {
  const { node, named, listed } = NO_DRIVER.exec(String(params?.detail))?.groups ?? {};
  const driver = named ?? listed;
  if (driver === undefined) return [];
  return state
    .list('daemonsets', EVERYWHERE)
    .filter((set) => (mountsHostPath(set, /kubelet\/plugins/) || /csi/.test(startText(set))) && registers(set, driver))
    .flatMap((set) => {
      const down = podsOf(refOf(set), state).find(
        (pod) => (node === undefined || pod.spec?.nodeName === node) && !isReady(pod),
      );
      if (down !== undefined) return [agentDown(subject, set, down)];
      const nodes = state.list('nodes');
      const named = nodes.filter(({ metadata }) => metadata.name === node);
      const skipped = skippedNodes(set, named, nodes);
      if (skipped === undefined) return [];
      const cause = { ...skipped, params: { ...skipped.params, resource: driver } };
      return [{ cause, chain: [{ from: subject, relation: 'uses' as const, to: refOf(set) }] }];
    });
}

const NO_DRIVER =
  /CSINode (?<node>\S+) does not contain driver (?<named>\S+)|driver name (?<listed>\S+) not found in the list of registered CSI drivers/;

/** `ebs.csi.aws.com` names the folder of its socket, and its first word the images of its makers. */
const registers = (set: DaemonSet, driver: string): boolean =>
  objectsIn(set.spec?.template?.spec?.volumes).some(({ hostPath }) => hostPath?.path?.includes(driver) === true) ||
  `${set.metadata.name}\n${startText(set)}`.includes(driver.split('.')[0] ?? driver);

function network(finding: Finding, state: PlugInState): Step[] {
  const nodes =
    finding.subject.kind === 'Node' ? [finding.subject.name] : String(finding.params?.nodes ?? '').split(', ');
  const plugIn = plugInNamed(String(finding.params?.message ?? ''));
  const named = state
    .list('daemonsets', EVERYWHERE)
    .filter((set) => plugIn !== undefined && `${set.metadata.name}\n${startText(set)}`.includes(plugIn));
  return [...new Set([...networkAgents(state), ...named])]
    .filter((set) => refKey(refOf(set)) !== refKey(finding.subject))
    .flatMap((set) => {
      // On the nodes in question: elsewhere it may run well, and its own status counts them all.
      const down = podsOf(refOf(set), state).find(
        (pod) =>
          nodes.includes(pod.spec?.nodeName ?? '') && pod.metadata.deletionTimestamp === undefined && !isReady(pod),
      );
      return down === undefined ? [] : [agentDown(finding.subject, set, down)];
    });
}

/** `plugin type="calico" failed` and `plugin type="aws-cni"`: what the plug-in's maker has in names and images too. */
const plugInNamed = (message: string): string | undefined =>
  /plugin type="([a-z0-9]+)[^"]*" (?:name="[^"]*" )?failed/i.exec(message)?.[1];
