/** The instant that a log line names, in the notations that loggers use. */

const DATE = /(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;
/** klog: severity, month and day; the year is that of the capture. */
const KLOG = /^[IWEF](\d\d)(\d\d) (\d\d:\d\d:\d\d)\.(\d{1,9})/;

/** The instant as RFC 3339 with the line's own precision; undefined where it names none. */
export function lineTime(line: string, now: Date): string | undefined {
  const klog = KLOG.exec(line);
  if (klog !== null) return instant(`${now.getUTCFullYear()}-${klog[1]}-${klog[2]}T${klog[3]}`, klog[4], 'Z');
  const date = DATE.exec(line);
  if (date === null) return undefined;
  return instant(`${date[1]}-${date[2]}-${date[3]}T${date[4]}`, date[5], date[6] ?? 'Z');
}

function instant(seconds: string, fraction: string | undefined, zone: string): string | undefined {
  const time = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(time)) return undefined;
  const digits = (fraction ?? '').replace(/0+$/, '');
  return `${new Date(time).toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}
