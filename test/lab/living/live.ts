import { setTimeout as sleep } from 'node:timers/promises';
import { metricsService } from '../forge/forge.ts';
import { settleScaling } from '../forge/settle.ts';
import type { Incident, Step } from '../incident.ts';
import type { Kube } from '../objects.ts';
import { Snapshot } from '../snapshot.ts';
import { PLATFORMS } from '../world/platform.ts';
import { worldManifests } from '../world/world.ts';
import { age } from './age.ts';
import { cureAutoscalers, dress, dressNodes, dressVolumes } from './dress.ts';
import { type Cluster, startCluster } from './kubebox.ts';

const MINUTE = 60_000;
const SKIPPED =
  /^(componentstatuses|endpoints$|events.events.k8s.io|bindings|flowschemas|prioritylevelconfigurations|clusterroles|clusterrolebindings|clustertrustbundles|podtemplates|ipaddresses|servicecidrs|.*reviews|csinodes)/;

const list = (items: Kube[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

async function apply(cluster: Cluster, objects: Kube[]): Promise<void> {
  await cluster.kubectl(
    ['apply', '--server-side', '--force-conflicts', '--field-manager', 'kubectl-client-side-apply', '-f', '-'],
    list(objects),
  );
}

const inside = (ns?: string): string[] => (ns ? ['-n', ns] : []);

async function act(cluster: Cluster, step: Step): Promise<void> {
  if ('apply' in step) await apply(cluster, step.apply);
  else if ('patch' in step)
    await cluster.kubectl([
      'patch',
      step.patch,
      ...inside(step.in),
      '--type',
      'merge',
      '--field-manager',
      'kubectl-edit',
      '-p',
      JSON.stringify(step.with),
      ...(step.subresource ? ['--subresource', step.subresource] : []),
    ]);
  else if ('delete' in step)
    await cluster.kubectl(['delete', ...step.delete.split(' '), ...inside(step.in), '--wait=false']);
  else if ('scale' in step) await cluster.kubectl(['scale', step.scale, '-n', step.in, `--replicas=${step.to}`]);
  else if ('restart' in step) await cluster.kubectl(['rollout', 'restart', step.restart, '-n', step.in]);
  else await sleep(step.wait * 1000);
}

/** Waits until every pod of the world is ready, for at most so many seconds. */
async function settled(cluster: Cluster, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    const text = await cluster.kubectl([
      'get',
      'pods',
      '-A',
      '-o',
      'jsonpath={range .items[*]}{.status.conditions[?(@.type=="Ready")].status}{.status.phase},{end}',
    ]);
    const states = text.split(',').filter(Boolean);
    if (states.length && states.every((s) => s === 'TrueRunning' || s.endsWith('Succeeded'))) return;
    await sleep(1000);
  }
}

/** Waits for a moment between two starts of an app's crashing containers, for at most 30 s. */
async function allDown(cluster: Cluster, app: string): Promise<void> {
  const [ns = '', name = ''] = app.split('/');
  for (let i = 0; i < 100; i++) {
    const states = await cluster.kubectl([
      'get',
      'pods',
      '-n',
      ns,
      '-l',
      `app=${name}`,
      '-o',
      'jsonpath={range .items[*]}{.status.containerStatuses[0].state.waiting.reason},{end}',
    ]);
    if (/^(CrashLoopBackOff,)+$/.test(states)) return;
    await sleep(300);
  }
  throw new Error(`The containers of ${app} never were all down at once; give the incident more time to settle.`);
}

/** Every object of every kind that can be listed, as `kubectl get -o json` gives it. */
async function capture(cluster: Cluster): Promise<Kube[]> {
  const kinds = (await cluster.kubectl(['api-resources', '--verbs=list', '-o', 'name']))
    .split('\n')
    .filter((k) => k && !SKIPPED.test(k));
  const text = await cluster.kubectl([
    'get',
    kinds.join(','),
    '-A',
    '-o',
    'json',
    '--show-managed-fields',
    '--ignore-not-found',
  ]);
  return (JSON.parse(text) as { items: Kube[] }).items;
}

const uninteresting = (o: Kube): boolean =>
  o.kind === 'APIService' && !o.spec?.service
    ? true
    : /^(apiserver-|kube-apiserver|extension-apiserver)/.test(o.metadata.name) ||
      (o.kind === 'StorageClass' && o.metadata.name === 'standard') ||
      /^system:/.test(o.metadata.name);

async function play(cluster: Cluster, incident: Incident): Promise<{ objects: Kube[]; fault: number; end: number }> {
  const { manifests } = worldManifests(incident);
  const early = ['Namespace', 'PriorityClass', 'StorageClass', 'IngressClass', 'CustomResourceDefinition'];
  const provisioner = await cluster.kubectl(['get', 'storageclass', 'standard', '-o', 'jsonpath={.provisioner}']);
  await cluster.kubectl(['delete', 'storageclass', 'standard']);
  await apply(
    cluster,
    manifests.filter((m) => early.includes(m.kind)).map((m) => simulated(m, incident, provisioner)),
  );
  await apply(
    cluster,
    manifests.filter((m) => !early.includes(m.kind)),
  );
  await settled(cluster, 40);
  await sleep(1200);
  const fault = Date.now();
  for (const step of incident.fault ?? []) await act(cluster, step);
  await sleep((incident.settle ?? 35) * 1000);
  if (incident.down) await allDown(cluster, incident.down);
  return { objects: await capture(cluster), fault, end: Date.now() };
}

/** The platform's storage classes, served by the laboratory's provisioner; those of the incident keep their own. */
const simulated = (m: Kube, incident: Incident, provisioner: string): Kube =>
  m.kind === 'StorageClass' && !incident.extra?.some((e) => e.metadata.name === m.metadata.name)
    ? { ...m, provisioner, volumeBindingMode: 'Immediate' }
    : m;

/** Plays an incident in a living cluster and captures it, aged and dressed as the platform. */
export async function live(incident: Incident): Promise<Snapshot> {
  const platform = PLATFORMS[incident.platform];
  const cluster = await startCluster(4);
  const played = await play(cluster, incident).finally(() => cluster.stop());
  const now = Date.parse(incident.now);
  const stretch = {
    fault: Math.floor(played.fault / 1000) * 1000,
    capture: played.end,
    onset: now - (incident.onset ?? 25) * MINUTE,
    now,
  };
  const objects = dress(
    age(
      played.objects.filter((o) => !uninteresting(o)),
      stretch,
    ),
    platform,
    incident.id,
  );
  const snapshot = new Snapshot(objects, worldManifests(incident).apps, incident.now, incident.id);
  dressNodes(snapshot, platform);
  dressVolumes(snapshot, platform);
  if (!incident.autoscalersBlind) {
    cureAutoscalers(snapshot);
    if (!snapshot.objects.some((o) => o.kind === 'APIService')) snapshot.add(metricsService());
  }
  incident.edit?.(snapshot);
  for (const o of snapshot.all('HorizontalPodAutoscaler')) settleScaling(snapshot, o);
  return snapshot;
}
