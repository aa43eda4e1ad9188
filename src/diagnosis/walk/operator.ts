/** The workload in the cluster that is to act on something (a provisioner, a plug-in, a scheduler), where it does not run. */
import type { DaemonSet, Deployment, ObjectRef, Pod, StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { EVERYWHERE, type State } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import type { Relation } from '../words/relations.ts';

export const OPERATOR_KINDS = WORKLOAD_KINDS;
type OperatorState = State<(typeof OPERATOR_KINDS)[number]>;
export type Operator = Deployment | StatefulSet | DaemonSet;

/** Workloads of all namespaces: few, and read only with a finding in hand that they may explain. */
export function operators(state: OperatorState): Operator[] {
  return [
    ...state.list('deployments', EVERYWHERE),
    ...state.list('statefulsets', EVERYWHERE),
    ...state.list('daemonsets', EVERYWHERE),
  ];
}

/** Everything that the containers of a workload are started with, as one text to look for a name in. */
export function startText(operator: Operator): string {
  return objectsIn(operator.spec?.template?.spec?.containers)
    .flatMap(({ image, command, args, env }) => [
      image ?? '',
      ...(command ?? []),
      ...(args ?? []),
      ...objectsIn(env).map(({ value }) => value ?? ''),
    ])
    .join('\n');
}

/** Those that act on what others write: by their name or their namespace's, their image or what they are started with. */
export const controllers = (state: OperatorState): readonly Operator[] =>
  state.memo('operator/controllers', () =>
    operators(state)
      .filter((one) => CONTROLLER.test(`${one.metadata.namespace}\n${one.metadata.name}\n${startText(one)}`))
      .slice(0, MAX_CONTROLLERS),
  );
const CONTROLLER = /operator|controller|external-(?:secrets|dns)|cert-manager|provisioner/i;
/** So many logs are worth reading for one question. */
const MAX_CONTROLLERS = 8;

/** Whether a workload mounts a folder of the node that begins so. */
export const mountsHostPath = (operator: Operator, pattern: RegExp): boolean =>
  objectsIn(operator.spec?.template?.spec?.volumes).some(({ hostPath }) => pattern.test(hostPath?.path ?? ''));

/** Where the kubelet and the runtimes look for network plug-ins, whoever makes them. */
const CNI_FOLDER = /^\/(?:etc|opt)\/cni(?:\/|$)/;

/**
 * The DaemonSets that bring the pod network to nodes: those that write to the folder of the plug-ins. Where none is seen to,
 * those that run without it, as parts of the node.
 */
export function networkAgents(state: OperatorState): DaemonSet[] {
  const sets = state.list('daemonsets', EVERYWHERE);
  const writing = sets.filter((set) => mountsHostPath(set, CNI_FOLDER));
  return writing.length > 0 ? writing : sets.filter(isPartOfNode);
}

/** Routes what goes to Services, for the node's own processes too. */
export const isServiceProxy = (set: DaemonSet): boolean => /\bkube-proxy\b/.test(startText(set));

const isPartOfNode = ({ spec }: DaemonSet): boolean => {
  const { hostNetwork, priorityClassName = '', tolerations } = spec?.template?.spec ?? {};
  const runsAnywhere = objectsIn(tolerations).some(({ key, operator }) => !key && operator === 'Exists');
  return hostNetwork === true && (runsAnywhere || /^system-(?:node|cluster)-critical$/.test(priorityClassName));
};

/** That an operator does not run, as the reason for what it leaves undone; nothing where it runs. */
export function operatorSteps(from: ObjectRef, relation: Relation, operator: Operator, state: OperatorState): Step[] {
  const cause = notRunning(operator, from, state);
  return cause === undefined ? [] : [{ cause, chain: [{ from, relation, to: refOf(operator) }] }];
}

function notRunning(operator: Operator, neededBy: ObjectRef, state: OperatorState): Finding | undefined {
  const subject = refOf(operator);
  const { replicas } = (operator.spec ?? {}) as { replicas?: number };
  if (replicas === 0) {
    const evidence = [specEvidence(operator, 'spec.replicas', 0)];
    return { code: 'ScaledToZero', subject, confidence: 'confirmed', params: { neededBy: nameOf(neededBy) }, evidence };
  }
  const { path, ready, desired } = readiness(operator);
  // Its pods are what the rules about containers need to say why.
  podsOf(subject, state);
  if (ready >= desired) return undefined;
  const evidence = [statusEvidence(operator, path, ready)];
  return { code: 'WorkloadUnavailable', subject, confidence: 'possible', params: { ready, desired }, evidence };
}

function readiness({ kind, status, spec }: Operator): { path: string; ready: number; desired: number } {
  if (kind === 'DaemonSet') {
    const { numberReady = 0, desiredNumberScheduled = 0 } = (status ?? {}) as Partial<DaemonSet['status'] & object>;
    return { path: 'status.numberReady', ready: numberReady, desired: desiredNumberScheduled };
  }
  const { readyReplicas = 0 } = (status ?? {}) as { readyReplicas?: number };
  // One that is ready does the work: the others only stand by.
  const desired = Math.min(1, (spec as { replicas?: number } | undefined)?.replicas ?? 1);
  return { path: 'status.readyReplicas', ready: readyReplicas, desired };
}

/** That the pod of a DaemonSet on one node is down, as the reason for what fails there; why it is down others say. */
export function agentDown(from: ObjectRef, set: DaemonSet, pod: Pod): Step {
  const { numberReady, desiredNumberScheduled } = set.status ?? {};
  const cause: Finding = {
    code: 'WorkloadUnavailable',
    subject: refOf(set),
    confidence: 'possible',
    params: { ready: numberReady, desired: desiredNumberScheduled },
    evidence: [
      statusEvidence(pod, 'status.conditions[Ready].status', 'False'),
      specEvidence(pod, 'spec.nodeName', pod.spec?.nodeName),
    ],
  };
  return { cause, chain: [{ from, relation: 'uses', to: refOf(set) }] };
}
