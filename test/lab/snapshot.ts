import { type Condition, type ContainerState, type ContainerStatus, type Kube, keyOf } from './objects.ts';
import { type Random, random } from './random.ts';
import { type Clock, clock } from './time.ts';
import type { App } from './world/app.ts';

interface EventOptions {
  type?: 'Normal' | 'Warning';
  /** Minutes before the capture. */
  first?: number;
  last?: number;
  count?: number;
  source?: string;
  host?: string;
  container?: string;
}

/** The objects of one case while it is being made, and what incidents do to them. */
export class Snapshot {
  objects: Kube[];
  readonly apps: App[];
  readonly clock: Clock;
  readonly random: Random;

  constructor(objects: Kube[], apps: App[], now: string, seed: string) {
    this.objects = objects;
    this.apps = apps;
    this.clock = clock(now);
    this.random = random(`snapshot:${seed}`);
  }

  find(kind: string, namespace: string, name: string): Kube {
    const found = this.objects.find((o) => keyOf(o) === `${kind}/${namespace}/${name}`);
    if (!found) throw new Error(`The world has no ${kind} ${namespace}/${name}; correct the incident.`);
    return found;
  }

  all(kind: string, namespace?: string): Kube[] {
    return this.objects.filter(
      (o) => o.kind === kind && (namespace === undefined || o.metadata.namespace === namespace),
    );
  }

  /** Pods of an app, by their label, oldest name order. */
  pods(app: string): Kube[] {
    const [ns, name] = app.split('/');
    return this.all('Pod', ns).filter((p) => p.metadata.labels?.app === name);
  }

  drop(...kinds: string[]): void {
    this.objects = this.objects.filter((o) => !kinds.includes(o.kind));
  }

  remove(target: Kube): void {
    this.objects = this.objects.filter((o) => o !== target);
  }

  add(...objects: Kube[]): void {
    for (const o of objects) {
      o.metadata.uid ??= this.random.uid();
      o.metadata.resourceVersion ??= String(this.random.int(40_000_000, 49_999_999));
      o.metadata.creationTimestamp ??= this.clock.ago(60 * 24 * this.random.int(20, 200));
      this.objects.push(o);
    }
  }

  /** Writes an event about an object, as the core API lists it. */
  event(about: Kube, reason: string, message: string, options: EventOptions = {}): void {
    const { type = 'Warning', first = 20, last = 1, count = 1, source = 'kubelet', container } = options;
    const { name, namespace, uid, resourceVersion } = about.metadata;
    const host = source === 'kubelet' ? (options.host ?? about.spec?.nodeName) : undefined;
    const ns = namespace ?? 'default';
    this.add({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${this.random.hex(16)}`, namespace: ns, creationTimestamp: this.clock.ago(first) },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name,
        ...(namespace ? { namespace } : {}),
        uid,
        resourceVersion,
        ...(container ? { fieldPath: `spec.containers{${container}}` } : {}),
      },
      reason,
      message,
      type,
      count,
      firstTimestamp: this.clock.ago(first),
      lastTimestamp: this.clock.ago(last),
      eventTime: null,
      source: { component: source, ...(host ? { host } : {}) },
      reportingComponent: source,
      reportingInstance: host ?? '',
    });
  }

  dropEvents(match: (event: Kube) => boolean): void {
    this.objects = this.objects.filter((o) => o.kind !== 'Event' || !match(o));
  }

  condition(o: Kube, type: string, status: string, reason?: string, message?: string, minutes = 20): void {
    o.status ??= {};
    const list = o.status.conditions ?? [];
    const next: Condition = {
      type,
      status,
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
      lastTransitionTime: this.clock.ago(minutes),
    };
    const old = list.find((c) => c.type === type);
    if (old) Object.assign(old, { reason: undefined, message: undefined }, next);
    else list.push(next);
    o.status.conditions = list;
  }

  container(pod: Kube, name?: string): ContainerStatus {
    const list = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
    const found = name ? list.find((c) => c.name === name) : pod.status?.containerStatuses?.[0];
    if (!found) throw new Error(`Pod ${pod.metadata.name} has no status of container ${name ?? '(first)'}.`);
    return found;
  }

  state(pod: Kube, name: string | undefined, state: ContainerState, lastState?: ContainerState): ContainerStatus {
    const status = this.container(pod, name);
    status.state = state;
    if (lastState) status.lastState = lastState;
    return status;
  }
}
