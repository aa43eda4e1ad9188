/** Counterfactuals of scheduling: which one constraint, lifted alone, would let some node take the pod? */
import type { Container, Pod, PodSpec } from '../../cluster/objects.ts';
import { objectsIn, recordIn, stringMap } from '../lenient.ts';
import { podRequests } from '../podResources.ts';
import { formatQuantity } from '../quantity.ts';
import { type Decided, decided } from '../verdict.ts';
import { claimUses } from '../volumeClaim.ts';
import { taintText, untoleratedTaints } from './taints.ts';
import { beforeNodes, filterFor } from './verdict.ts';
import { type IndexedWorld, indexWorld } from './world.ts';

/** One constraint lifted, and the nodes that would then take the pod. */
export interface Relaxation {
  /** The field that was lifted. */
  constraint: Decided;
  /** Names of the nodes that fit without it; empty: lifting it alone does not help. */
  fits: string[];
}

interface Trial {
  constraint: Decided;
  pod: Pod;
  world?: IndexedWorld;
}

const NODE_AFFINITY = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

function withSpec(pod: Pod, change: Partial<PodSpec>): Pod {
  return { ...pod, spec: { ...pod.spec, ...change } as PodSpec };
}

function selectorTrials(pod: Pod): Trial[] {
  const selector = stringMap(pod.spec?.nodeSelector);
  const trials = Object.entries(selector).map(([key, value]) => {
    const { [key]: _lifted, ...others } = selector;
    return {
      constraint: decided(pod, `spec.nodeSelector.${key}`, value),
      pod: withSpec(pod, { nodeSelector: others }),
    };
  });
  if (trials.length < 2) return trials;
  const all = { constraint: decided(pod, 'spec.nodeSelector', selector), pod: withSpec(pod, { nodeSelector: {} }) };
  return [...trials, all];
}

function affinityTrials(pod: Pod): Trial[] {
  const affinity = pod.spec?.affinity;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const trials: Trial[] = [];
  if (required) {
    const lifted = withSpec(pod, { affinity: { ...affinity, nodeAffinity: undefined } });
    trials.push({ constraint: decided(pod, NODE_AFFINITY, required), pod: lifted });
  }
  for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
    const path = `spec.affinity.${field}.requiredDuringSchedulingIgnoredDuringExecution`;
    const terms = affinity?.[field]?.requiredDuringSchedulingIgnoredDuringExecution;
    if (objectsIn(terms).length === 0) continue;
    trials.push({
      constraint: decided(pod, path, terms),
      pod: withSpec(pod, { affinity: { ...affinity, [field]: undefined } }),
    });
  }
  return trials;
}

function tolerationTrials(pod: Pod, world: IndexedWorld): Trial[] {
  const tolerations = objectsIn(pod.spec?.tolerations);
  const seen = new Map<string, Trial>();
  for (const node of world.nodes) {
    for (const taint of untoleratedTaints(node, tolerations)) {
      const text = taintText(taint);
      if (seen.has(text)) continue;
      const toleration = { key: taint.key, operator: 'Exists', effect: taint.effect };
      seen.set(text, {
        constraint: decided(node, `spec.taints[${taint.key}]`, text),
        pod: withSpec(pod, { tolerations: [...tolerations, toleration] }),
      });
    }
    if (node.spec?.unschedulable === true && !seen.has('cordon')) {
      seen.set('cordon', {
        constraint: decided(node, 'spec.unschedulable', true),
        // A cordoned node carries the taint of the same name too; uncordoning takes both away.
        pod: withSpec(pod, { tolerations: [...tolerations, { ...CORDON, operator: 'Exists' }] }),
      });
    }
  }
  return [...seen.values()];
}

function withoutResource(list: Container[] | undefined, resource: string): Container[] {
  return objectsIn(list).map((container) => {
    const { [resource]: _request, ...requests } = recordIn(container.resources?.requests) as Record<string, string>;
    const { [resource]: _limit, ...limits } = recordIn(container.resources?.limits) as Record<string, string>;
    return { ...container, resources: { ...container.resources, requests, limits } };
  });
}

function resourceTrials(pod: Pod): Trial[] {
  const { resources, overhead, ...spec } = (pod.spec ?? {}) as PodSpec;
  return [...podRequests(pod)].map(([resource, quantity]) => {
    const drop = (map: unknown) => {
      const { [resource]: _dropped, ...others } = recordIn(map) as Record<string, string>;
      return others;
    };
    const lifted: PodSpec = {
      ...spec,
      containers: withoutResource(spec.containers, resource),
      initContainers: withoutResource(spec.initContainers, resource),
      resources: resources && { ...resources, requests: drop(resources.requests), limits: drop(resources.limits) },
      overhead: overhead && drop(overhead),
    };
    const constraint = decided(pod, `spec.containers[*].resources.requests.${resource}`, formatQuantity(quantity));
    return { constraint, pod: { ...pod, spec: lifted } };
  });
}

