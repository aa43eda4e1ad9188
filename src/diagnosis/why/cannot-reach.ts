/**
 * Why a call fails, in the order in which a call works: the name, the Service, its endpoints and port, policies, the
 * process that answers.
 */
import type { KubeObject, Node, ObjectRef, Pod, Service } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { isReady, serviceKind } from '../../semantics/endpoints.ts';
import { parseIp } from '../../semantics/ip.ts';
import { resolveTarget, type Target } from '../../semantics/target.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { podsOf, workloadOf } from '../objects/workloads.ts';
import { EVERYWHERE, known, type State } from '../state.ts';
import { calledNodeSteps } from '../walk/calledNode.ts';
import { configuredSteps } from '../walk/configured.ts';
import { configuredPort } from '../walk/configuredPort.ts';
import { dnsSteps } from '../walk/dns.ts';
import { deadAlias, goneAlias } from '../walk/externalName.ts';
import { missingHost, WORLD_KINDS, type WorldState, worldFor } from '../walk/host.ts';
import { loopbackSteps } from '../walk/loopback.ts';
import { governedElsewhere, unmadeBy, unreadyPod } from '../walk/podName.ts';
import { blockedBy } from '../walk/policy.ts';
import { servedSteps } from '../walk/served.ts';
import { serviceSteps } from '../walk/service.ts';

const NEEDS = [...WORLD_KINDS, 'secrets'] as const;
type ReachState = WorldState & State<'secrets'>;

export default defineWhy({
  id: 'cannot-reach',
  needs: NEEDS,
  explains: ['CallFailing'],
  why(finding, state) {
    const host = String(finding.params?.host ?? '');
    const port = typeof finding.params?.port === 'number' ? finding.params.port : undefined;
    const from = podsOf(finding.subject, state)[0];
    if (host === '' || from === undefined) return [];
    const target = resolveTarget(host, from, worldFor(host, from, state));
    const steps = stepsTo(target, { finding, from, host, port }, state);
    // A handshake that fails is no fault of what the process does behind it; certificates are looked at on their own.
    return finding.params?.failure === 'tls' ? steps.filter(({ cause }) => cause.code !== 'WorkloadDegraded') : steps;
  },
});

interface Call {
  finding: Finding;
  from: Pod;
  host: string;
  port: number | undefined;
}

function stepsTo(target: Target, call: Call, state: ReachState): Step[] {
  const { finding, from, host } = call;
  const node = nodeOf(target, call, state);
  if (node !== undefined) return calledNodeSteps(node, finding, state);
  const isDeadAlias =
    target.kind === 'service' &&
    (target.external?.kind === 'missing' || (target.external?.kind === 'external' && hasNoSuchName(finding)));
  if (finding.params?.failure === 'dns' && (resolvesByDns(target) || unanswered(finding)) && !isDeadAlias) {
    const steps = dnsSteps(host, from, finding, state);
    const isAlias = target.kind === 'service' && target.external?.kind === 'external';
    if (steps.length > 0 || (target.kind !== 'external' && !isAlias)) return steps;
  }
  switch (target.kind) {
    case 'service': {
      if (target.external?.kind === 'missing')
        return through(target.service, [{ cause: deadAlias(target.service, target.external), chain: [] }], finding);
      if (target.external?.kind === 'external' && finding.params?.failure === 'dns')
        return through(target.service, [{ cause: goneAlias(target.service, finding), chain: [] }], finding);
      if (target.external !== undefined) return through(target.service, stepsTo(target.external, call, state), finding);
      if (target.pod !== undefined && !isReady(target.pod)) return podSteps(target.pod, call, state);
      return serviceCall(target.service, call, state);
    }
    case 'self':
      return finding.params?.failure === 'refused' ? loopbackSteps(finding, from, call.port, state) : [];
    case 'pod':
      return podSteps(target.pod, call, state);
    case 'served':
      return target.by.flatMap((by) => through(by, servedSteps(by, host, pathOf(host, finding), state), finding));
    case 'missing': {
      // DNS has no record of a pod that is not ready: its name is right, and the pod has its reasons.
      const unready = unreadyPod(target, state);
      if (unready !== undefined) return podSteps(unready, call, state);
      const governed = governedElsewhere(target, state);
      if (governed !== undefined) return [calls(finding, governed.subject, governed)];
      const set = unmadeBy(target, state);
      if (set !== undefined)
        return [
          calls(finding, set, { code: 'WorkloadUnavailable', subject: set, confidence: 'possible', evidence: [] }),
        ];
      return finding.params?.failure === 'dns' || (target.failure === undefined && !answers(finding))
        ? [missingHost(target, host, finding, state)]
        : [];
    }
    case 'external':
      if (isAmongServices(host, state)) return goneSteps(host, finding, state);
      return [
        {
          cause: {
            code: 'ExternalDependencyFailing',
            subject: finding.subject,
            about: host,
            confidence: 'likely',
            params: { host, failure: String(finding.params?.failure ?? '') },
            evidence: finding.evidence,
            since: finding.since,
          },
          chain: [],
        },
      ];
    default:
      return [];
  }
}

