/** A count or a share of something: `2`, `"25%"`. */

/** The count that is meant; undefined for what is neither. */
export function scaledValue(value: unknown, total: number, round: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  const match = /^(\d{1,9})(%?)$/.exec(typeof value === 'string' ? value : '');
  if (match === null) return undefined;
  if (match[2] === '') return Number(match[1]);
  const share = (Number(match[1]) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}
