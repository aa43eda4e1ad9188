/** The one cause of a crash, as a finding: what is blamed is the object whose change mends it. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { exitMeaning } from '../../semantics/exitCode.ts';
import { stringsIn } from '../../semantics/lenient.ts';
import { logEvidence } from '../evidence.ts';
import type { Crash } from '../facts/container-exits.ts';
import { exitEvidence, exitParams } from '../facts/container-exits.ts';
import { callFinding } from '../facts/failing-calls.ts';
import { denialIn, denied, NEEDS as RBAC_KINDS } from '../facts/rbac-denied.ts';
import type { Finding } from '../finding.ts';
import { failingCall } from '../log/calls.ts';
import { complaintFindings } from '../log/complaintFinding.ts';
import { logRecords } from '../log/read.ts';
import { type LogRecord, recordsOf } from '../log/records.ts';
import { containerField, harmed } from '../objects/containers.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';
import { nameOf } from '../words/fill.ts';
import { blame } from './blame.ts';
import { type Exit, onsetOf } from './exits.ts';
import type { LogCause } from './logCauses.ts';
import { ruledOutBy } from './notMemory.ts';
import { startFailureOf } from './startFailure.ts';
import { type Telling, tellingLines, tellingRecord } from './telling.ts';

export const NEEDS = [
  ...RELATED_KINDS,
  'configmaps',
  'secrets',
  'nodes',
  'persistentvolumeclaims',
  ...RBAC_KINDS,
] as const;
export type CrashState = State<(typeof NEEDS)[number]>;

/** Why it ends: by the runtime's message, by its log, else by its exit code. */
export function crashFindings(crash: Crash, state: CrashState): Finding[] {
  const [exit] = crash.exits as [Exit];
  const start = notStarted(exit);
  if (start !== undefined) return [start(crash, state)];
  const log = logOf(exit, state);
  if (exit.terminated?.exitCode === 0) return [base(crash, 'MainProcessCompletes', log.records.at(-1)?.raw, log)];
  const told = ofTelling(crash, tellingRecord(log.records), log, state);
  return told.length > 0 ? told : [unexplained(crash, tellingRecord(log.records), log)];
}

/** What the log of a container says that it lacks; empty where it says nothing that is known. */
export function logFindings(crash: Crash, state: CrashState): Finding[] {
  const [exit] = crash.exits as [Exit];
  const log = logOf(exit, state);
  // A process that runs tells of its troubles as such; what it merely mentions is none.
  const troubles = log.records.filter(({ level, text }) => level !== 'info' || FAILS.test(text));
  return ofTelling(crash, tellingRecord(troubles), log, state);
}

const FAILS =
  /fail|error|cannot|can't|could not|unable|refused|denied|timed? ?out|not (?:set|found|ready)|失败|错误|超时|无法/i;

function ofTelling(crash: Crash, telling: Telling | undefined, log: Log, state: CrashState): Finding[] {
  const [exit] = crash.exits as [Exit];
  const denial = telling && denialIn(telling.record.text);
  if (denial !== undefined && telling !== undefined) {
    const since = iso(telling.record);
    return [denied(denial, { by: crash.workload, evidence: [log.quote(telling.line, since)], since, count: 1 }, state)];
  }
  if (telling?.call !== undefined) return [ofCall(crash, telling, log)];
  if (telling?.complaint !== undefined) {
    return complaintFindings(telling.complaint, [telling.complaint], exit.view.pod, exit.view.name, log.records, state);
  }
  if (telling?.cause === undefined) return [];
  return [blame(base(crash, telling.cause.code, telling.line, log, telling.record), telling.cause, exit, state)];
}

/** What a container that runs keeps reporting of its surroundings; `reports` holds at least one record. */
export function runningFinding(
  view: Exit['view'],
  cause: LogCause,
  reports: readonly LogRecord[],
  state: CrashState,
): Finding {
  const exit: Exit = { view, terminated: undefined, path: view.path, restarts: 0, phase: 'failed' };
  const crash = { workload: workloadOf(view.pod, state), name: view.name, exits: [exit] };
  const last = reports.at(-1);
  const quote = (line: string, at?: string) => logEvidence(view.pod, view.name, line, at);
  const code = cause.code === 'DiskFull' ? cause.code : 'RunsWithTrouble';
  const finding = blame(base(crash, code, last?.raw, { records: reports, quote }, last), cause, exit, state);
  return {
    ...finding,
    about: cause.params.path ?? cause.params.name ?? cause.code,
    since: iso(reports[0]),
    params: { ...finding.params, count: reports.length },
  };
}

/** The runtime's own message where the process never ran. */
function notStarted(exit: Exit): ((crash: Crash, state: CrashState) => Finding) | undefined {
  const { terminated, view } = exit;
  const waiting = view.status.state?.waiting;
  const message = /^(?:StartError|ContainerCannotRun)$/.test(terminated?.reason ?? '')
    ? terminated?.message
    : waiting?.reason === 'RunContainerError'
      ? waiting.message
      : undefined;
  if (!message) return undefined;
  const failure = startFailureOf(message) ?? {
    code: 'ContainerCreateFailed' as const,
    params: { said: message.slice(0, 300), reason: terminated?.reason ?? waiting?.reason },
  };
  return (crash, state) => {
    const finding = base(crash, failure.code, undefined, undefined);
    return {
      ...finding,
      confidence: 'confirmed',
      params: { ...finding.params, ...failure.params, ...platformOf(exit, state) },
      evidence: [...exitEvidence(exit), ...commandEvidence(exit, String(failure.params.command ?? ''))],
    };
  };
}

