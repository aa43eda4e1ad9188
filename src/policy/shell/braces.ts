/** `{a,b}` and `{1..5}`, the only braces that are expanded. */

const MOST = 200;

/** The texts that plain braces stand for; undefined where they are not plain. */
export function expandBraces(text: string): string[] | undefined {
  const inner = /^\{([\w.,/:@%+-]*)\}$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  if (inner.includes(',')) return inner.split(',').length <= MOST ? inner.split(',') : undefined;
  const range = /^(0|-?[1-9]\d{0,5})\.\.(0|-?[1-9]\d{0,5})$/.exec(inner);
  if (range === null) return undefined;
  const [from, to] = [Number(range[1]), Number(range[2])];
  const step = from <= to ? 1 : -1;
  const length = Math.abs(to - from) + 1;
  return length <= MOST ? Array.from({ length }, (_, index) => String(from + index * step)) : undefined;
}