function otherTrials(pod: Pod, world: IndexedWorld): Trial[] {
  const spreads = objectsIn(pod.spec?.topologySpreadConstraints);
  const trials: Trial[] = spreads
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
    .map((spread) => ({
      constraint: decided(pod, `spec.topologySpreadConstraints[${spreads.indexOf(spread)}]`, spread),
      pod: withSpec(pod, { topologySpreadConstraints: spreads.filter((other) => other !== spread) }),
    }));
  const ports = objectsIn(pod.spec?.containers)
    .flatMap((container) => objectsIn(container.ports))
    .filter(({ hostPort }) => hostPort);
  if (ports.length > 0) {
    const free = objectsIn(pod.spec?.containers).map((container) => ({ ...container, ports: [] }));
    trials.push({
      constraint: decided(
        pod,
        'spec.containers[*].ports[*].hostPort',
        ports.map(({ hostPort }) => hostPort).join(', '),
      ),
      pod: withSpec(pod, { containers: free }),
    });
  }
  for (const { claim, volume, path } of claimUses(pod)) {
    const volumes = objectsIn(pod.spec?.volumes).filter(({ name }) => name !== volume);
    trials.push({ constraint: decided(pod, path, claim), pod: withSpec(pod, { volumes }) });
  }
  if (pod.spec?.nodeName)
    trials.push({
      constraint: decided(pod, 'spec.nodeName', pod.spec.nodeName),
      pod: withSpec(pod, { nodeName: undefined }),
    });
  const gates = objectsIn(pod.spec?.schedulingGates);
  if (gates.length > 0)
    trials.push({
      constraint: decided(pod, 'spec.schedulingGates', gates.map(({ name }) => name).join(', ')),
      pod: withSpec(pod, { schedulingGates: [] }),
    });
  return [...trials, ...existingTrials(pod, world)];
}

/** The anti-affinity of running pods, lifted from all of them. */
function existingTrials(pod: Pod, world: IndexedWorld): Trial[] {
  const [first] = world.antiAffine;
  if (first === undefined) return [];
  const path = 'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution';
  const terms = first.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return [{ constraint: decided(first, path, terms), pod, world: { ...world, antiAffine: [] } }];
}

function fitting(pod: Pod, world: IndexedWorld): string[] {
  if (beforeNodes(pod, world) !== undefined) return [];
  const filter = filterFor(pod, world);
  return world.nodes.filter((node) => filter(node) === undefined).map(({ metadata }) => metadata.name);
}

/**
 * Lifts each constraint alone and asks again: of the pod (selectors, affinities, spread, ports, claims, gates, each
 * requested resource), and of the nodes (each taint, the cordon). Those that help come first, by the nodes they free.
 */
export function whatIf(pod: Pod, world: IndexedWorld): Relaxation[] {
  const trials = [
    ...tolerationTrials(pod, world),
    ...selectorTrials(pod),
    ...affinityTrials(pod),
    ...resourceTrials(pod),
    ...otherTrials(pod, world),
  ];
  return trials
    .map((trial) => ({ constraint: trial.constraint, fits: fitting(trial.pod, trial.world ?? world) }))
    .sort((a, b) => b.fits.length - a.fits.length);
}

/**
 * The nodes that would take the pod once every pod of lower priority were evicted from them; none where the pod may not preempt.
 * Disruption budgets do not prevent preemption, they are only honoured where possible.
 */
export function preemptionCandidates(pod: Pod, world: IndexedWorld): string[] {
  const priority = pod.spec?.priority ?? 0;
  const filter = filterFor(pod, world);
  const refused = world.nodes.filter((node) => filter(node)?.preemptible === true);
  if (pod.spec?.preemptionPolicy === 'Never') return [];
  return refused
    .filter((node) => {
      const victims = (world.podsByNode.get(node.metadata.name) ?? []).filter(
        (other) => (other.spec?.priority ?? 0) < priority,
      );
      if (victims.length === 0) return false;
      const rest = indexWorld({ ...world, pods: world.pods.filter((other) => !victims.includes(other)) });
      return filterFor(pod, rest)(node) === undefined;
    })
    .map(({ metadata }) => metadata.name);
}
