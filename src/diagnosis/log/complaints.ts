/** What applications complain about in their logs, apart from calls. */
import { COMPLAINTS, type ComplaintCode, type ComplaintRow } from './complaintPatterns.ts';
import type { LogRecord } from './records.ts';

export type { ComplaintCode } from './complaintPatterns.ts';

export interface Complaint {
  code: ComplaintCode;
  /** What is named: a table, an index, a user; undefined where nothing is. */
  name?: string;
  /** The kind of thing that is named, such as `index`. */
  thing?: string;
  /** The row that matched; undefined for an error that fits none. */
  row?: ComplaintRow;
  record: LogRecord;
  /** What to quote: the line of the record below its first that tells it, where that is another one. */
  below?: string;
}

/** A complaint stands at the beginning; what follows in longer entries is a request or a dump. */
const MAX_TEXT = 2500;

/** What one record complains about; errors that fit no pattern are `ApplicationErrors`. */
export function complaintOf(record: LogRecord): Complaint | undefined {
  const below = record.more.filter((line) => /^Caused by|Error|Exception|^(?:\| )?\* /.test(line)).slice(0, 5);
  const all = [record.text, ...below].join(' ');
  const text = all.slice(0, MAX_TEXT);
  if (
    record.level === 'info' &&
    !/fail|error|exception|denied|exhausted|lost|still waiting|is DOWN|alarm|exceeded|refused|not (?:allowed|found|exist)|doesn't exist|is empty|InvalidToken|duration: |Query_time|Slow query|decrypt|too many|timed? ?out|expired|失败|错误|超时|不存在|过期/i.test(
      text,
    )
  )
    return undefined;
  if (SUCCEEDED.test(text)) return undefined;
  for (const row of COMPLAINTS) {
    const match = row.pattern.exec(text);
    if (match === null || (row.errorsOnly === true && record.level !== 'error')) continue;
    const { thing, thing2, ...names } = match.groups ?? {};
    const [named, kind] = [Object.values(names).find(Boolean), thing || thing2];
    const line = row.pattern.test(record.text) ? undefined : below.find((one) => row.pattern.test(one));
    return {
      code: row.code,
      ...(named ? { name: named.replace(/^[^\w]+|[^\w]+$/g, '') } : {}),
      ...(kind ? { thing: kind.toLowerCase() } : {}),
      row,
      record,
      ...(line === undefined ? {} : { below: line }),
    };
  }
  return record.level === 'error' ? { code: 'ApplicationErrors', record } : undefined;
}

/** The trouble is told together with its end. */
const SUCCEEDED = /succeeded (?:on|after) (?:attempt|retry)|retry (?:ok|succeeded)|recovered|已恢复|重试成功/i;
