/** Who stands behind a Service: what its selector misses, and why a workload that it means has no pods. */
import type { ObjectRef, Pod, Service } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { readyAddresses, slicesOf } from '../../semantics/endpoints.ts';
import { mapRequirements, matchesLabels, nearMisses } from '../../semantics/labelSelector.ts';
import { stringMap } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { controllerOf, templateOf, type Workload } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { nameOf } from '../words/fill.ts';
import { type ServiceCall, type ServiceWalkState, step } from './call.ts';

/** A Service without a selector whose EndpointSlices give it no ready address; undefined where they do, or were not read. */
export function manualEndpoints({ service }: ServiceCall, state: ServiceWalkState): Step[] | undefined {
  const { namespace } = service.metadata;
  const slices = slicesOf(service, state.list('endpointslices', namespace));
  if (!state.complete('endpointslices', namespace) || readyAddresses(slices).length > 0) return undefined;
  return [step(service, selectsNothing(service, '{}'))];
}

/** Calls fail, and somebody wrote down by hand where they go: addresses that are no pod's, which nothing keeps up to date. */
export function foreignAddresses({ service, fails }: ServiceCall, state: ServiceWalkState): Step[] {
  if (fails !== true) return [];
  const { namespace } = service.metadata;
  const slices = slicesOf(service, state.list('endpointslices', namespace));
  const [slice] = slices;
  if (slice === undefined) return [];
  const addresses = readyAddresses(slices);
  const mirrored =
    slice.metadata.labels?.['endpointslice.kubernetes.io/managed-by']?.startsWith('endpointslicemirroring');
  return [
    step(service, {
      code: 'EndpointAddressFailing',
      subject: mirrored
        ? { apiVersion: 'v1', kind: 'Endpoints', namespace, name: service.metadata.name }
        : refOf(slice),
      confidence: 'likely',
      params: { service: nameOf(refOf(service)), addresses: addresses.join(', ') },
      evidence: addresses
        .slice(0, 3)
        .map((address, index) => specEvidence(slice, `endpoints[${index}].addresses[0]`, address)),
      affects: [{ ref: refOf(service), relation: 'backedBy' }],
    }),
  ];
}

/** No pod matches: a label that differs, a workload that has no pods, or nothing at all. */
export function nothingSelected(service: Service, pods: readonly Pod[], state: ServiceWalkState): Step[] {
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

/** A workload behind a Service that is not up: the rules that know it say why. */
export function unavailable(service: Service, ref: ObjectRef): Step[] {
  const evidence = selectorEvidence(service);
  return [step(service, { code: 'WorkloadUnavailable', subject: ref, confidence: 'possible', params: {}, evidence })];
}
