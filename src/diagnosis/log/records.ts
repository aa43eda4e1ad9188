/**
 * A log as records: one entry each, with its time and level where they can be told, and the lines of a stack trace kept
 * with the entry that they belong to. Understands the kubelet's time prefix, JSON, logfmt, klog, and plain lines.
 */
export type Level = 'error' | 'warn' | 'info';

export interface LogRecord {
  /** Epoch milliseconds. */
  at?: number;
  level: Level;
  /** What was said, fields of structured formats included, for matching. */
  text: string;
  /** The first line as written, less the kubelet's prefix: what a quote is taken from. */
  raw: string;
  /** Further lines of the same entry, such as a stack trace. */
  more: string[];
  /** Position among the records of the log. */
  index: number;
}

const KUBELET_PREFIX = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) /;
const CONTINUATION = /^(?:\s+\S|\t|at \S+\(|Caused by:|\.\.\. \d+ more|Traceback \(most|goroutine \d+ \[|\}|\]|\)$)/;
/** A time at the head of a line need not be the kubelet's: Spring Boot pads its level to five columns behind its own. */
const PADDED_LEVEL = /^ {1,2}(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s/;
/** A line longer than this is cut for matching: no cause needs more, and patterns stay fast. */
const MAX_LINE = 8192;

/** @param year The year of the capture, for formats such as klog's that write none. */
export function recordsOf(log: string, year: number): LogRecord[] {
  const records: LogRecord[] = [];
  for (const line of log.split('\n')) {
    const trimmed = line.slice(0, MAX_LINE).replace(/\r$/, '');
    if (trimmed.trim() === '') continue;
    const prefix = KUBELET_PREFIX.exec(trimmed);
    const body = prefix === null ? trimmed : trimmed.slice(prefix[0].length);
    const before = records.at(-1);
    if (before !== undefined && continues(body, before)) addTo(before, body.trim());
    else {
      const record = recordOf(body, prefix?.[1] ?? undefined, records.length, year);
      // What writes no time of its own, as a stack trace, was written right after the line before.
      records.push(record.at === undefined && before?.at !== undefined ? { ...record, at: before.at } : record);
    }
  }
  return records;
}

/** .NET's console logger writes the category on the first line, and what it says on the next one. */
const CATEGORY_ONLY = /^(?:trce|dbug|info|warn|fail|crit): [\w.`]+\[\d+\]$/;

function addTo(record: LogRecord, line: string): void {
  if (CATEGORY_ONLY.test(record.text)) record.text = `${record.text} ${line}`;
  record.more.push(line);
}

/** Colours and other controls of terminals, which some programs write to their log as well. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const TERMINAL_CONTROLS = /\u001b\[[0-9;]*[A-Za-z]/g;

function continues(line: string, before: LogRecord): boolean {
  if (CONTINUATION.test(line)) return !PADDED_LEVEL.test(line);
  // Pydantic lists the fields below, each with what is wrong with it indented.
  return /^[\w.]+$/.test(line) && /validation errors? for \w+$/.test(before.text);
}

function recordOf(raw: string, prefix: string | undefined, index: number, year: number): LogRecord {
  const line = raw.includes('\u001b') ? raw.replace(TERMINAL_CONTROLS, '') : raw;
  const fields = line.startsWith('{') ? jsonFields(line) : undefined;
  const text = fields === undefined ? line : textOfFields(fields);
  const at = timeOf(fields, line, year) ?? (prefix === undefined ? undefined : Date.parse(prefix));
  return { ...(at === undefined ? {} : { at }), level: levelOf(fields, line), text, raw, more: [], index };
}

function jsonFields(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function textOfFields(fields: Record<string, unknown>, depth = 0): string {
  return Object.entries(fields)
    .map(([key, value]) => {
      if (typeof value === 'object' && value !== null && depth < 3)
        return textOfFields(value as Record<string, unknown>, depth + 1);
      return /^(?:msg|message|err|error|exception|reason|stack|detail|log)$/i.test(key)
        ? String(value)
        : `${key}=${value}`;
    })
    .join(' ');
}

const LEVEL_WORDS: readonly (readonly [Level, RegExp])[] = [
  ['error', /^(?:e|f|err|eror|error|fatal|ftl|crit|critical|alert|emerg|emergency|panic|severe|fail|failure|dpanic)$/i],
  ['warn', /^(?:w|wrn|warn|warning|notice)$/i],
];
const LINE_LEVELS: readonly (readonly [Level, RegExp])[] = [
  [
    'error',
    /(?:^|[\s[|"=(*【]|\b[a-z]\w*\.)(?:ERR|FTL|ERROR|FATAL|CRITICAL|CRIT|SEVERE|PANIC|EMERG(?:ENCY)?|ALERT|FAIL)(?:[\s\]|":,)*】]|$)|^npm ERR!|^<[0-3]>|(?:^|[\s[【])(?:错误|严重|致命)(?:[\s\]】::]|$)|\[(?:error|crit|alert|emerg|fatal)\]|level="?(?:error|fatal|critical|panic)|\berror:|^(?:fail|crit):|^[EF]\d{4} \d\d:/,
  ],
  [
    'warn',
    /(?:^|[\s[|"=(*【]|\b[a-z]\w*\.)(?:WRN|WARN(?:ING)?)(?:[\s\]|":,)*】]|$)|^<4>|^\d+:[A-Z] .{20,26} # |(?:^|[\s[【])警告(?:[\s\]】::]|$)|\[warn(?:ing)?\]|level="?warn|^warn:|^W\d{4} \d\d:/,
  ],
  [
    'info',
    /(?:^|[\s[|"=(*【]|\b[a-z]\w*\.)(?:INF|DBG|VRB|INFO|DEBUG|TRACE|NOTICE)(?:[\s\]|":,)*】]|$)|^<[5-7]>|\[(?:info|notice|debug)\]|level="?(?:info|debug)|^(?:info|dbug):|^I\d{4} \d\d:/,
  ],
  [
    'error',
    /^(?:panic:|thread '[^']*' (?:\(\d+\) )?panicked|Exception in thread|Traceback \(most recent|Uncaught |Unhandled |\w*(?:Error|Exception): )|(?:^|\s)(?:[A-Za-z]\w*\.)+\w*(?:Exception|Error): /,
  ],
];

function levelOf(fields: Record<string, unknown> | undefined, line: string): Level {
  if (fields === undefined) return LINE_LEVELS.find(([, pattern]) => pattern.test(line))?.[0] ?? 'info';
  const value =
    fields.level ??
    fields.severity ??
    fields.lvl ??
    fields.levelname ??
    fields['log.level'] ??
    fields['@l'] ??
    fields.loglevel ??
    fields.LogLevel ??
    fields.Level ??
    fields.s;
  // pino and bunyan: 40 is warn, 50 error, 60 fatal.
  if (typeof value === 'number') return value >= 50 ? 'error' : value >= 40 ? 'warn' : 'info';
  return LEVEL_WORDS.find(([, pattern]) => pattern.test(String(value ?? '')))?.[0] ?? 'info';
}

const ISO = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/;
const NGINX = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)/;
const COMMON_LOG = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/;
const KLOG = /^[IWEF](\d\d)(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)/;
/** Redis, Tomcat and PHP. */
const NAMED_MONTH = /(?:^|[\s[])(\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)/;
const TIME_FIELDS = ['ts', 'time', 'timestamp', '@timestamp', 't', '@t', 'eventTime', 'datetime', 'Timestamp'];

function timeOf(fields: Record<string, unknown> | undefined, line: string, year: number): number | undefined {
  for (const name of fields === undefined ? [] : TIME_FIELDS) {
    const value = fields?.[name];
    if (typeof value === 'number') return value > 1e12 ? value : value * 1000;
    // MongoDB writes its times as `{"$date": …}`.
    const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).$date : value;
    if (typeof text === 'string' && ISO.test(text)) return parseIso(text);
  }
  const iso = ISO.exec(line.slice(0, 120));
  if (iso !== null) return parseIso(iso[0]);
  const nginx = NGINX.exec(line);
  if (nginx !== null) return parse(`${nginx[1]}-${nginx[2]}-${nginx[3]}T${nginx[4]}Z`);
  const common = COMMON_LOG.exec(line);
  if (common !== null) return parse(`${common[1]} ${common[2]} ${common[3]} ${common[4]} ${common[5]}`);
  const named = NAMED_MONTH.exec(line.slice(0, 60));
  if (named !== null) return parse(`${named[1]} ${named[2]} ${named[3]} ${named[4]} UTC`);
  const klog = KLOG.exec(line);
  return klog === null ? undefined : parse(`${year}-${klog[1]}-${klog[2]}T${klog[3]}Z`);
}

/** Times without a zone are read as UTC, as containers write them. */
function parseIso(text: string): number | undefined {
  const iso = text.replace(' ', 'T').replace(',', '.');
  return parse(/Z$|[+-]\d\d:?\d\d$/.test(iso.slice(19)) ? iso : `${iso}Z`);
}

function parse(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
