/** Whether something that a log reports is going on now, rather than once or long ago. */
import type { Pod } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import type { LogRecord } from './records.ts';

/** How long ago the last report may be for the trouble to count as present. */
const RECENT_MS = 30 * 60_000;
/** What reported so often is over sooner, when it falls silent. */
const OFTEN = 4;
const SILENT_MS = 10 * 60_000;
/** What comes back at long intervals is present for as long as it is not overdue, up to this. */
const RARE_MS = 3 * 3_600_000;

/** How long the reports may be silent: some times as long as they are apart. */
function silence(reports: readonly LogRecord[]): number {
  const times = reports.flatMap(({ at }) => at ?? []);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const apart = times.length < 3 ? 0 : (last - first) / (times.length - 1);
  return Math.max(reports.length < OFTEN ? RECENT_MS : SILENT_MS, Math.min(4 * apart, RARE_MS));
}

/** More than once (or once in a pod that is not ready), and lately: by the clock, else by the place in the log. */
export function isLasting(reports: readonly LogRecord[], log: readonly LogRecord[], pod: Pod, now: number): boolean {
  const last = reports.at(-1);
  if (last === undefined || (reports.length < 2 && isReady(pod))) return false;
  if (reports.length < 3 && isReady(pod) && workedSince(last, log)) return false;
  return last.at === undefined ? last.index >= log.length * 0.6 : now - last.at <= silence(reports);
}

/** So many entries without an error after the last report: the work went on. */
const WENT_ON = 8;

const workedSince = (last: LogRecord, log: readonly LogRecord[]): boolean => {
  const after = log.slice(last.index + 1);
  return after.length >= WENT_ON && after.every(({ level }) => level === 'info');
};
