/** Whether NetworkPolicies let a call through, from the caller's egress to the called pod's ingress. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { connectionVerdict } from '../../semantics/networkPolicy.ts';
import { portsOfService, targetPortOnPod } from '../../semantics/servicePort.ts';
import type { Decided } from '../../semantics/verdict.ts';
import { decidedEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { workloadOf } from '../objects/workloads.ts';
import { nameOf } from '../words/fill.ts';
import { type ServiceCall, type ServiceWalkState, step } from './call.ts';

/** The policy that denies the call to every ready pod; counterfactual: without that policy the verdict passes. */
export function policySteps(call: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Step[] {
  const { service, from, port } = call;
  if (from === undefined) return [];
  const ports = portsOfService(service).filter((one) => port === undefined || one.port === port);
  for (const one of ports) {
    const denied = ready.map((pod) => {
      const target = targetPortOnPod(service, one, pod);
      const number = target.pass === true ? target.port : Number(one.targetPort);
      return blockedBy(from, pod, number, one.protocol, state);
    });
    const first = denied[0];
    if (first !== undefined && denied.every((finding) => finding !== undefined)) return [step(service, first)];
  }
  return [];
}

/** The labels that the nearest rule asks for and that the pod or its namespace does not have. */
function labelsLacked(by: readonly Decided[]): string | undefined {
  const lacked = by
    .filter(({ path }) => path.startsWith('metadata.labels.'))
    .map(({ object, path, value }) => {
      const has = value === undefined || value === '' ? '' : ` (${value})`;
      return `${path.slice('metadata.labels.'.length)}${has} @ ${object.kind} ${object.name}`;
    });
  return lacked.join(', ') || undefined;
}

/** The finding that a policy blocks this connection; undefined where it passes or is not known. */
export function blockedBy(
  from: Pod,
  to: Pod,
  port: number,
  protocol: string,
  state: ServiceWalkState,
): Finding | undefined {
  const namespaces = [...new Set([from.metadata.namespace, to.metadata.namespace])];
  const policies = namespaces.flatMap((namespace) => state.list('networkpolicies', namespace));
  if (policies.length === 0) return undefined;
  const world = { policies, namespaces: state.list('namespaces') };
  const connection = { from: { pod: from }, to: { pod: to }, port, protocol: protocol as 'TCP' };
  const verdict = connectionVerdict(connection, world);
  if (verdict.pass !== false) return undefined;
  const policy = verdict.nearest?.policy ?? verdict.isolating[0];
  if (policy === undefined) return undefined;
  const without = connectionVerdict(connection, { ...world, policies: policies.filter((one) => one !== policy) });
  return {
    code: 'NetworkPolicyBlocks',
    subject: refOf(policy),
    confidence: without.pass === true ? 'confirmed' : 'likely',
    params: {
      from: nameOf(workloadOf(from, state)),
      to: nameOf(workloadOf(to, state)),
      port,
      direction: verdict.direction,
      rule: verdict.nearest?.path,
      lacks: labelsLacked(verdict.by),
    },
    evidence: decidedEvidence(verdict.by),
    affects: [{ ref: workloadOf(from, state), relation: 'blockedBy' }],
  };
}
