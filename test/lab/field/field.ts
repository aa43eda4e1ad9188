import { since } from '../faults.ts';
import { expand, forgeReplicaSet, replicaSetPods } from '../forge/controllers.ts';
import { withDefaults } from '../forge/defaults.ts';
import { forgeEndpoints } from '../forge/endpoints.ts';
import { forgeNodes } from '../forge/nodes.ts';
import type { World } from '../forge/pods.ts';
import { settleControllers } from '../forge/settle.ts';
import { bind } from '../forge/volumes.ts';
import type { Kube, Template } from '../objects.ts';
import { random } from '../random.ts';
import { Snapshot } from '../snapshot.ts';
import { namespaced, type Saying } from './base.ts';
import { ground, oldWording } from './ground.ts';
import { FLEET, type FleetName, SERVICE_NET } from './platforms.ts';
import { manifestsOf, type Svc } from './service.ts';
import type { Tone } from './tones.ts';

/** The cluster of one incident: built healthy, then broken by the incident's own code. */
export class Field {
  readonly s: Snapshot;
  readonly world: World;
  readonly sayings: Saying[] = [];
  readonly tones = new Map<string, { tone: Tone; c: string; key: string }>();
  readonly key: string;
  readonly platform: FleetName;
  /** What is done once the controllers' statuses are written. */
  readonly after: (() => void)[] = [];
  private services = 0;

  constructor(id: string, now: string, platform: FleetName, key: string, nodes = 4) {
    this.s = new Snapshot([], [], now, id);
    this.key = key;
    this.platform = platform;
    const p = FLEET[platform];
    const rng = random(`field:${id}`);
    const all = forgeNodes(p, nodes, this.s.clock, rng);
    this.world = {
      clock: this.s.clock,
      random: rng,
      nodes: all.filter((n) => n.kind === 'Node'),
      podNet: p.podNet,
      pods: rng.int(0, 70),
    };
    this.s.add(...all);
    for (const ns of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) this.ns(ns);
    ground(this, p);
  }

