import { nodeInfo, nodeLabels } from '../forge/nodes.ts';
import type { Kube } from '../objects.ts';
import { random } from '../random.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Platform } from '../world/platform.ts';

/** Text of the simulated nodes → text of the platform's. */
function nodeNames(platform: Platform, id: string): [RegExp, string][] {
  const rng = random(`nodes:${id}`);
  return Array.from({ length: 4 }, (_, i) => {
    const name = platform.nodeName(rng, i);
    return [
      [new RegExp(`\\bnode-${i + 1}\\b`, 'g'), name],
      [new RegExp(`172\\.18\\.0\\.1${i + 1}\\b`, 'g'), `${platform.nodeNet}.${20 + i * 7}`],
    ] as [RegExp, string][];
  }).flat();
}

function dressNode(node: Kube, platform: Platform, index: number, now: string): void {
  const rng = random(`node:${node.metadata.name}`);
  const own = Object.fromEntries(
    Object.entries(node.metadata.labels ?? {}).filter(([k]) => !/kubernetes\.io\/|kubebox/.test(k)),
  );
  node.metadata.labels = { ...nodeLabels(platform, node.metadata.name, index), ...own };
  node.status = { ...node.status, nodeInfo: nodeInfo(platform, rng) };
  for (const c of node.status.conditions ?? [])
    if (c.type !== 'Ready' || c.status === 'True') c.lastHeartbeatTime = now;
}

const zoneNames = (platform: Platform): [RegExp, string][] =>
  ['a', 'b', 'c', 'd'].map((letter, i) => [
    new RegExp(`\\blocal-${letter}\\b`, 'g'),
    platform.zones[i % platform.zones.length] ?? '',
  ]);

/** Turns the names, addresses and versions of the simulation into those of the platform. */
export function dress(objects: Kube[], platform: Platform, id: string): Kube[] {
  const swaps: [RegExp, string][] = [
    ...nodeNames(platform, id),
    ...zoneNames(platform),
    [/kubebox\/simulated/g, platform.storage[0]?.[1] ?? ''],
    [/proxy error from [^ ]+ while dialing [^ ]+ code 502: 502 /g, ''],
    [/\b10\.244\./g, `${platform.podNet}.`],
    [/"topology.kubernetes.io\/region":"local"/g, `"topology.kubernetes.io/region":"${platform.region}"`],
  ];
  const text = swaps.reduce((t, [from, to]) => t.replace(from, to), JSON.stringify(objects));
  return JSON.parse(text) as Kube[];
}

export function dressNodes(snapshot: Snapshot, platform: Platform): void {
  snapshot.all('Node').forEach((n, i) => {
    dressNode(n, platform, i, snapshot.clock.ago(1));
  });
}

/** Autoscalers of a cluster whose metrics work: the laboratory has none, and most incidents are not about that. */
export function cureAutoscalers(snapshot: Snapshot): void {
  snapshot.dropEvents((e) => (e.involvedObject as { kind: string }).kind === 'HorizontalPodAutoscaler');
  for (const o of snapshot.all('HorizontalPodAutoscaler')) o.status = undefined;
}

/** Puts the platform's provisioners back where the laboratory's stood in for them. */
export function dressVolumes(snapshot: Snapshot, platform: Platform): void {
  const provisioners = new Map(platform.storage);
  for (const o of snapshot.all('StorageClass')) {
    const provisioner = provisioners.get(o.metadata.name);
    if (provisioner) Object.assign(o, { provisioner, volumeBindingMode: 'WaitForFirstConsumer' });
  }
  for (const o of snapshot.all('PersistentVolume')) {
    const driver = provisioners.get(String(o.spec?.storageClassName));
    if (!driver) continue;
    o.metadata.annotations = { 'pv.kubernetes.io/provisioned-by': driver };
    const { hostPath: _path, nodeAffinity: _affinity, ...spec } = o.spec ?? {};
    o.spec = { ...spec, csi: { driver, fsType: 'ext4', volumeHandle: `vol-${snapshot.random.hex(17)}` } };
  }
  for (const o of snapshot.all('PersistentVolumeClaim')) {
    const driver = provisioners.get(String(o.spec?.storageClassName));
    const notes = o.metadata.annotations;
    if (driver && notes) for (const k of Object.keys(notes)) if (k.endsWith('storage-provisioner')) notes[k] = driver;
  }
}
