/** Scalars of YAML as kubectl's own reader takes them: the core schema, and from YAML 1.1 the octal numbers and `yes`. */

const NULL = /^(?:~|null|Null|NULL)?$/;
const TRUE = /^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/;
const FALSE = /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/;
const OCTAL = /^0[0-7]+$/;
const RADIX = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;
const NUMBER = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
/** What any of them but text may begin with. */
const SPECIAL = /^[-+.0-9~nNtTfFyYoO]/;

/** The value of a scalar that stands without quotes. */
export function plainValue(text: string): unknown {
  if (text !== '' && !SPECIAL.test(text)) return text;
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (OCTAL.test(text)) return Number.parseInt(text, 8);
  if (NUMBER.test(text) || RADIX.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NOT_A_NUMBER.test(text) ? Number.NaN : text;
}

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/** The text between double quotes; undefined where an escape is none. */
export function unescapeDouble(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  let known = true;
  const value = text.replace(ESCAPE, (_, x?: string, u?: string, U?: string, letter?: string) => {
    const code = x ?? u ?? U;
    if (code !== undefined)
      return Number.parseInt(code, 16) > 0x10ffff ? '' : String.fromCodePoint(Number.parseInt(code, 16));
    const plain = ESCAPES[letter ?? ''];
    if (plain === undefined) known = false;
    return plain ?? '';
  });
  return known ? value : undefined;
}

/** Lines of one scalar, joined: a line break is a space, an empty line between others is a line break. */
export function fold(lines: readonly string[]): string {
  let folded = lines[0] ?? '';
  let breaks = 0;
  for (let at = 1; at < lines.length; at++) {
    if (lines[at] === '' && at < lines.length - 1) {
      breaks += 1;
      continue;
    }
    folded += breaks > 0 ? '\n'.repeat(breaks) : ' ';
    folded += lines[at];
    breaks = 0;
  }
  return folded;
}