function serviceCall(service: Service, { finding, from, host, port }: Call, state: ReachState): Step[] {
  const refused = finding.params?.failure === 'refused';
  const steps = serviceSteps({ service, port, from, fails: true, refused }, state);
  const missing = steps.find(({ cause }) => cause.code === 'ServicePortMissing')?.cause;
  const configured =
    missing === undefined || port === undefined
      ? undefined
      : configuredPort(missing, service, { subject: finding.subject, host, port }, state);
  return configured === undefined ? through(service, steps, finding) : [configured];
}

/** Who answered at all was found by its name. */
const answers = ({ params }: Finding): boolean => /^(?:tls|unauthorized|reset|refused)$/.test(String(params?.failure));

/** The node that is called, by its address or by its name: names of nodes are not in the cluster's DNS. */
function nodeOf(target: Target, { host, port }: Call, state: ReachState): Node | undefined {
  if (target.kind === 'node') return target.node;
  const maybe = target.kind === 'missing' ? !host.includes('.') : target.kind === 'external' && port === KUBELET_PORT;
  return maybe ? known(state.find('nodes', undefined, host)) : undefined;
}

const KUBELET_PORT = 10250;

/** A pod that is called by its own address or name: policies count all the same, and one that is not ready has its reasons. */
function podSteps(pod: Pod, { finding, from, port }: Call, state: ReachState): Step[] {
  const policy = port === undefined || !isReady(pod) ? undefined : blockedBy(from, pod, port, 'TCP', state);
  if (policy !== undefined) {
    const chain = [
      { from: finding.subject, relation: 'calls', to: refOf(pod) },
      { from: refOf(pod), relation: 'blockedBy', to: policy.subject },
    ];
    return [{ cause: policy, chain }];
  }
  const subject = workloadOf(pod, state);
  const code = isReady(pod) ? 'WorkloadDegraded' : 'WorkloadUnavailable';
  return [calls(finding, subject, { code, subject, confidence: 'possible', evidence: [] })];
}

/** An address among the Services' that is no Service's was one once: what is meant stands in the configuration. */
function goneSteps(host: string, finding: Finding, state: ReachState): Step[] {
  const meant = configuredSteps(finding.subject, state, true);
  // Somebody has the address who breaks off or turns away.
  if (meant.length > 0 || /^(?:reset|tls|unauthorized)$/.test(String(finding.params?.failure))) return meant;
  const { subject, evidence, since } = finding;
  const params = { address: host };
  return [
    {
      cause: { code: 'ServiceAddressGone', subject, about: host, confidence: 'likely', params, evidence, since },
      chain: [],
    },
  ];
}

/** Whether an address lies where this cluster's Services have theirs: in the /16 (or /64) of one that is known. */
function isAmongServices(host: string, state: ReachState): boolean {
  const ip = parseIp(host);
  if (ip === undefined) return false;
  const shift = ip.bits === 32 ? 16n : 64n;
  return state.list('services', EVERYWHERE).some(({ spec }) => {
    const own = parseIp(spec?.clusterIP);
    return own?.bits === ip.bits && own.value >> shift === ip.value >> shift;
  });
}

/** Whether the name has an answer: then a failure to resolve it is the fault of DNS, not of the name. */
function resolvesByDns(target: Target): boolean {
  if (target.kind === 'service') return serviceKind(target.service) !== 'headless';
  return target.kind === 'external' || target.kind === 'unresolvable' || target.kind === 'apiserver';
}

/** DNS gave no answer at all, rather than the answer that there is no such name. */
const unanswered = ({ evidence }: Finding): boolean => evidence.some(({ quote }) => NO_ANSWER.test(quote));
const NO_ANSWER =
  /EAI_AGAIN|Temporary failure in name resolution|server misbehaving|SERVFAIL|lookup \S+(?: on \S+)?: (?:i\/o timeout|read udp)/i;

/** DNS answered that there is no such name. */
const hasNoSuchName = ({ evidence }: Finding): boolean => evidence.some(({ quote }) => NO_SUCH_NAME.test(quote));
const NO_SUCH_NAME =
  /ENOTFOUND|no such host|NXDOMAIN|Name or service not known|UnknownHostException|Name does not resolve/;

/** The link from the caller to what it calls, before the steps from there on. */
function through(object: KubeObject, steps: readonly Step[], finding: Finding): Step[] {
  const link = { from: finding.subject, relation: 'calls', to: refOf(object) };
  return steps.map(({ cause, chain }) => ({ cause, chain: [link, ...chain] }));
}

const calls = (finding: Finding, to: ObjectRef, cause: Finding): Step => ({
  cause,
  chain: [{ from: finding.subject, relation: 'calls', to }],
});

/** The path of the request, where the quoted line has the host in a URL. */
function pathOf(host: string, { evidence }: Finding): string | undefined {
  const rest = evidence.map(({ quote }) => quote.toLowerCase().split(host, 2)[1]).find((text) => text !== undefined);
  return /^(?::\d+)?(\/[^\s"'?#)]*)/.exec(rest ?? '')?.[1];
}
