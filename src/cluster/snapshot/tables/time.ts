/** Spans of time as kubectl prints them. */

const SECOND = 1000;

/** How long ago an RFC 3339 instant was; `<unknown>` where there is none. */
export function since(instant: unknown, now: Date): string {
  if (typeof instant !== 'string' || instant === '') return '<unknown>';
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '<invalid>' : humanDuration(now.getTime() - time);
}

/** A span in milliseconds, with the precision of `k8s.io/apimachinery/pkg/util/duration.HumanDuration`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return pair(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return hours < 24 * 365 * 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`;
}

function pair(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
}
