/** Calls that fail again and again, as the callers' logs tell: who calls whom, and how it fails. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { logEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { type FailingCall, failingCall } from '../log/calls.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { wantedLogs } from '../log/wanted.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import { EVERYWHERE, type State } from '../state.ts';

type CallState = State<(typeof RELATED_KINDS)[number]>;

export default defineFact({
  id: 'failing-calls',
  needs: RELATED_KINDS,
  find(state) {
    return wantedLogs(state).flatMap(({ pod, priority }) =>
      loggingContainers(pod).flatMap((container) => {
        const records = logRecords(state, pod, container, { priority });
        return records === undefined ? [] : callsIn(records, pod, container, state);
      }),
    );
  },
});

/** The lasting failures of one log, one finding for each target and way of failing. */
export function callsIn(records: readonly LogRecord[], pod: Pod, container: string, state: CallState): Finding[] {
  const caller = workloadOf(pod, state);
  const { now } = state;
  const recovered = retriesThatWorked(records);
  const isService = (host: string): boolean => {
    const [name = '', namespace = pod.metadata.namespace] = host.split('.');
    return typeof state.find('services', namespace, name) === 'object';
  };
  const groups = Map.groupBy(
    // A pod's own name is no target: structured logs repeat it in every line.
    records.flatMap((record) => {
      const call = failingCall(record);
      if (recovered.has(record.index)) return [];
      const told = call !== undefined && call.host !== pod.metadata.name && (!call.weak || isService(call.host));
      return told ? call : (namedDependency(record, caller, isService, state) ?? []);
    }),
    ({ host, port, failure }) => `${host}:${port ?? ''} ${failure}`,
  );
  return [...groups.values()]
    .filter((calls) => lasts(calls, records, pod, now) && (calls[0]?.failure !== 'slow' || slows(calls, state)))
    .map((calls) => callFinding(calls, pod, container, caller));
}

/** The records of attempts that a later one of the same piece of work made good: `delivery d-7000 failed, retry in 2s`. */
function retriesThatWorked(records: readonly LogRecord[]): Set<number> {
  const worked = new Map<string, number>();
  for (const { text, index } of records) {
    if (MADE_GOOD.test(text)) for (const [id] of text.matchAll(WORK_ID)) worked.set(id, index);
  }
  const attempts = records.filter(({ text }) => ATTEMPT.test(text));
  return new Set(
    attempts.flatMap(({ text, index }) =>
      [...text.matchAll(WORK_ID)].some(([id]) => (worked.get(id) ?? -1) > index) ||
      records.slice(index + 1, index + 1 + SOON).some((one) => LATER_ATTEMPT_WORKED.test(one.text))
        ? [index]
        : [],
    ),
  );
}

/** Records among which the next attempt tells of itself. */
const SOON = 6;
const LATER_ATTEMPT_WORKED =
  /\b(?:ok|success(?:ful)?|succeeded|worked|done) (?:on|at|after|with) (?:the )?(?:attempt|retry|try)\b|(?:attempt|retry|try) #?\d+ (?:ok|succeeded|worked|successful)|第 ?\d+ ?次(?:重试|尝试)?成功|重试成功/i;

const ATTEMPT = /\battempt \d+(?:\/| of )\d+|\bretry(?:ing)? (?:in|after)\b|将重试|重试第/i;
const MADE_GOOD = /succeeded|delivered|completed|\bok\b|成功/i;
/** What names one piece of work: a word with letters, a dash or hash, and figures. */
const WORK_ID = /\b(?=[\w#-]{0,90}\d)[a-z]{1,30}[-#_][\w-]{0,60}\d[\w-]{0,60}/gi;

/** An error that no pattern makes a call, with the name of a Service near the caller beside a status of 5xx. */
function namedDependency(
  record: LogRecord,
  caller: ObjectRef,
  isService: (host: string) => boolean,
  state: CallState,
): FailingCall | undefined {
  if (record.level !== 'error') return undefined;
  const names = SERVER_ERRORS.flatMap((pattern) =>
    [...record.text.matchAll(pattern)].map(({ groups }) => (groups?.name ?? '').toLowerCase()),
  );
  const others = names.filter((name) => name !== caller.name);
  const host = others.find(isService) ?? others.map((name) => elsewhere(name, state)).find((one) => one !== undefined);
  return host === undefined ? undefined : { failure: 'unavailable', host, port: undefined, weak: true, record };
}

/** The one Service of the cluster that has the name, with its namespace; a word that is no name with a dash may be any word. */
function elsewhere(name: string, state: CallState): string | undefined {
  if (!name.includes('-')) return undefined;
  const [only, second] = state.list('services', EVERYWHERE).filter(({ metadata }) => metadata.name === name);
  return only === undefined || second !== undefined ? undefined : `${name}.${only.metadata.namespace}`;
}

/** `fare-svc 500 on /confirm`, `sap-connector returned error status=502`, `status 500 by fare-svc`. */
const SERVER_ERRORS = [
  /\b(?<name>[a-z][a-z0-9-]{0,61}[a-z0-9])(?: (?:returned|responded|answered|replied|gave|said|error|failed|->|=>|with|an?|http|status|code))*[ :=(]+(?:status(?:code)?[ :=]+)?5\d\d\b/gi,
  /\b5\d\d\b (?:from|by|of|at) (?<name>[a-z][a-z0-9-]{0,61}[a-z0-9])/gi,
];

/** A slow answer now and then is in the nature of networks: many of them count, or fewer where slowness is asked about. */
const slows = (calls: readonly FailingCall[], { focus }: Pick<State, 'focus'>): boolean =>
  calls.length >= (SLOWNESS.test(focus.text) ? 2 : 6);
const SLOWNESS = /slow|latency|time(?:d|s)? ?out|hang|laggy|seconds|慢|延迟|超时|卡顿|卡住/;

/** Lasting, and not followed by a success with the same host. */
function lasts(calls: readonly FailingCall[], records: readonly LogRecord[], pod: Pod, now: number): boolean {
  const last = calls.at(-1);
  const reports = calls.map(({ record }) => record);
  if (last === undefined || !isLasting(reports, records, pod, now)) return false;
  return !records
    .slice(last.record.index + 1)
    .some(({ text }) => RECOVERED.test(text) && text.toLowerCase().includes(last.host));
}

const RECOVERED =
  /(?:re)?connect(?:ed|ion (?:established|restored))|recovered|succeeded|back (?:to normal|online)|healthy again/i;

/** The finding for calls of one log to one target that fail in one way. */
export function callFinding(calls: readonly FailingCall[], pod: Pod, container: string, caller: ObjectRef): Finding {
  const [first, last] = [calls[0], calls.at(-1)] as [FailingCall, FailingCall];
  const target = first.port === undefined ? first.host : `${first.host}:${first.port}`;
  const iso = (call: FailingCall) =>
    call.record.at === undefined ? undefined : new Date(call.record.at).toISOString();
  return {
    code: 'CallFailing',
    subject: caller,
    about: `${target} ${first.failure}`,
    confidence: 'possible',
    params: {
      target,
      host: first.host,
      port: first.port,
      failure: first.failure,
      count: calls.length,
      last: iso(last),
    },
    evidence: [logEvidence(pod, container, last.record.raw, iso(last))],
    since: iso(first),
  };
}