/** Where the command stands in the spec; the image where it comes from there. */
function commandEvidence({ view }: Exit, command: string): Evidence[] {
  for (const field of ['command', 'args'] as const) {
    const words = stringsIn(view.spec?.[field]);
    const index = words.findIndex((word) => word === command || word.includes(command));
    if (command !== '' && index >= 0) return [containerField(view, `${field}[${index}]`, words[index])];
  }
  return view.spec?.image === undefined ? [] : [containerField(view, 'image', view.spec.image)];
}

/** The node and its platform: what an image has to fit. */
export function platformOf({ view }: Exit, state: CrashState): NonNullable<Finding['params']> {
  const node = view.pod.spec?.nodeName;
  const info = node === undefined ? undefined : known(state.find('nodes', undefined, node))?.status?.nodeInfo;
  return { node, platform: info && `${info.operatingSystem}/${info.architecture}` };
}

interface Log {
  records: readonly LogRecord[];
  /** Where no log was to be had, the message that the kubelet kept of its end. */
  quote: (line: string, at?: string) => Evidence;
}

/** The log of the run that ended; empty where there is none. */
function logOf(exit: Exit, state: CrashState): Log {
  const { view, phase, terminated, path } = exit;
  const runs = phase === 'flapping' ? [true] : phase === 'failed' ? [false] : [true, false];
  const read = runs.map((previous) => logRecords(state, view.pod, view.name, { priority: 1, previous }));
  const records = read.find((one) => one !== undefined && one.length > 0);
  if (records !== undefined) return { records, quote: (line, at) => logEvidence(view.pod, view.name, line, at) };
  const kept = terminated?.message ?? '';
  return {
    records: recordsOf(kept, new Date(state.now).getUTCFullYear()),
    quote: () => ({ object: refOf(view.pod), source: 'status', path: `${path}.message`, quote: kept }),
  };
}

const iso = (record: LogRecord | undefined): string | undefined =>
  record?.at === undefined ? undefined : new Date(record.at).toISOString();

function base(crash: Crash, code: Code, line: string | undefined, log: Log | undefined, record?: LogRecord): Finding {
  const { workload, exits } = crash;
  const [exit] = exits as [Exit];
  return {
    code,
    subject: workload,
    confidence: 'likely',
    params: { ...exitParams(exit), workload: nameOf(workload), line: line && clip(spoken(line)) },
    ...ruledOutBy(exit),
    evidence: [
      ...(line === undefined || log === undefined
        ? []
        : tellingLines(line, record).map((one) => log.quote(one, iso(record)))),
      ...exitEvidence(exit),
    ],
    since: onsetOf(exit.view.pod, exit.terminated?.finishedAt),
    affects: harmed(
      workload,
      exits.map(({ view }) => view),
      'runs',
    ),
  };
}

const SPOKEN = ['msg', 'message', 'error', 'err', 'exception'];

/** Of a structured line what it says; its other fields stay in the quote. */
function spoken(line: string): string {
  if (!line.startsWith('{')) return line.replace(/^Caused by: /, '');
  try {
    const fields: unknown = JSON.parse(line);
    const said = SPOKEN.map((key) => (fields as Record<string, unknown>)[key]).filter((one) => typeof one === 'string');
    return said.length > 0 ? said.join(': ') : line;
  } catch {
    return line;
  }
}

const ROOM = 220;
/** A title has room for so much of what was said; of several lines the first names it and the last gives the reason. */
function clip(said: string): string {
  if (said.length <= ROOM) return said;
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  const [first = '', last = ''] = [lines[0], lines.length > 1 ? lines.at(-1) : ''];
  const short = last === '' || first.length > ROOM / 2 ? said : `${first} … ${last}`;
  return short.length <= ROOM ? short : `${short.slice(0, ROOM - 3)}...`;
}

/** A dependency that does not answer: why that is so is asked of the call. */
function ofCall(crash: Crash, telling: Telling, log: Log): Finding {
  const [exit] = crash.exits as [Exit];
  const same = log.records
    .map(failingCall)
    .filter((call) => call !== undefined && call.host === telling.call?.host && call.failure === telling.call.failure);
  const calls = same.filter((call) => call !== undefined);
  const finding = callFinding(
    calls.length > 0 ? calls : telling.call === undefined ? [] : [telling.call],
    exit.view.pod,
    exit.view.name,
    crash.workload,
  );
  return {
    ...finding,
    evidence: [log.quote(telling.line, iso(telling.record)), ...exitEvidence(exit)],
    affects: harmed(
      crash.workload as ObjectRef,
      crash.exits.map(({ view }) => view),
      'runs',
    ),
  };
}

const isSignal = (code: number | undefined): boolean => exitMeaning(code).kind === 'signal';

/** No known pattern: the line that tells most is quoted; without a log only the exit code speaks. */
function unexplained(crash: Crash, telling: Telling | undefined, log: Log): Finding {
  const [{ terminated }] = crash.exits as [Exit];
  const killed = terminated?.exitCode === 137 && telling?.record.level !== 'error';
  // A process that a signal ended had no time to say why: its last line is about something else.
  const silent = telling === undefined || (telling.record.level === 'info' && isSignal(terminated?.exitCode));
  const code = killed ? 'KilledWithoutOom' : silent ? 'CrashUnexplained' : 'ApplicationCrash';
  const finding = base(crash, code, telling?.line, log, telling?.record);
  return { ...finding, confidence: telling?.record.level === 'error' ? 'likely' : 'possible' };
}
