/** Quantities in the canonical form that the API server prints: `1024Mi` is `1Gi`, `0.5` is `500m`. */

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])|[eE]([+-]?\d{1,3}))?$/;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const NANO = 10n ** 9n;

/** Canonical text of a quantity (`k8s.io/apimachinery/pkg/api/resource`); text that is no quantity is returned as it is. */
export function canonicalQuantity(value: unknown): string {
  if (typeof value === 'number') return canonicalQuantity(String(value));
  if (typeof value !== 'string') return '0';
  const match = PATTERN.exec(value.trim());
  if (match === null || (match[2] === '' && !match[3])) return value;
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = match;
  const power = BINARY.indexOf(suffix);
  const digits = BigInt(`${whole}${fraction}` || '0');
  const scale = exponent === undefined ? (DECIMAL[suffix] ?? 0) : Number(exponent);
  const shift = scale - fraction.length + 9;
  let nanos =
    power > 0 ? (digits * 1024n ** BigInt(power) * NANO) / 10n ** BigInt(fraction.length) : scaled(digits, shift);
  if (nanos === 0n) return '0';
  const minus = sign === '-' ? '-' : '';
  if (power > 0 && nanos % NANO === 0n) return minus + binary(nanos / NANO);
  if (nanos < 0n) nanos = -nanos;
  return minus + decimal(nanos, exponent !== undefined);
}

/** Rounded up, as quantities below a nano are. */
function scaled(digits: bigint, shift: number): bigint {
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits + divisor - 1n) / divisor;
}

function binary(value: bigint): string {
  let power = 0;
  let rest = value;
  while (rest % 1024n === 0n && power < BINARY.length - 1) {
    rest /= 1024n;
    power += 1;
  }
  return `${rest}${BINARY[power]}`;
}

function decimal(nanos: bigint, exponential: boolean): string {
  let scale = -9;
  let rest = nanos;
  while (rest % 1000n === 0n && scale < 18) {
    rest /= 1000n;
    scale += 3;
  }
  if (exponential) return scale === 0 ? String(rest) : `${rest}e${scale}`;
  const suffix = Object.keys(DECIMAL).find((key) => DECIMAL[key] === scale) ?? '';
  return `${rest}${suffix}`;
}
