/** What a service mesh does with a call, after the Service itself is found in order: routes, subsets, mutual TLS, authorisation. */
import type { CustomObject, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { matchesLabels } from '../../semantics/labelSelector.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { deniedBy } from '../../semantics/mesh/authorization.ts';
import { isInMesh } from '../../semantics/mesh/membership.ts';
import { mutualTlsOf } from '../../semantics/mesh/mutualTls.ts';
import { type Destination, destinationsOf, rulesFor, subsetNamed } from '../../semantics/mesh/routes.ts';
import { ROOT_NAMESPACE } from '../../semantics/mesh/scope.ts';
import { portsOfService, targetPortOnPod } from '../../semantics/servicePort.ts';
import { decidedEvidence, specEvidence } from '../evidence.ts';
import type { Affected, Finding, Step } from '../finding.ts';
import { podsSelected } from '../objects/selection.ts';
import { workloadOf } from '../objects/workloads.ts';
import { ABSENT, EVERYWHERE } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import type { ServiceCall, ServiceWalkState } from './call.ts';

/** At most one step: the first thing of the mesh that keeps the call from a ready pod; empty where no proxy is in the way. */
export function meshSteps(call: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Step[] {
  const { from } = call;
  const [to] = ready;
  if (from === undefined || to === undefined) return [];
  const cause =
    (isInMesh(from) ? (routeFault(call, state) ?? plainTextFault(call, to, state)) : undefined) ??
    (isInMesh(to) ? (mutualTlsFault(call, from, to, state) ?? authorizationFault(call, from, to, state)) : undefined);
  return cause === undefined ? [] : [stepTo(call, { ...cause, affects: harmed(call, ready, state) })];
}

/** The Service and who stands behind it: requests that never arrive there look like their trouble. */
function harmed({ service }: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Affected[] {
  const behind = new Map(ready.map((pod) => [refKey(workloadOf(pod, state)), workloadOf(pod, state)]));
  return [refOf(service), ...behind.values()].map((ref) => ({ ref, relation: 'routedBy' }));
}

function stepTo({ service }: ServiceCall, cause: Finding): Step {
  const relation = cause.code === 'MeshAccessDenied' || cause.code === 'MutualTlsRequired' ? 'blockedBy' : 'routedBy';
  return { cause, chain: [{ from: refOf(service), relation, to: cause.subject }] };
}

/** A destination of the Service's routes that leads nowhere. */
function routeFault({ service }: ServiceCall, state: ServiceWalkState): Finding | undefined {
  const virtualServices = state.list('virtualservices', EVERYWHERE);
  for (const destination of destinationsOf(service, virtualServices)) {
    const fault = hostFault(destination, state) ?? subsetFault(destination, state);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function hostFault({ virtualService, path, service, host }: Destination, state: ServiceWalkState): Finding | undefined {
  if (service === undefined || state.find('services', service.namespace, service.name) !== ABSENT) return undefined;
  return {
    code: 'MeshRouteHostMissing',
    subject: refOf(virtualService),
    about: host,
    confidence: 'confirmed',
    params: { host },
    evidence: [specEvidence(virtualService, `${path}.host`, host)],
  };
}

function subsetFault(destination: Destination, state: ServiceWalkState): Finding | undefined {
  const { virtualService, path, service, subset } = destination;
  if (service === undefined || subset === undefined || !state.complete('destinationrules', EVERYWHERE))
    return undefined;
  const rules = rulesFor(service, state.list('destinationrules', EVERYWHERE));
  const defined = subsetNamed(subset, rules);
  const quote = specEvidence(virtualService, `${path}.subset`, subset);
  const params = { subset, service: `${service.namespace}/${service.name}`, route: nameOf(refOf(virtualService)) };
  if (defined === undefined)
    return {
      code: 'MeshSubsetUndefined',
      subject: refOf(rules[0] ?? virtualService),
      about: subset,
      confidence: 'confirmed',
      params: { ...params, rule: rules[0] === undefined ? undefined : nameOf(refOf(rules[0])) },
      evidence: [quote, ...(rules[0] === undefined ? [] : subsetNames(rules[0]))],
    };
  const { spec } = stateService(service, state) ?? {};
  if (spec?.selector === undefined || !state.complete('pods', service.namespace)) return undefined;
  const pods = podsSelected(spec.selector, service.namespace, state);
  if (pods.some(({ metadata }) => matchesLabels(defined.labels, metadata.labels))) return undefined;
  return {
    code: 'MeshSubsetEmpty',
    subject: refOf(defined.rule),
    about: subset,
    confidence: 'confirmed',
    params: {
      ...params,
      labels: Object.entries(defined.labels)
        .map((pair) => pair.join('='))
        .join(','),
    },
    evidence: [
      quote,
      ...Object.entries(defined.labels).map(([key, value]) =>
        specEvidence(defined.rule, `${defined.path}.${key}`, value),
      ),
    ],
  };
}

const stateService = ({ name, namespace }: { name: string; namespace: string }, state: ServiceWalkState) => {
  const found = state.find('services', namespace, name);
  return typeof found === 'string' ? undefined : found;
};

function subsetNames(rule: CustomObject) {
  const subsets = recordIn(rule.spec).subsets;
  const list = Array.isArray(subsets) ? subsets : [];
  return list.slice(0, 4).flatMap((subset: unknown, index) => {
    const name = textIn(recordIn(subset).name);
    return name === undefined ? [] : [specEvidence(rule, `spec.subsets[${index}].name`, name)];
  });
}

/** The caller's proxy is told to speak plain text, or TLS, where the other side takes only the other. */
function plainTextFault(call: ServiceCall, to: Pod, state: ServiceWalkState): Finding | undefined {
  const { namespace = '', name } = call.service.metadata;
  for (const rule of rulesFor({ namespace, name }, state.list('destinationrules', EVERYWHERE))) {
    const mode = textIn(recordIn(recordIn(recordIn(rule.spec).trafficPolicy).tls).mode);
    const { mode: taken, by } = mutualTls(call, to, state);
    const refused =
      (mode === 'ISTIO_MUTUAL' && !isInMesh(to)) || (mode === 'DISABLE' && isInMesh(to) && taken === 'STRICT');
    if (mode === undefined || !refused) continue;
    return {
      code: 'MeshTlsMismatch',
      subject: refOf(rule),
      confidence: 'confirmed',
      params: { mode, to: nameOf(workloadOf(to, state)), taken: isInMesh(to) ? taken : 'none' },
      evidence: [
        specEvidence(rule, 'spec.trafficPolicy.tls.mode', mode),
        ...decidedEvidence(by === undefined ? [] : [by]),
      ],
    };
  }
  return undefined;
}

function mutualTlsFault(call: ServiceCall, from: Pod, to: Pod, state: ServiceWalkState): Finding | undefined {
  if (isInMesh(from)) return undefined;
  const { mode, policy, by } = mutualTls(call, to, state);
  if (mode !== 'STRICT' || policy === undefined || by === undefined) return undefined;
  return {
    code: 'MutualTlsRequired',
    subject: refOf(policy),
    about: nameOf(workloadOf(from, state)),
    confidence: 'confirmed',
    params: { from: nameOf(workloadOf(from, state)), to: nameOf(workloadOf(to, state)) },
    evidence: decidedEvidence([by]),
    since: undefined,
  };
}

function authorizationFault(call: ServiceCall, from: Pod, to: Pod, state: ServiceWalkState): Finding | undefined {
  const denied = deniedBy({ from, to, port: portOf(call, to) }, policiesFor('authorizationpolicies', to, state));
  if (denied === undefined) return undefined;
  return {
    code: 'MeshAccessDenied',
    subject: refOf(denied.policy),
    about: nameOf(workloadOf(from, state)),
    confidence: 'confirmed',
    params: {
      from: nameOf(workloadOf(from, state)),
      to: nameOf(workloadOf(to, state)),
      identity: `cluster.local/ns/${from.metadata.namespace}/sa/${from.spec?.serviceAccountName ?? 'default'}`,
    },
    evidence: decidedEvidence([denied.by]),
  };
}

const mutualTls = (call: ServiceCall, to: Pod, state: ServiceWalkState) =>
  mutualTlsOf(to, portOf(call, to), policiesFor('peerauthentications', to, state));

function policiesFor(kind: 'peerauthentications' | 'authorizationpolicies', to: Pod, state: ServiceWalkState) {
  const namespaces = [...new Set([to.metadata.namespace, ROOT_NAMESPACE])];
  return namespaces.flatMap((namespace) => state.list(kind, namespace));
}

/** The container's port behind the port that the caller dials; undefined where it is not known. */
function portOf({ service, port }: ServiceCall, to: Pod): number | undefined {
  const dialled = portsOfService(service).find((one) => port === undefined || one.port === port);
  const target = dialled === undefined ? undefined : targetPortOnPod(service, dialled, to);
  if (target?.pass === true) return target.port;
  return typeof dialled?.targetPort === 'number' ? dialled.targetPort : undefined;
}
