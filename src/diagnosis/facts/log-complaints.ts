/** Lasting complaints of applications about names, pools and credentials, traced to the configuration that holds them. */
import type { Pod } from '../../cluster/objects.ts';
import { parseIp } from '../../semantics/ip.ts';
import { selectorMatches } from '../../semantics/labelSelector.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { defineFact, type Finding } from '../finding.ts';
import { failingCall } from '../log/calls.ts';
import { COMPLAINT_KINDS, type ComplaintState, complaintFindings } from '../log/complaintFinding.ts';
import { type Complaint, type ComplaintCode, complaintOf } from '../log/complaints.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { wantedLogs } from '../log/wanted.ts';

export default defineFact({
  id: 'log-complaints',
  needs: COMPLAINT_KINDS,
  find(state) {
    const findings = wantedLogs(state).flatMap(({ pod, priority }) =>
      loggingContainers(pod).flatMap((container) => {
        const records = logRecords(state, pod, container, { priority });
        return records === undefined ? [] : complaintsIn(records, pod, container, state);
      }),
    );
    return findings.filter((one) => !isServersSide(one, findings));
  },
});

/** A server that logs whom it refused, where the one that it refused is known by its own log and configuration. */
function isServersSide(finding: Finding, findings: readonly Finding[]): boolean {
  const name = namedIn(finding);
  if (name === undefined || finding.params?.origin !== undefined) return false;
  return findings.some(
    (one) => one.code === finding.code && one.params?.origin !== undefined && namedIn(one) === name && one !== finding,
  );
}

/** The user or the thing that a refusal names. */
const namedIn = ({ code, params }: Finding) =>
  code === 'CredentialsRejected' ? params?.user : code === 'NamedResourceMissing' ? params?.missing : undefined;

/** So many different users that are refused are the users of this application: nothing is wrong with its own credentials. */
const MANY_USERS = 3;
const refusesItsUsers = (group: readonly Complaint[]): boolean =>
  new Set(group.map(({ record }) => USER.exec(record.text)?.[1])).size >= MANY_USERS;
const USER = /\b(?:user(?:name)?[ =:"']+|(?:login|account)[=:"']+ ?)([\w.@-]+)/i;

/** The ports of servers that have users of their own: databases, brokers, caches, directories. */
const SERVER_PORTS: ReadonlySet<number> = new Set([
  389, 636, 1433, 1521, 1883, 3306, 5432, 5433, 5671, 5672, 6379, 6432, 8200, 9042, 9092, 9200, 15672, 27017,
]);
/** Whom such a server turns away is a client, known or not: its own credentials are as they were. */
const isServer = (pod: Pod, state: ComplaintState): boolean =>
  objectsIn(pod.spec?.containers).some(({ ports }) =>
    objectsIn(ports).some(({ containerPort }) => SERVER_PORTS.has(containerPort)),
  ) ||
  state
    .list('services', pod.metadata.namespace)
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.metadata.namespace && Object.keys(spec?.selector ?? {}).length > 0,
    )
    .filter(({ spec }) => objectsIn(spec?.ports).some(({ port }) => SERVER_PORTS.has(port)))
    .some(({ spec }) => selectorMatches({ matchLabels: spec?.selector }, pod.metadata.labels));

/** A server that calls another one says whom it called. */
function turnsAway({ record }: Complaint, pod: Pod, state: ComplaintState): boolean {
  if (!isServer(pod, state)) return false;
  const call = failingCall(record);
  // An address is the client's that is turned away.
  return call?.weak !== false || parseIp(call.host) !== undefined;
}

/** What busy systems see now and then, and retry, counts from so many on. */
const AT_LEAST: { readonly [C in ComplaintCode]?: number } = {
  TokenSignatureInvalid: 5,
  TokenClaimInvalid: 3,
  LockContention: 3,
  SlowQueries: 3,
  QueueBacklog: 3,
  ServerLimitReached: 3,
};

/** A backlog that is worked off again is no trouble; one without figures says itself that it grows. */
function grows(group: readonly Complaint[]): boolean {
  const [first, last] = [Number(group[0]?.name), Number(group.at(-1)?.name)];
  return Number.isNaN(first) || Number.isNaN(last) || last > first;
}

/** Whether a state that is reported once still holds: no later line says that it is over. */
const isOn = ({ record }: Complaint, until: RegExp, records: readonly LogRecord[]): boolean =>
  !records.slice(record.index + 1).some(({ text }) => until.test(text));

/** The lasting complaints of one log. */
export function complaintsIn(
  records: readonly LogRecord[],
  pod: Pod,
  container: string,
  state: ComplaintState,
): Finding[] {
  const complaints = records.map(complaintOf).filter((one) => one !== undefined);
  const own = complaints.filter(
    // What an upstream answered is the upstream's complaint.
    ({ code, record }) => !/^(?:ApplicationErrors|Token)/.test(code) || failingCall(record) === undefined,
  );
  const groups = Map.groupBy(own, ({ code, name }) => `${code} ${code === 'QueueBacklog' ? '' : (name ?? '')}`);
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    const reports = group.map(({ record }) => record);
    if (
      last === undefined ||
      (last.row?.until === undefined && group.length < (AT_LEAST[last.code] ?? 1)) ||
      (last.code === 'QueueBacklog' && !grows(group)) ||
      (last.code === 'CredentialsRejected' && (refusesItsUsers(group) || turnsAway(last, pod, state))) ||
      (last.code === 'NamedResourceMissing' && last.thing === 'role' && turnsAway(last, pod, state)) ||
      !(last.row?.until === undefined
        ? isLasting(reports, records, pod, state.now)
        : isOn(last, last.row.until, records))
    )
      return [];
    return complaintFindings(last, group, pod, container, records, state);
  });
}
