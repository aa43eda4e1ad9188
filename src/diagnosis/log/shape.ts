/** What records of one kind have in common. */
import type { LogRecord } from './records.ts';

/** A message less what differs from one occurrence to the next: numbers, ids, times, quoted values. */
export const shapeOf = ({ text }: LogRecord): string =>
  text
    .replace(/\b(?:ts|time|timestamp|caller|trace_?id|span_?id|request_?id|duration|latency)=\S+/gi, '')
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?/g, '')
    .replace(/\b[0-9a-f]{8,}\b|\b[0-9a-f]+(?:-[0-9a-f]+){2,}\b/gi, '#')
    .replace(/"[^"]*"|'[^']*'/g, '"…"')
    .replace(/\d+/g, '#')
    .trim();
