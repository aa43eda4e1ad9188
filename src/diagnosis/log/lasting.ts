/** Whether something that a log reports is going on now, rather than once or long ago. */
import type { Pod } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import type { LogRecord } from './records.ts';

/** How long ago the last report may be for the trouble to count as present. */
const RECENT_MS = 30 * 60_000;
/** What comes back at long intervals is present for as long as it is not overdue, up to this. */
const RARE_MS = 3 * 3_600_000;

/** The mean time between reports; 0 where fewer than three have one. */
function rhythmOf(reports: readonly LogRecord[]): number {
  const times = reports.flatMap(({ at }) => at ?? []);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  return times.length < 3 ? 0 : (last - first) / (times.length - 1);
}

/** More than once (or once in a pod that is not ready), and lately: by the clock, else by the place in the log. */
export function isLasting(reports: readonly LogRecord[], log: readonly LogRecord[], pod: Pod, now: number): boolean {
  const last = reports.at(-1);
  if (last === undefined || (reports.length < 2 && isReady(pod))) return false;
  if (reports.length < 3 && isReady(pod) && workedSince(last, log)) return false;
  return last.at === undefined
    ? last.index >= log.length * 0.6
    : now - last.at <= Math.max(RECENT_MS, Math.min(2 * rhythmOf(reports), RARE_MS));
}

/** So many entries without an error after the last report: the work went on. */
const WENT_ON = 8;

const workedSince = (last: LogRecord, log: readonly LogRecord[]): boolean => {
  const after = log.slice(last.index + 1);
  return after.length >= WENT_ON && after.every(({ level }) => level === 'info');
};
