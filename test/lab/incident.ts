import type { LogEntry } from './logs/entry.ts';
import type { Kube } from './objects.ts';
import type { Snapshot } from './snapshot.ts';
import type { App } from './world/app.ts';
import type { CompanyName } from './world/company.ts';
import type { PlatformName } from './world/platform.ts';

export interface Named {
  kind: string;
  namespace?: string;
  name: string;
}

/** The expected answer, as case.yaml carries it. */
export interface RootCause {
  subjects: Named[];
  says: string[][];
}

/** One act on the living cluster, done in order once the world has settled. */
export type Step =
  | { apply: Kube[] }
  | { patch: string; in?: string; with: object; subresource?: string }
  | { delete: string; in?: string }
  | { scale: string; in: string; to: number }
  | { restart: string; in: string }
  | { wait: number };

export interface Incident {
  id: string;
  family: string;
  /** living: a real control plane makes the objects; forged: they are written as one would have made them. */
  mode: 'living' | 'forged';
  platform: PlatformName;
  /** Whose healthy workloads surround the incident. */
  company: CompanyName;
  /** Instant of the capture, RFC 3339. */
  now: string;
  /** Minutes between the fault and the capture (25 where absent). */
  onset?: number;
  question: string;
  scope?: { namespace: string };
  healthy?: boolean;
  rootCauses?: RootCause[];
  symptoms?: Named[];
  notRootCause?: Named[];
  hops: number;
  apps: App[];
  /** Further manifests of the world before the fault. */
  extra?: Kube[];
  fault?: Step[];
  /** Seconds for the controllers to react to the fault (35 where absent). */
  settle?: number;
  /** `namespace/app` whose containers crash: the capture waits for a moment in which all of them are down. */
  down?: string;
  /** Texts of the simulation (as JSON has them) and what they are called in the captured cluster. */
  rename?: [string, string][];
  /** What only a real kubelet or an application could have written. */
  edit?: (snapshot: Snapshot) => void;
  logs?: LogEntry[];
  /** Keep the horizontal autoscalers as the metrics-less control plane left them. */
  autoscalersBlind?: boolean;
  /** Objects that are referred to and absent on purpose, as `kind/namespace/name`. */
  absent?: string[];
}

export const incident = (value: Incident): Incident => value;

/** Shorthand: the objects that a fair judge accepts for a workload: itself, its ReplicaSets and its Pods. */
export function workload(namespace: string, name: string, kind = 'Deployment'): Named[] {
  const own = [
    { kind, namespace, name },
    { kind: 'Pod', namespace, name: `${name}-*` },
  ];
  return kind === 'Deployment' ? [...own, { kind: 'ReplicaSet', namespace, name: `${name}-*` }] : own;
}
