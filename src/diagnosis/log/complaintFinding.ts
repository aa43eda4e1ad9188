/** The finding for what a log complains about: the object that holds the name, the pool or the credentials at fault. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { logEvidence, specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { type ConfigValue, configOf, originsOf } from '../objects/configOrigin.ts';
import { credentialFault } from '../objects/counterpart.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import { failingCall } from './calls.ts';
import type { Complaint } from './complaints.ts';
import { ofServer } from './ofServer.ts';
import type { LogRecord } from './records.ts';

export const COMPLAINT_KINDS = [...RELATED_KINDS, 'configmaps', 'secrets'] as const;
export type ComplaintState = State<(typeof COMPLAINT_KINDS)[number]>;

/** The finding for complaints of one kind in one log; `group` holds them all, the last one included. */
export function complaintFindings(
  last: Complaint,
  group: readonly Complaint[],
  pod: Pod,
  container: string,
  records: readonly LogRecord[],
  state: ComplaintState,
): Finding[] {
  const workload = workloadOf(pod, state);
  const [first] = group;
  const iso = ({ at }: LogRecord) => (at === undefined ? undefined : new Date(at).toISOString());
  const base = {
    confidence: 'likely' as const,
    evidence: (last.row?.until === undefined || first === last ? [last] : [first, last]).flatMap((one) =>
      one === undefined
        ? []
        : [one.record.raw, one.below]
            .flatMap((line) => line ?? [])
            .map((line) => logEvidence(pod, container, line, iso(one.record))),
    ),
    since: first && iso(first.record),
    affects: [
      { ref: workload, relation: 'readsConfig' as const },
      { ref: refOf(pod), relation: 'readsConfig' as const },
    ],
  };
  const common = { workload: nameOf(workload), count: group.length };
  switch (last.code) {
    case 'NamedResourceMissing': {
      const thing = last.thing ?? 'name';
      // Where the line does not say which, a setting of that name does.
      const origin =
        last.name === undefined
          ? configOf(workload, state).find(
              ({ key, value }) => key.toLowerCase().includes(thing) && value.length <= MAX_NAME,
            )
          : originsOf(last.name, workload, state)[0];
      const params = { ...common, thing, missing: last.name ?? origin?.value ?? '', origin: originName(origin) };
      return [
        {
          ...base,
          code: last.code,
          subject: origin?.object ?? workload,
          about: last.name,
          params,
          evidence: [...base.evidence, ...originEvidence(origin)],
        },
      ];
    }
    case 'CredentialsRejected':
    case 'TokenSignatureInvalid':
    case 'DecryptionFailed':
      return [{ ...base, ...rejected(last, workload, common, base.evidence, state) }];
    case 'BackendCheckFails': {
      const origin = configOf(workload, state).find(({ value }) => CHECK.test(value));
      const params = { ...common, said: last.thing, origin: originName(origin) };
      const quoted = originEvidence(origin && { ...origin, value: CHECK.exec(origin.value)?.[0].trim() ?? '' });
      const subject = origin?.object ?? workload;
      return [{ ...base, code: last.code, subject, params, evidence: [...base.evidence, ...quoted] }];
    }
    case 'TokenClaimInvalid': {
      const claim = /^(?:aud|audience|214)$/i.test(last.name ?? '') ? 'audience' : 'issuer';
      const origin = configOf(workload, state).find(({ key, value }) =>
        `${key}\n${value}`.toLowerCase().includes(claim),
      );
      const params = { ...common, claim, origin: originName(origin) };
      const quoted = originEvidence(origin && { ...origin, value: lineWith(claim, origin.value) });
      const subject = origin?.object ?? workload;
      return [{ ...base, code: last.code, subject, params, evidence: [...base.evidence, ...quoted] }];
    }
    case 'ServerLimitReached':
    case 'ServerReadOnly':
    case 'LockContention':
    case 'SlowQueries':
    case 'AccessNotGranted':
    case 'LicenseExpired':
    case 'QueueBacklog':
    case 'LeaderElectionLost':
      return [ofServer(last, { ...base, code: last.code, subject: workload, params: common }, state)];
    case 'ConnectionPoolExhausted': {
      const origin = originsOf('pool', workload, state)[0];
      if (last.row?.ofServer === true) {
        const finding = { ...base, code: last.code, subject: workload, params: common };
        return [ofServer(last, finding, state)];
      }
      return [
        {
          ...base,
          code: last.code,
          subject: workload,
          params: { ...common, origin: originName(origin) },
          evidence: [...base.evidence, ...originEvidence(origin)],
        },
      ];
    }
    default:
      return records.length > 0 && group.length >= 3
        ? [
            {
              ...base,
              code: last.code,
              subject: workload,
              confidence: 'possible',
              params: { ...common, sample: last.record.raw.slice(0, 160) },
            },
          ]
        : [];
  }
}

/** The Secret that holds the rejected credentials, where one is referred to; when it was edited is part of the proof. */
function rejected(
  { code, name, record }: Complaint,
  workload: ObjectRef,
  common: { workload: string; count: number },
  evidence: Finding['evidence'],
  state: ComplaintState,
): Omit<Finding, 'confidence'> {
  const call = failingCall(record);
  const host = call?.weak === false ? call.host : undefined;
  const fault = credentialFault(workload, host, name, state);
  const subject = fault?.source.ref ?? workload;
  const params = {
    ...common,
    user: name,
    target: host,
    origin: fault && nameOf(fault.source.ref),
    edited: fault?.edited,
    stale: fault?.stale && nameOf(fault.stale),
  };
  return {
    code,
    subject,
    params,
    evidence: [...evidence, ...(fault?.evidence ?? [])],
    ...(fault?.edited === undefined ? {} : { since: fault.edited }),
    affects: refKey(subject) === refKey(workload) ? [] : [{ ref: workload, relation: 'usesSecret' }],
  };
}

/** Of a file the line that speaks of something; a single value as it is. */
const lineWith = (word: string, value: string): string =>
  value
    .split('\n')
    .find((line) => line.toLowerCase().includes(word))
    ?.trim() ?? value;

const MAX_NAME = 100;
/** Where a proxy says how it asks its backends whether they are well. */
const CHECK = /^.*(?:httpchk|http-check|health[-_ ]?check).*$/im;

const originName = (origin: ConfigValue | undefined) =>
  origin === undefined ? undefined : `${nameOf(origin.object)} ${origin.path}`;
const originEvidence = (origin: ConfigValue | undefined) =>
  origin === undefined || origin.value.length > 300 ? [] : [specEvidence(origin.object, origin.path, origin.value)];