  ns(name: string, labels: Record<string, string> = {}): Kube {
    const known = this.s.all('Namespace').find((n) => n.metadata.name === name);
    if (known) {
      Object.assign(known.metadata.labels ?? {}, labels);
      return known;
    }
    const made = namespaced(name, labels);
    this.s.add(made, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
    return made;
  }

  /** Adds objects with everything that their controllers make of them. */
  put(...objects: Kube[]): void {
    for (const raw of objects) {
      if (raw.metadata.namespace) this.ns(raw.metadata.namespace);
      const o = withDefaults(structuredClone(raw));
      if (o.kind === 'Service') this.address(o);
      const made = expand(o, this.world);
      const claims = made.filter((m) => m.kind === 'PersistentVolumeClaim' && !m.status);
      this.s.add(...made, ...claims.flatMap((c) => bind(c, FLEET[this.platform], this.world)));
    }
  }

  private address(o: Kube): void {
    const spec = o.spec ?? {};
    if (spec.type === 'ExternalName' || spec.clusterIP) return;
    const net = SERVICE_NET[this.platform];
    this.services += 1;
    const dns = o.metadata.name === 'kube-dns';
    spec.clusterIP = dns ? `${net}.0.10` : `${net}.${(this.services * 29) % 250}.${11 + ((this.services * 53) % 230)}`;
    o.spec = spec;
  }

  app(svc: Svc): Kube {
    const { registry } = FLEET[this.platform];
    const image = svc.image ?? `${svc.name}:2.4.1`;
    const full = /^[^/]+[.:][^/]*\//.test(image)
      ? image
      : registry + (this.platform === 'tke' || this.platform === 'openshift' ? `${svc.ns}/` : '') + image;
    this.put(...manifestsOf({ ...svc, image: full }, this.key));
    this.tones.set(`${svc.ns}/${svc.name}`, { tone: svc.tone, c: svc.c ?? svc.name, key: this.key });
    return this.get(svc.kind ?? 'Deployment', `${svc.ns}/${svc.name}`);
  }

  get(kind: string, path: string): Kube {
    const [ns = '', name = ''] = path.includes('/') ? path.split('/') : ['', path];
    return this.s.find(kind, ns, name);
  }

  pods(app: string): Kube[] {
    const [ns, name = ''] = app.split('/');
    return this.s
      .all('Pod', ns)
      .filter((p) => p.metadata.labels?.[this.key] === name || p.metadata.labels?.app === name);
  }

  pod(app: string, i = 0): Kube {
    const found = this.pods(app)[i];
    if (!found) throw new Error(`No pod ${i} of ${app}.`);
    return found;
  }

  podIP(app: string, i = 0): string {
    return this.pod(app, i).status?.podIP ?? '';
  }

  /** Cluster address of a Service. */
  ip(path: string): string {
    return String(this.get('Service', path).spec?.clusterIP ?? '');
  }

  dnsIP(): string {
    return this.platform === 'openshift' ? this.ip('openshift-dns/dns-default') : this.ip('kube-system/kube-dns');
  }

  node(i: number): Kube {
    const found = this.world.nodes[i];
    if (!found) throw new Error(`No node ${i}.`);
    return found;
  }

  config(path: string, data: Record<string, string>, days = 60): Kube {
    const [namespace = '', name = ''] = path.split('/');
    this.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, creationTimestamp: this.s.clock.ago(days * 1440) },
      data,
    });
    return this.get('ConfigMap', path);
  }

  secret(path: string, keys: string[], days = 60, type = 'Opaque'): Kube {
    const [namespace = '', name = ''] = path.split('/');
    this.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, creationTimestamp: this.s.clock.ago(days * 1440) },
      type,
      data: Object.fromEntries(keys.map((k) => [k, 'UkVEQUNURUQ='])),
    });
    return this.get('Secret', path);
  }

  say(saying: Saying): void {
    this.sayings.push(saying);
  }

  /** Notes who changed an object last, as managedFields do. */
  edited(o: Kube, manager: string, minutes: number, fields: object = { 'f:spec': {} }): void {
    o.metadata.managedFields = [
      ...(o.metadata.managedFields ?? []),
      {
        manager,
        operation: 'Update',
        apiVersion: o.apiVersion,
        time: this.s.clock.ago(minutes),
        fieldsType: 'FieldsV1',
        fieldsV1: fields,
      },
    ];
    o.metadata.generation = (o.metadata.generation ?? 3) + 1;
  }

  /** A revision so many minutes ago; `before` turns the present template into the one before. */
  revise(
    app: string,
    minutes: number,
    before: (t: Template) => void,
    r: { old?: number; fresh?: number; by?: string } = {},
  ): { fresh: Kube[]; old: Kube[] } {
    const { s } = this;
    const o = this.get('Deployment', app);
    const set = s
      .all('ReplicaSet', o.metadata.namespace)
      .find((x) => x.metadata.ownerReferences?.[0]?.uid === o.metadata.uid);
    if (!o.spec?.template || !set) throw new Error(`${app} has no ReplicaSet.`);
    const was = structuredClone(o.spec.template);
    before(was);
    const mine = this.pods(app);
    const revision = Number(o.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 1);
    for (const x of [o, set])
      x.metadata.annotations = { ...x.metadata.annotations, 'deployment.kubernetes.io/revision': String(revision + 1) };
    set.metadata.creationTimestamp = s.clock.ago(minutes);
    const oldSet = forgeReplicaSet(o, was, r.old ?? 0, revision, minutes + 11_000, this.world);
    const old = replicaSetPods(oldSet, r.old ?? 0, minutes + 11_000, this.world);
    const fresh = mine.slice(0, r.fresh ?? mine.length);
    for (const gone of mine.slice(fresh.length)) s.remove(gone);
    set.spec = { ...set.spec, replicas: fresh.length };
    s.add(oldSet, ...old);
    since(s, fresh, minutes);
    s.event(o, 'ScalingReplicaSet', `Scaled up replica set ${set.metadata.name} from 0 to ${fresh.length}`, {
      type: 'Normal',
      first: minutes,
      last: minutes,
      source: 'deployment-controller',
    });
    this.edited(o, r.by ?? 'kubectl-set', minutes, { 'f:spec': { 'f:template': {} } });
    const done = !r.old;
    s.condition(
      o,
      'Progressing',
      'True',
      done ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
      `ReplicaSet "${set.metadata.name}" ${done ? 'has successfully progressed' : 'is progressing'}.`,
      minutes,
    );
    return { fresh, old };
  }

  /** The pod that its ReplicaSet made elsewhere for one that is lost. */
  replace(lost: Kube, node: Kube, minutes: number): void {
    const fresh = structuredClone(lost);
    fresh.metadata.name = lost.metadata.name.replace(/.....$/, this.s.random.suffix(5));
    fresh.metadata.uid = this.s.random.uid();
    if (fresh.spec) fresh.spec.nodeName = node.metadata.name;
    for (const type of ['Ready', 'ContainersReady']) this.s.condition(fresh, type, 'True');
    if (fresh.status)
      fresh.status.podIP = String(lost.status?.podIP).replace(/\d+$/, (n) => String((Number(n) + 101) % 250));
    this.s.add(fresh);
    since(this.s, [fresh], minutes);
  }

  /** The controller's statuses and the endpoints, as they follow from the pods. */
  settle(): void {
    settleControllers(this.s);
    forgeEndpoints(this.s);
    for (const step of this.after) step();
    if (FLEET[this.platform].version < 'v1.35') oldWording(this.s);
  }
}
