/** Why a name that exists does not resolve: the caller's way to the cluster's DNS, the DNS pods, what their log says. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { clusterDnsVerdict, dnsEgress, dnsServices } from '../../semantics/clusterDns.ts';
import { podEndpoints } from '../../semantics/endpoints.ts';
import { decidedEvidence, logEvidence, specEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { podsSelected } from '../objects/selection.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import { SERVICE_WALK_KINDS } from './call.ts';
import { corefileOf, deadRewrite } from './corefile.ts';
import { serviceSteps } from './service.ts';

export const DNS_WALK_KINDS = [...SERVICE_WALK_KINDS, 'configmaps'] as const;
type DnsState = State<(typeof DNS_WALK_KINDS)[number]>;

/** Where cluster DNS runs, by distribution. */
const DNS_NAMESPACE = 'kube-system';

/** Steps from a caller that cannot resolve a name; empty where DNS shows no fault. */
export function dnsSteps(host: string, from: Pod, caller: Finding, state: DnsState): Step[] {
  const services = state.list('services', DNS_NAMESPACE);
  const own = clusterDnsVerdict(from, services);
  if (!own.pass) return [{ cause: notAsked(from, caller, own.by), chain: [] }];
  const blocked = egressBlocked(from, state);
  if (blocked !== undefined) {
    return [{ cause: blocked, chain: [{ from: caller.subject, relation: 'blockedBy', to: blocked.subject }] }];
  }
  return dnsServices(services).flatMap((service) => {
    const link = { from: caller.subject, relation: 'resolvesWith', to: refOf(service) };
    const down = serviceSteps({ service, port: undefined, from: undefined }, state).filter(
      ({ cause }) => cause.code !== 'WorkloadDegraded',
    );
    const servers = podEndpoints(service, podsSelected(service.spec?.selector, DNS_NAMESPACE, state)).map(
      ({ pod }) => pod,
    );
    const pods = servers.slice(0, 2);
    const rewritten = pods.slice(0, 1).flatMap((pod) => deadRewrite(host, pod, state));
    const steps =
      [down, rewritten].find(({ length }) => length > 0) ?? pods.flatMap((pod) => forwarding(host, pod, state));
    return steps.map(({ cause, chain }) => ({ cause, chain: [link, ...chain] }));
  });
}

function notAsked(
  from: Pod,
  caller: Finding,
  by: readonly { object: Parameters<typeof specEvidence>[0]; path: string; value: string }[],
): Finding {
  return {
    code: 'ClusterDnsNotUsed',
    subject: caller.subject,
    confidence: 'confirmed',
    params: { policy: from.spec?.dnsPolicy ?? 'ClusterFirst' },
    evidence: decidedEvidence(by),
  };
}

function egressBlocked(from: Pod, state: DnsState): Finding | undefined {
  const policies = state.list('networkpolicies', from.metadata.namespace);
  if (policies.length === 0) return undefined;
  const cluster = { services: state.list('services', DNS_NAMESPACE), pods: state.list('pods', DNS_NAMESPACE) };
  const world = {
    policies: [...policies, ...state.list('networkpolicies', DNS_NAMESPACE)],
    namespaces: state.list('namespaces'),
  };
  const way = dnsEgress(from, cluster, world);
  if (way === undefined || way.verdict.pass !== false) return undefined;
  const policy = way.verdict.nearest?.policy ?? way.verdict.isolating[0];
  if (policy === undefined) return undefined;
  return {
    code: 'NetworkPolicyBlocksDns',
    subject: refOf(policy),
    confidence: 'confirmed',
    params: {
      from: nameOf(workloadOf(from, state)),
      direction: way.verdict.direction,
      server: nameOf(workloadOf(way.server, state)),
    },
    evidence: decidedEvidence(way.verdict.by),
    affects: [{ ref: workloadOf(from, state), relation: 'blockedBy' }],
  };
}

const FORWARD_FAILS =
  /plugin\/errors: \d+ (\S+?)\.? [A-Z]+: (.*(?:timeout|refused|unreachable|no route|SERVFAIL|server misbehaving).*)/;

/** DNS pods that run and report that what they forward to does not answer. */
function forwarding(host: string, server: Pod, state: DnsState): Step[] {
  const workload = workloadOf(server, state);
  const container = loggingContainers(server)[0] ?? 'coredns';
  const records = logRecords(state, server, container, { priority: 1 }) ?? [];
  const failing = records.filter(({ raw }) => FORWARD_FAILS.test(raw));
  const last = failing.findLast(({ raw }) => raw.includes(host)) ?? failing.at(-1);
  if (last === undefined || failing.length < 2) return [];
  const config = corefileOf(server, state);
  const forward = config && forwardLine(config.text);
  const subject = config?.ref ?? workload;
  const at = last.at === undefined ? undefined : new Date(last.at).toISOString();
  const cause: Finding = {
    code: 'DnsForwardingFailing',
    subject,
    confidence: 'likely',
    params: { forward, count: failing.length, error: FORWARD_FAILS.exec(last.raw)?.[2] },
    evidence: [
      logEvidence(server, container, last.raw, at),
      ...(config === undefined || forward === undefined ? [] : [specEvidence(config.ref, 'data.Corefile', forward)]),
    ],
  };
  return [{ cause, chain: [{ from: refOf(server), relation: 'readsConfig', to: subject }] }];
}

const forwardLine = (corefile: string): string | undefined => /^\s*(forward .*?)\s*\{?\s*$/m.exec(corefile)?.[1];
