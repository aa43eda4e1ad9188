/** Which record of a log tells why the process ended: the heaviest of the last ones. */
import { type FailingCall, failingCall } from '../log/calls.ts';
import { type Complaint, complaintOf } from '../log/complaints.ts';
import type { LogRecord } from '../log/records.ts';
import { type LogCause, logCauseOf } from './logCauses.ts';

export interface Telling {
  record: LogRecord;
  /** The line of the record that tells it: its first, or one of a stack trace. */
  line: string;
  cause?: LogCause;
  call?: FailingCall;
  complaint?: Complaint;
}

/** A process says why it ends in its last lines; what is further up it survived. */
const LAST = 60;
const MAX_MORE = 80;

const FATAL =
  /\b(?:FATAL|PANIC|CRITICAL|EMERG|emerg|panic:|fatal|Uncaught|Unhandled|Traceback|Exception in thread)\b|(?:could not|failed to|cannot|unable to) (?:start|boot|initiali[sz]e|launch)|(?:exiting|aborting|terminating|shutting down|giving up|bailing)|startup failed|APPLICATION FAILED TO START/;
/** An error in the program itself: nothing outside of it explains it. */
const BUG =
  /panic: runtime error|nil pointer|NullPointerException|TypeError: |ReferenceError: |IndexError: |AttributeError: |AssertionError|index out of (?:range|bounds)|segmentation fault|NoSuchMethodError|ClassNotFoundException|ClassCastException|ModuleNotFoundError|ImportError|undefined method|UnsatisfiedLinkError|SIGSEGV/i;
/** A line that only says that it is over. */
const VAGUE =
  /^\[signal|^(?:.*\s)?(?:exiting|exited|giving up|shutting down|aborting|terminating|startup failed|stopped|bye|exit(?:ing)? (?:status|code|\d+)|APPLICATION FAILED TO START|\*{3,}|Description:|Action:)[^:]{0,40}$|: *$|did not exit normally|died while starting up/i;

/** The most telling of the last records; undefined for an empty log. */
export function tellingRecord(records: readonly LogRecord[]): Telling | undefined {
  const last = records.slice(-LAST);
  const scored = last.map((record) => {
    const telling = tell(record);
    return { telling, weight: weightOf(telling) };
  });
  const best = Math.max(0, ...scored.map(({ weight }) => weight));
  const first = scored.findLast(({ weight }) => weight === best)?.telling;
  // A configuration that is invalid because a name in it does not resolve or is not there: the line with the name says more.
  const name = first?.cause?.code === 'ConfigurationInvalid' ? unresolvedNear(scored) : undefined;
  if (name !== undefined) return name;
  if (first === undefined || isMatched(first) || !UNSPECIFIC.test(first.record.raw) || BUG.test(first.record.raw))
    return first;
  const matched = scored.slice(-NEAR).filter(({ telling }) => isMatched(telling));
  const heaviest = Math.max(0, ...matched.map(({ weight }) => weight));
  return matched.findLast(({ weight }) => weight === heaviest)?.telling ?? first;
}

const unresolvedNear = (scored: readonly { telling: Telling }[]): Telling | undefined =>
  scored
    .slice(-NEAR)
    .findLast(
      ({ telling: { call, complaint } }) => call?.failure === 'dns' || complaint?.code === 'NamedResourceMissing',
    )?.telling;

const isMatched = ({ cause, call, complaint }: Telling): boolean =>
  cause !== undefined || call !== undefined || complaint !== undefined;

/** An error that says that it did not go on, and leaves the reason to a line before it. */
const UNSPECIFIC =
  /start|init|boot|create|load|connect|depend|ready|retr|health|exit|unavailable|attempt|abort|shut|giving up|启动|重试|退出/i;
const NEAR = 15;

/** A request that a server logs tells of the caller, whatever its path and status. */
const REQUEST = /"?\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/|HTTP\/[12]/;

function tell(record: LogRecord): Telling {
  if (record.level !== 'error' && REQUEST.test(record.text)) return { record, line: record.raw };
  const lines = [record.text, ...record.more.slice(0, MAX_MORE)];
  for (const [index, text] of lines.entries()) {
    // "One of the following variables:" ends a line, the variable stands in the next one.
    const cause = logCauseOf(
      /:\s*$|validation errors? for \w+$/.test(text) ? lines.slice(index, index + 3).join(' ') : text,
    );
    // Of a chain of exceptions the innermost counts, and a call's failure is told better by the call.
    if (cause !== undefined && !(cause.code === 'ConfigurationInvalid' && failingCall(record) !== undefined)) {
      return { record, line: index === 0 ? record.raw : text, cause };
    }
  }
  const complaint = complaintOf(record);
  if (complaint !== undefined && complaint.code !== 'ApplicationErrors') return { record, line: record.raw, complaint };
  const call = failingCall(record);
  if (call !== undefined && !call.weak) return { record, line: record.raw, call };
  return { record, line: innermostOf(record) ?? record.raw };
}

/** Of a chain of exceptions that fits no pattern, the innermost says what went wrong first. */
const innermostOf = ({ more }: LogRecord): string | undefined =>
  more.findLast((line) => /^\s*Caused by: \S+:? ?\S/.test(line))?.trim();

function weightOf({ record, cause, call, complaint }: Telling): number {
  const fatal = FATAL.test(record.raw);
  const bug = BUG.test(record.raw);
  if (cause !== undefined || call !== undefined || complaint !== undefined) {
    if (fatal) return 7;
    return record.level === 'error' ? 6 : record.level === 'warn' ? 3 : 4;
  }
  if (VAGUE.test(record.raw)) return 1;
  if (bug) return 6;
  return fatal || record.level === 'error' ? 5 : record.level === 'warn' ? 1 : 0.5;
}

/** The line that tells, and the first of the exceptions that were wrapped in others. */
export function tellingLines(line: string, record: LogRecord | undefined): string[] {
  const innermost = record && innermostOf(record);
  return innermost === undefined || line.includes(innermost) ? [line] : [line, innermost];
}
