/** What applications complain about in their logs, apart from calls: a table of patterns, each with the code it stands for. */
import type { LogRecord } from './records.ts';

export type ComplaintCode =
  | 'NamedResourceMissing'
  | 'ConnectionPoolExhausted'
  | 'CredentialsRejected'
  | 'ApplicationErrors';

export interface Complaint {
  code: ComplaintCode;
  /** What is named: a table, an index, a user; undefined where nothing is. */
  name?: string;
  /** The kind of thing that is named, such as `index`. */
  thing?: string;
  record: LogRecord;
}

const THING =
  '(index|table|relation|topic|queue|bucket|database|schema|collection|keyspace|exchange|stream|channel|tenant|vhost|consumer group|alias|view|column|role|feature flag|template|profile|realm|index alias)';
const NAME = `["'\`\\[<(]?([A-Za-z0-9][\\w.\\-/]*)["'\`\\]>)]?`;

/** The first match wins. Groups: `thing` and `name`. */
const PATTERNS: readonly (readonly [ComplaintCode, RegExp])[] = [
  ['NamedResourceMissing', new RegExp(`no such (?<thing>${THING.slice(1, -1)})[: ]+(?<name>${NAME})`, 'i')],
  ['NamedResourceMissing', new RegExp(`unknown (?<thing>${THING.slice(1, -1)})[: ]+(?<name>${NAME})`, 'i')],
  [
    'NamedResourceMissing',
    new RegExp(
      `\\b(?<thing>${THING.slice(1, -1)}) (?<name>${NAME}) (?:does not exist|doesn't exist|not found|was not found|is missing|cannot be found|is not present)`,
      'i',
    ),
  ],
  ['NamedResourceMissing', new RegExp(`(?<name>${NAME}) ?: (?:no such (?<thing>${THING.slice(1, -1)}))`, 'i')],
  ['NamedResourceMissing', /NOT_FOUND - no (?<thing>queue|exchange|vhost) '(?<name>[^']+)'/i],
  ['NamedResourceMissing', /(?<thing>Unknown topic) or partition[^A-Za-z0-9]+(?<name>[\w.-]+)/i],
  [
    'ConnectionPoolExhausted',
    /pool (?:is )?exhausted|too many (?:clients|connections)|remaining connection slots|Connection is not available, request timed out|QueuePool limit|pool timeout|(?:obtain|acquir\w+|get) (?:a )?(?:jdbc )?connection (?:from (?:the )?pool)?.*tim|max(?:imum)? (?:number of )?connections? (?:reached|exceeded)|no (?:free|idle|available) connections?/i,
  ],
  ['CredentialsRejected', /password authentication failed(?: for user "?(?<name>[\w.-]+)"?)?/i],
  ['CredentialsRejected', /Access denied for user '(?<name>[\w.-]+)'/i],
  [
    'CredentialsRejected',
    /WRONGPASS|NOAUTH|invalid (?:username-password|credentials|api[- ]?key|password)|authentication (?:failed|failure)|ACCESS_REFUSED|login failed(?: for user '?(?<name>[\w.-]+)'?)?|SASL[^.]*(?:fail|invalid)|InvalidAccessKeyId|SignatureDoesNotMatch/i,
  ],
];

/** What one record complains about; errors that fit no pattern are `ApplicationErrors`. */
export function complaintOf(record: LogRecord): Complaint | undefined {
  const text =
    record.more.length === 0
      ? record.text
      : `${record.text} ${record.more
          .filter((line) => /^Caused by|Error|Exception/.test(line))
          .slice(0, 5)
          .join(' ')}`;
  if (record.level === 'info' && !/fail|error|exception|denied|exhausted/i.test(text)) return undefined;
  for (const [code, pattern] of PATTERNS) {
    const groups = pattern.exec(text);
    if (groups === null) continue;
    const { name, thing } = groups.groups ?? {};
    return {
      code,
      ...(name === undefined ? {} : { name: name.replace(/^[^\w]+|[^\w]+$/g, '') }),
      ...(thing === undefined ? {} : { thing: thing.toLowerCase() }),
      record,
    };
  }
  return record.level === 'error' ? { code: 'ApplicationErrors', record } : undefined;
}
