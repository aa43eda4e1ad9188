/**
 * The way of a call from a Service on, in the order in which it works: selector → endpoints → port → policies → the
 * process. Stops at the first link that fails.
 */
import type { ObjectRef, Pod, Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import {
  endpointState,
  isReady,
  podEndpoints,
  readyAddresses,
  serviceKind,
  slicesOf,
} from '../../semantics/endpoints.ts';
import { mapRequirements, matchesLabels, nearMisses } from '../../semantics/labelSelector.ts';
import { stringMap } from '../../semantics/lenient.ts';
import { findServicePort, portsOfService, targetPortOnPod } from '../../semantics/servicePort.ts';
import type { Failed, Undecided } from '../../semantics/verdict.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { controllerOf, templateOf, WORKLOAD_KINDS, type Workload, workloadOf } from '../objects/workloads.ts';
import type { Evidence, Link } from '../result.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import { policySteps } from './policy.ts';

export const SERVICE_WALK_KINDS = [
  ...WORKLOAD_KINDS,
  'services',
  'endpointslices',
  'networkpolicies',
  'namespaces',
  'replicasets',
] as const;
export type ServiceWalkState = State<(typeof SERVICE_WALK_KINDS)[number]>;

export interface ServiceCall {
  service: Service;
  /** The port as the caller dials it; undefined: not known, then every port must lead somewhere. */
  port: number | string | undefined;
  /** The calling pod, for policies; undefined: an unknown or outside caller. */
  from: Pod | undefined;
}

/** Why calls to a Service fail: at most the first broken link, or that the process behind it answers badly. */
export function serviceSteps(call: ServiceCall, state: ServiceWalkState): Step[] {
  const { service } = call;
  if (serviceKind(service) === 'externalName') return [];
  if (serviceKind(service) === 'manual') return manualEndpoints(service, state) ?? portMissing(call) ?? [];
  const pods = state.list('pods', service.metadata.namespace);
  const endpoints = podEndpoints(service, pods);
  if (endpoints.length === 0) return nothingSelected(service, pods, state);
  const ready = endpoints
    .filter(({ pod }) => endpointState(pod, true) !== 'finished' && isReady(pod))
    .map(({ pod }) => pod);
  const unready = endpoints.map(({ pod }) => pod).filter((pod) => !ready.includes(pod));
  if (ready.length === 0) return unready.length > 0 ? behind(service, unready, 'WorkloadUnavailable', state) : [];
  const port = portMissing(call) ?? wrongTarget(call, ready, state);
  if (port.length > 0) return port;
  const blocked = policySteps(call, ready, state);
  if (blocked.length > 0) return blocked;
  return [
    ...behind(service, ready, 'WorkloadDegraded', state),
    ...(unready.length > 0 ? behind(service, unready, 'WorkloadUnavailable', state) : []),
  ];
}

function portMissing({ service, port }: ServiceCall): Step[] | undefined {
  if (port === undefined || portsOfService(service).length === 0 || serviceKind(service) === 'headless')
    return undefined;
  const verdict = findServicePort(service, port);
  if (verdict.pass || verdict.reason !== 'ServicePortMissing') return undefined;
  const ports = portsOfService(service).map((one) => (one.name === undefined ? one.port : `${one.port} (${one.name})`));
  return [
    step(service, {
      code: 'ServicePortMissing',
      subject: refOf(service),
      confidence: 'confirmed',
      params: { port, ports: ports.join(', ') },
      evidence: verdict.by.map(({ object, path, value }) => specEvidence(object, path, value)),
    }),
  ];
}

function manualEndpoints(service: Service, state: ServiceWalkState): Step[] | undefined {
  const { namespace } = service.metadata;
  const slices = slicesOf(service, state.list('endpointslices', namespace));
  if (!state.complete('endpointslices', namespace) || readyAddresses(slices).length > 0) return undefined;
  return [step(service, selectsNothing(service, '{}'))];
}

/** No pod matches: a label that differs, a workload that has no pods, or nothing at all. */
function nothingSelected(service: Service, pods: readonly Pod[], state: ServiceWalkState): Step[] {
  const selector = stringMap(service.spec?.selector);
  const { namespace } = service.metadata;
  if (!state.complete('pods', namespace)) return [];
  const workloads = workloadsIn(namespace, state);
  const meant = workloads.filter((workload) => matchesLabels(selector, templateOf(workload)?.metadata?.labels));
  if (meant.length > 0)
    return meant.flatMap((workload) => zeroed(service, workload) ?? unavailable(service, refOf(workload)));
  const [nearest] = nearMisses(mapRequirements(selector), [
    ...workloads.map((workload) => ({
      metadata: { labels: templateOf(workload)?.metadata?.labels },
      ref: refOf(workload),
    })),
    ...pods
      .filter((pod) => controllerOf(pod) === undefined)
      .map((pod) => ({ metadata: pod.metadata, ref: refOf(pod) })),
  ]);
  const text = labelText(selector);
  if (nearest === undefined) return [step(service, selectsNothing(service, text))];
  const { ref } = nearest.candidate;
  const wanted = nearest.mismatches
    .map(({ requirement }) => `${requirement.key}=${requirement.values[0] ?? ''}`)
    .join(', ');
  const actual = nearest.mismatches
    .filter((one) => one.actual !== undefined)
    .map(({ requirement, actual }) => `${requirement.key}=${actual}`);
  const patch = Object.fromEntries(
    nearest.mismatches.map(({ requirement, actual }) => [requirement.key, actual ?? null]),
  );
  return [
    step(service, {
      code: 'ServiceSelectorMismatch',
      subject: refOf(service),
      confidence: 'confirmed',
      params: {
        selector: text,
        candidate: nameOf(ref),
        wanted,
        actual: actual.join(', ') || undefined,
        patch: JSON.stringify({ spec: { selector: patch } }),
      },
      evidence: nearest.mismatches.flatMap(({ requirement, actual }) => [
        specEvidence(service, `spec.selector.${requirement.key}`, requirement.values[0] ?? ''),
        ...(actual === undefined
          ? []
          : [
              specEvidence(
                ref,
                `${ref.kind === 'Pod' ? '' : 'spec.template.'}metadata.labels.${requirement.key}`,
                actual,
              ),
            ]),
      ]),
      affects: [{ ref, relation: 'selectedBy' }],
    }),
  ];
}

/** A workload that somebody scaled to zero while its Service is still called. */
function zeroed(service: Service, workload: Workload): Step[] | undefined {
  const spec = workload.spec as { replicas?: number } | undefined;
  if (spec?.replicas !== 0) return undefined;
  return [
    step(service, {
      code: 'ScaledToZero',
      subject: refOf(workload),
      confidence: 'confirmed',
      params: { neededBy: nameOf(refOf(service)) },
      evidence: [specEvidence(workload, 'spec.replicas', 0)],
    }),
  ];
}

/** The selector, label by label. */
export const selectorEvidence = (service: Service): Evidence[] =>
  Object.entries(stringMap(service.spec?.selector)).map(([key, value]) =>
    specEvidence(service, `spec.selector.${key}`, value),
  );

function selectsNothing(service: Service, selector: string): Finding {
  return {
    code: 'ServiceSelectsNothing',
    subject: refOf(service),
    confidence: 'likely',
    params: { selector },
    evidence: selectorEvidence(service),
  };
}

/** Every workload of a namespace that keeps pods running. */
export function workloadsIn(namespace: string | undefined, state: ServiceWalkState): Workload[] {
  return [
    ...state.list('deployments', namespace),
    ...state.list('statefulsets', namespace),
    ...state.list('daemonsets', namespace),
  ];
}

const labelText = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** A targetPort that no ready pod has. Where pods declare other ports only, that is likely; a missing name is certain. */
function wrongTarget({ service, port }: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Step[] {
  const [pod] = ready;
  if (pod === undefined) return [];
  const dialled = portsOfService(service).filter((one) => port === undefined || one.port === port || one.name === port);
  const failing = dialled
    .map((one) => ({ one, verdict: targetPortOnPod(service, one, pod) }))
    .filter(
      (entry): entry is { one: (typeof dialled)[number]; verdict: Failed | Undecided } => entry.verdict.pass !== true,
    );
  if (failing.length === 0 || (port === undefined && failing.length < dialled.length)) return [];
  const workload = workloadOf(pod, state);
  return failing.slice(0, 1).map(({ one, verdict }) => {
    const [target, ...declared] = verdict.by;
    const index = (service.spec?.ports ?? []).findIndex((candidate) => candidate.port === one.port);
    return step(service, {
      code: 'TargetPortWrong',
      subject: refOf(service),
      confidence: verdict.pass === false ? 'confirmed' : 'likely',
      params: {
        port: one.port,
        targetPort: String(one.targetPort),
        ports: declared.map(({ value }) => value).join(', ') || '-',
        candidate: nameOf(workload),
        patch: JSON.stringify([
          { op: 'replace', path: `/spec/ports/${index}/targetPort`, value: declared[0]?.value ?? '' },
        ]).replace(/"(\d+)"\}/, '$1}'),
      },
      evidence: [target, ...declared]
        .filter((by) => by !== undefined)
        .map(({ object, path, value }) => specEvidence(object, path, value)),
    });
  });
}

/** The workloads of these pods as the reason: their own trouble is looked for by the rules that know it. */
function behind(
  service: Service,
  pods: readonly Pod[],
  code: 'WorkloadUnavailable' | 'WorkloadDegraded',
  state: ServiceWalkState,
): Step[] {
  const workloads = new Map(pods.map((pod) => [refKey(workloadOf(pod, state)), workloadOf(pod, state)]));
  if (code === 'WorkloadUnavailable') return [...workloads.values()].flatMap((ref) => unavailable(service, ref));
  return [...workloads.values()].map((ref) =>
    step(service, { code, subject: ref, confidence: 'possible', params: {}, evidence: [] }),
  );
}

function unavailable(service: Service, ref: ObjectRef): Step[] {
  const evidence = selectorEvidence(service);
  return [step(service, { code: 'WorkloadUnavailable', subject: ref, confidence: 'possible', params: {}, evidence })];
}

/** A cause seen from the Service: the link leads from it, unless it is the cause itself. */
export function step(service: Service, cause: Finding): Step {
  const from = refOf(service);
  const same = refKey(from) === refKey(cause.subject);
  const relation = cause.subject.kind === 'NetworkPolicy' ? 'blockedBy' : 'backedBy';
  const chain: Link[] = same ? [] : [{ from, relation, to: cause.subject }];
  return { cause, chain };
}
