/**
 * Kubernetes quantities, exactly: `100m`, `1.5Gi`, `2e3`.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

/** How a quantity is written back; a sum keeps the notation of its first term, as the API server does. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An amount in billionths of its unit (a nanocore, a nanobyte), the finest step that a quantity can have. */
export interface Quantity {
  nano: bigint;
  format: QuantityFormat;
}

const NANO = 10n ** 9n;
/** Far beyond any real amount: what is larger (`1e99999`) counts as this. */
const MAX_NANO = 10n ** 60n;
/** The API server caps quantities with a binary suffix here. */
const MAX_BINARY_NANO = (2n ** 63n - 1n) * NANO;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE])|([KMGTPE]i)|[eE]([+-]?\d{1,9}))?$/;

/** Reads a quantity; undefined for what the API server would refuse. A number is read as its text. */
export function parseQuantity(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  const match = text.length > 100 ? null : SHAPE.exec(text);
  if (match === null || text === '') return undefined;
  const [, sign, whole = '', fraction = '', decimal, binary, exponent] = match;
  // No digits at all (`Mi`, `.`) is zero to the API server.
  const digits = BigInt(whole + fraction);
  const power = decimal === undefined ? Number(exponent ?? 0) : (DECIMAL.indexOf(decimal) - 3) * 3;
  const factor = binary === undefined ? 1n : 1024n ** BigInt(BINARY.indexOf(binary));
  const exact = scaled(digits * factor, power + 9 - fraction.length);
  const magnitude = binary !== undefined && exact > MAX_BINARY_NANO ? MAX_BINARY_NANO : exact;
  const format = formatOf(binary, exponent, magnitude);
  return { nano: sign === '-' ? -magnitude : magnitude, format };
}

function formatOf(binary: string | undefined, exponent: string | undefined, magnitude: bigint): QuantityFormat {
  if (exponent !== undefined) return 'DecimalExponent';
  const fractionOnly = magnitude > 0n && magnitude < NANO;
  return binary !== undefined && !fractionOnly ? 'BinarySI' : 'DecimalSI';
}

/** `digits` × 10^`power`, rounded up to a whole number, without building numbers of a million digits. */
function scaled(digits: bigint, power: number): bigint {
  if (digits === 0n) return 0n;
  const length = digits.toString().length;
  if (power < 0) return -power > length ? 1n : ceilDivide(digits, 10n ** BigInt(-power));
  return power + length > 60 ? MAX_NANO : digits * 10n ** BigInt(power);
}

/** Rounded away from zero, as Kubernetes rounds requests up. */
function ceilDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (value % by === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** Whole units (bytes, cores), fractions rounded away from zero. */
export function wholeUnits(quantity: Quantity): bigint {
  return ceilDivide(quantity.nano, NANO);
}

/** Thousandths of the unit (millicores), finer fractions rounded away from zero. */
export function milliUnits(quantity: Quantity): bigint {
  return ceilDivide(quantity.nano, 10n ** 6n);
}

/** The amount in units as a floating-point number, for ratios and display; exact up to 2^53. */
export function unitsAsNumber(quantity: Quantity): number {
  const whole = quantity.nano / NANO;
  return Number(whole) + Number(quantity.nano - whole * NANO) / 1e9;
}

/** Negative, zero or positive, as for `Array.sort`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** a + b, in the notation of a, or of b where a is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** a − b, in the notation of a, or of b where a is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** The canonical form, which the API server prints where it has computed with the amount: the largest suffix that leaves a whole number; fractions of a byte are decimal. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  if (format === 'BinarySI' && !small && nano % NANO === 0n) return binaryText(nano / NANO);
  let digits = nano;
  let step = 0;
  while (digits % 1000n === 0n && (format === 'DecimalExponent' || step < DECIMAL.length - 1)) {
    digits /= 1000n;
    step += 1;
  }
  if (format !== 'DecimalExponent') return `${digits}${DECIMAL[step] ?? ''}`;
  return step === 3 ? String(digits) : `${digits}e${(step - 3) * 3}`;
}

function binaryText(units: bigint): string {
  let digits = units;
  let step = 0;
  while (digits % 1024n === 0n && step < BINARY.length - 1) {
    digits /= 1024n;
    step += 1;
  }
  return `${digits}${BINARY[step] ?? ''}`;
}
