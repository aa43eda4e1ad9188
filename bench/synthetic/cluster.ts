/** A whole made-up cluster: nodes, a daemon on each, applications, and a few broken ones among them. */
import type { KindName } from '../../src/cluster/kinds.ts';
import { makeLease, makeNode, type NodePlace, nodePlace } from './node.ts';
import { createMaker, type Made, type Maker } from './object.ts';
import { type Fault, makePod } from './pod.ts';
import { createRandom } from './random.ts';
import { type Add, type AppWish, addApp, makeSlice } from './workload.ts';

export interface Size {
  nodes: number;
  pods: number;
  problems: number;
}

/** An application that was broken on purpose. */
export interface Problem {
  fault: Fault;
  namespace: string;
  deployment: string;
}

export interface Cluster {
  objects: Map<KindName, Made[]>;
  problems: Problem[];
}

const REPLICAS = 5;
const APPS_PER_NAMESPACE = 36;
const FAULTS: readonly [Fault, ...Fault[]] = ['image-missing', 'crash-loop', 'oom-killed', 'unschedulable'];

/** The same size and `now` give the same cluster. A tenth of the pods at most, one a node, belong to a DaemonSet. */
export function makeCluster(size: Size, now: Date): Cluster {
  const make = createMaker(createRandom(1), now);
  const objects = new Map<KindName, Made[]>();
  const add: Add = (kind, object) => {
    const held = objects.get(kind);
    if (held === undefined) objects.set(kind, [object]);
    else held.push(object);
  };
  const places = Array.from({ length: size.nodes }, (_, index) => nodePlace(index));
  places.forEach((place, index) => {
    add('nodes', makeNode(make, place, index));
    add('leases', makeLease(make, place));
  });
  const daemons = addDaemon(make, add, places.slice(0, Math.ceil(size.pods / 10)));
  const problems = addApps(make, add, places, { ...size, pods: size.pods - daemons });
  for (const name of ['default', 'kube-system', 'kube-node-lease', ...appNamespaces(objects)])
    addNamespace(make, add, name);
  return { objects, problems };
}

function appNamespaces(objects: Cluster['objects']): string[] {
  return [...new Set((objects.get('deployments') ?? []).flatMap(({ metadata }) => metadata.namespace ?? []))];
}

function addNamespace(make: Maker, add: Add, name: string): void {
  const metadata = make.meta(name, undefined, { labels: { 'kubernetes.io/metadata.name': name } });
  add('namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
  add('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: make.meta('default', name) });
}

/** Adds the daemon and its pods; returns how many. */
function addDaemon(make: Maker, add: Add, places: readonly NodePlace[]): number {
  const app = 'node-agent';
  const image = 'registry.example/platform/node-agent:1.9.2';
  const count = places.length;
  const selector = { matchLabels: { 'app.kubernetes.io/name': app } };
  const owner: Made = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: make.meta(app, 'kube-system', { generation: 1 }),
    spec: {
      selector,
      template: { metadata: { labels: selector.matchLabels } },
      updateStrategy: { type: 'RollingUpdate' },
    },
    status: {
      observedGeneration: 1,
      currentNumberScheduled: count,
      desiredNumberScheduled: count,
      numberAvailable: count,
      numberMisscheduled: 0,
      numberReady: count,
      updatedNumberScheduled: count,
    },
  };
  add('daemonsets', owner);
  add('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: make.meta(`${app}-config`, 'kube-system'),
    data: { LOG_LEVEL: 'info', DATABASE_URL: '-' },
  });
  for (const node of places) add('pods', makePod(make, { owner, app, image, node, ip: address(make) }));
  return count;
}

function address(make: Maker): string {
  return `10.${128 + make.random.below(64)}.${make.random.below(256)}.${1 + make.random.below(250)}`;
}

function addApps(make: Maker, add: Add, places: readonly NodePlace[], { pods, problems }: Size): Problem[] {
  const apps = Math.ceil(pods / REPLICAS);
  const every = Math.max(1, Math.floor(apps / Math.max(1, problems)));
  const broken: Problem[] = [];
  for (let index = 0; index < apps; index += 1) {
    const fault = index % every === 0 && broken.length < problems ? FAULTS[broken.length % FAULTS.length] : undefined;
    const namespace = `shop-${String(Math.floor(index / APPS_PER_NAMESPACE)).padStart(2, '0')}`;
    const app = `service-${String(index).padStart(4, '0')}`;
    const image = `registry.example/shop/${app}:1.${make.random.below(40)}.0`;
    const replicas = Math.min(REPLICAS, pods - index * REPLICAS);
    addWithPods(make, add, places, { namespace, app, image, replicas, available: fault === undefined }, fault);
    if (fault !== undefined) broken.push({ fault, namespace, deployment: app });
  }
  return broken;
}

function addWithPods(
  make: Maker,
  add: Add,
  places: readonly NodePlace[],
  wish: AppWish,
  fault: Fault | undefined,
): void {
  const owner = addApp(make, add, wish);
  const { app, image } = wish;
  const pods = Array.from({ length: wish.replicas }, () => {
    const node = places[make.random.below(places.length)] ?? nodePlace(0);
    return makePod(make, { owner, app, image, node, ip: address(make), fault });
  });
  for (const pod of pods) {
    add('pods', pod);
    add('events', makeEvent(make, pod, fault));
  }
  add('endpointslices', makeSlice(make, wish, pods));
}

const EVENTS: { readonly [F in Fault]: readonly [string, string] } = {
  'image-missing': ['Failed', 'Error: ImagePullBackOff'],
  'crash-loop': ['BackOff', 'Back-off restarting failed container app in pod'],
  'oom-killed': ['BackOff', 'Back-off restarting failed container app in pod'],
  unschedulable: ['FailedScheduling', '0/1000 nodes are available: 1000 Insufficient memory.'],
};

function makeEvent(make: Maker, pod: Made, fault: Fault | undefined): Made {
  const [reason, message] =
    fault === undefined ? ['Pulled', 'Container image already present on machine'] : EVENTS[fault];
  const { name, namespace, uid } = pod.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: make.meta(`${name}.${make.random.suffix(16)}`, namespace),
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
    reason,
    message,
    type: fault === undefined ? 'Normal' : 'Warning',
    count: 12,
    firstTimestamp: make.ago(1800),
    lastTimestamp: make.ago(60),
    source: { component: fault === 'unschedulable' ? 'default-scheduler' : 'kubelet' },
  };
}
