/** Pods that the API server does not let be created: what admission said to the controller. */

import { apiVersionOf } from '../../cluster/kinds.ts';
import type { Deployment, Event, KubeObject } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { editsOf } from '../change/edits.ts';
import { eventEvidence, eventTime, specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding, type Subject } from '../finding.ts';
import { controllerOf, workloadsInScope } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';
import type { Relation } from '../words/relations.ts';

const NEEDS = [
  'pods',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'replicasets',
  'events',
  'namespaces',
] as const;
export const ADMISSION_KINDS = NEEDS;
type AdmissionState = State<(typeof NEEDS)[number]>;

/** The API server's sentences by what they mean; the first match wins. Named groups become params. */
const MESSAGES: readonly (readonly [Code, RegExp])[] = [
  ['PodSecurityViolation', /violates PodSecurity "(?<level>[^"]+)": (?<what>[\s\S]+)/],
  [
    'QuotaExceeded',
    /exceeded quota: (?<quota>[^,]+), requested: (?<requested>.+), used: (?<used>.+), limited: (?<limited>.+)/,
  ],
  ['QuotaNeedsResources', /failed quota: (?<quota>[^:]+): must specify (?<what>.+)/],
  [
    'LimitRangeViolated',
    /(?<what>(?:maximum|minimum) \S+ usage per \w+ is .+|\S+ max limit to request ratio per \w+ is .+)/,
  ],
  ['WebhookUnavailable', /failed calling webhook "(?<webhook>[^"]+)": (?<why>[\s\S]+)/],
  [
    'WebhookDenied',
    /admission webhook "(?<webhook>[^"]+)" denied the request(?: without explanation)?:? ?(?<why>[\s\S]*)/,
  ],
  [
    'WebhookDenied',
    /ValidatingAdmissionPolicy '(?<webhook>[^']+)' with binding '[^']+' denied request: (?<why>[\s\S]*)/,
  ],
  [
    'ServiceAccountMissing',
    /(?:error looking up service account \S+?\/|serviceaccounts? ")(?<account>[a-z0-9.-]+)(?:"|:).*not found/,
  ],
  ['PriorityClassMissing', /no PriorityClass with name (?<class>\S+) was found/],
  ['SccDenied', /unable to validate against any security context constraint: (?<what>[\s\S]+)/],
  ['PodsNotCreated', /(?<why>[\s\S]+)/],
];

export default defineFact({
  id: 'admission',
  needs: NEEDS,
  find: (state) =>
    workloadsInScope(state)
      .filter(lacksPods)
      .flatMap((workload) => refused(workload, state)),
});

/** Fewer pods exist than are wanted: the only workloads whose events are worth reading. */
function lacksPods(workload: KubeObject): boolean {
  const { spec, status } = workload as Deployment & {
    status?: {
      currentNumberScheduled?: number;
      desiredNumberScheduled?: number;
      active?: number;
      succeeded?: number;
      failed?: number;
    };
  };
  if (workload.kind === 'DaemonSet')
    return (status?.currentNumberScheduled ?? 0) < (status?.desiredNumberScheduled ?? 0);
  if (workload.kind === 'Job') return (status?.active ?? 0) + (status?.succeeded ?? 0) + (status?.failed ?? 0) === 0;
  const wanted = spec?.replicas ?? 1;
  const failing = status?.conditions?.some(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True');
  return failing === true || (status?.replicas ?? 0) < wanted || (status?.updatedReplicas ?? wanted) < wanted;
}

/** What admission said to whatever makes the pods of a workload. */
export function refused(workload: KubeObject, state: AdmissionState): Finding[] {
  const said = replicaFailure(workload) ?? failedCreate(workload, state);
  if (said === undefined) return [];
  for (const [code, pattern] of MESSAGES) {
    const groups = pattern.exec(said.message)?.groups;
    if (groups === undefined) continue;
    const params = Object.fromEntries(
      Object.entries(groups).map(([key, value]) => [key, value?.replace(/\s+/g, ' ').trim().slice(0, 400)]),
    );
    const subject = subjectOf(code, params, workload);
    return [
      {
        code,
        subject,
        about: params.webhook,
        confidence: 'confirmed',
        params: { ...params, workload: `${workload.kind} ${workload.metadata.namespace}/${workload.metadata.name}` },
        evidence: [said.evidence, ...(code === 'PodSecurityViolation' ? levelEvidence(workload, state) : [])],
        since: said.since,
        affects: [{ ref: refOf(workload), relation: RELATION[code] ?? 'admittedBy' }],
      },
    ];
  }
  return [];
}

const RELATION: Partial<Record<Code, Relation>> = {
  QuotaExceeded: 'limitedBy',
  LimitRangeViolated: 'limitedBy',
  ServiceAccountMissing: 'runsAs',
};

interface Said {
  message: string;
  since: string | undefined;
  evidence: Evidence;
}

/** A Deployment carries the refusal as a condition, which outlives the events. */
function replicaFailure(workload: KubeObject): Said | undefined {
  const condition = (workload as Deployment).status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (condition?.message === undefined) return undefined;
  return {
    message: condition.message,
    since: condition.lastTransitionTime,
    evidence: statusEvidence(
      workload,
      'status.conditions[ReplicaFailure].message',
      condition.message,
      condition.lastTransitionTime,
    ),
  };
}

const LASTS_MS = 60 * 60_000;

function failedCreate(workload: KubeObject, state: AdmissionState): Said | undefined {
  const { namespace, name } = workload.metadata;
  const owners =
    workload.kind === 'Deployment'
      ? state
          .list('replicasets', namespace)
          .filter((set) => controllerOf(set)?.name === name)
          .map(refOf)
      : [refOf(workload)];
  const events = owners
    .flatMap((ref): readonly Event[] => state.events(ref))
    .filter((event) => event.reason === 'FailedCreate' && state.now - Date.parse(eventTime(event)) < LASTS_MS);
  const event = events.toSorted((a, b) => eventTime(a).localeCompare(eventTime(b))).at(-1);
  return event?.message === undefined
    ? undefined
    : { message: event.message, since: event.firstTimestamp ?? eventTime(event), evidence: eventEvidence(event) };
}

/** What has to change: the quota, the missing object, the webhook's configuration, else the workload. */
function subjectOf(code: Code, params: Record<string, string | undefined>, workload: KubeObject): Subject {
  const { namespace } = workload.metadata;
  const make = (apiVersion: string, kind: string, name: string | undefined, missing?: boolean): Subject => ({
    apiVersion,
    kind,
    namespace,
    name: name ?? '',
    ...(missing ? { missing } : {}),
  });
  switch (code) {
    case 'QuotaExceeded':
      return make('v1', 'ResourceQuota', params.quota);
    case 'ServiceAccountMissing':
      return make('v1', 'ServiceAccount', params.account, true);
    case 'PriorityClassMissing':
      return {
        apiVersion: apiVersionOf('priorityclasses'),
        kind: 'PriorityClass',
        name: params.class ?? '',
        missing: true,
      };
    default:
      return refOf(workload);
  }
}

/** The namespace's label that demands the level, and when somebody last edited the namespace. */
function levelEvidence(workload: KubeObject, state: AdmissionState): Evidence[] {
  const namespace = known(state.find('namespaces', undefined, workload.metadata.namespace ?? ''));
  const label = 'pod-security.kubernetes.io/enforce';
  const value = namespace?.metadata.labels?.[label];
  return namespace === undefined || value === undefined
    ? []
    : [specEvidence(namespace, `metadata.labels.${label}`, value, editsOf(namespace)[0]?.at)];
}
