/** Secrets that only their name gives away: `PASSWORD=…`, `"token": "…"`, `--api-key …`, `X-Api-Key: …`. */
import { isHarmlessValue, looksRandom, strengthOf } from './secretKeys.ts';

export const MASK = '***';

/** Key, separator (with the quotes of the key and the value), then a quoted or a bare value. Quotes may be escaped. */
const ASSIGNMENT =
  /(?<![\w.$-])(?<key>-{0,2}[A-Za-z_.][\w.-]{0,127})(?<sep>\\{0,3}["']?[ \t]{0,3}(?::=|=>|[:=])[ \t]{0,3})(?<open>\\{0,3}["']?)/g;
/** A flag and its value as two words, or as two elements of a JSON or YAML list. */
const FLAG =
  /(?<![\w-])(?<key>--?[A-Za-z][\w-]{0,63})(?<sep>["']?,?(?:[ \t]{1,3}|[ \t]{0,3}\n[ \t]{0,20}- ?)|["'],(?=["']))(?<open>["']?)/g;
const BARE_END = /[\s,;&"'`\\)}\]<>|]/g;
const MAX_VALUE = 8192;
const HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** Masks the values of all assignments whose key names a secret. */
export function maskAssignments(text: string): string {
  return maskAfter(maskAfter(text, ASSIGNMENT), FLAG);
}

function maskAfter(text: string, pattern: RegExp): string {
  let out = '';
  let from = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { key = '', sep = '', open = '' } = match.groups ?? {};
    const start = pattern.lastIndex;
    const end = endOfSecret(text, start, { key, sep, open });
    if (end === undefined) {
      // A value may itself hold an assignment: go on right behind this key.
      pattern.lastIndex = match.index + key.length;
      continue;
    }
    out += text.slice(from, start) + MASK;
    from = end;
    pattern.lastIndex = end;
  }
  return from === 0 ? text : out + text.slice(from);
}

function endOfSecret(
  text: string,
  start: number,
  { key, sep, open }: { key: string; sep: string; open: string },
): number | undefined {
  const strength = strengthOf(key);
  if (strength === 'none') return undefined;
  if (open === '' && strength === 'strong') {
    const block = endOfBlock(text, start, key);
    if (block !== undefined) return block;
  }
  const end = open === '' ? endOfBare(text, start, key) : endOfQuoted(text, start, open);
  const value = text.slice(start, end);
  if (isHarmlessValue(value) || isNotSecret(key, value) || isLength(text, start, end)) return undefined;
  if (HEADERS.has(key.toLowerCase())) return carriesCredential(value) ? end : undefined;
  if (strength === 'strong') return isSentence(text, start, end, sep, open) ? undefined : end;
  const assigned = sep.includes('=') || open !== '' || key.startsWith('--');
  const isToken = looksRandom(value) || (assigned && value.length >= 6 && !/^[a-z]+(?:[-./][a-z]+)*$/.test(value));
  return isToken ? end : undefined;
}

/** The end of a YAML block scalar (`password: |`), whose text is the deeper-indented lines below; undefined where there is none. */
function endOfBlock(text: string, start: number, key: string): number | undefined {
  const header = /^[|>][-+]?\d?[ \t]{0,4}\r?\n/.exec(text.slice(start, start + 12))?.[0];
  if (header === undefined) return undefined;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(line, start).search(/\S/);
  let end = start + header.length;
  while (end < text.length && end - start < MAX_VALUE) {
    const next = text.indexOf('\n', end);
    const stop = next < 0 ? text.length : next;
    const depth = text.slice(end, stop).search(/\S/);
    if (depth >= 0 && depth <= indent) break;
    end = next < 0 ? text.length : next + 1;
  }
  return end > start + header.length && key !== ''
    ? Math.max(start, end - (text[end - 1] === '\n' ? 1 : 0))
    : undefined;
}

/** `PWD=/srv` is a folder; `secret: ns/name`, `token: 5m`, `auth=2.3 s` are settings. */
function isNotSecret(key: string, value: string): boolean {
  if (/^(?:OLD)?PWD$/i.test(key) && /^[/~.]/.test(value)) return true;
  if (/^\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|%|ki|mi|gi|b|kb|mb)$/i.test(value)) return true;
  return strengthOf(key) === 'weak' && (/^\d{1,9}$/.test(value) || /^(?:\/|\.{1,2}\/)/.test(value));
}

/** `password:  12 bytes`, as `kubectl describe` shows a Secret. */
function isLength(text: string, start: number, end: number): boolean {
  return /^\d{1,7}$/.test(text.slice(start, end)) && /^ bytes(?:\s|$)/.test(text.slice(end, end + 7));
}

/** `invalid password: authentication failed for user x`: an unquoted value after a colon that reads on as prose. */
function isSentence(text: string, start: number, end: number, sep: string, open: string): boolean {
  if (open !== '' || sep.includes('=') || !sep.endsWith(' ')) return false;
  return /^[a-z]{2,}$/i.test(text.slice(start, end)) && /^ [a-z]{1,20}\b/i.test(text.slice(end, end + 24));
}

/** A header's value, to the end of its line, unless it is prose such as `authorization: denied by policy`. */
function carriesCredential(value: string): boolean {
  return value.split(/[\s;]+/).some((word) => word.length >= 8 && /[\d=]/.test(word));
}

function endOfBare(text: string, start: number, key: string): number {
  if (HEADERS.has(key.toLowerCase())) {
    const line = text.slice(start, start + MAX_VALUE).search(/[\n"'\\]/);
    return line < 0 ? Math.min(text.length, start + MAX_VALUE) : start + line;
  }
  if (text.startsWith('${', start) || text.startsWith('{{', start) || text.startsWith('$(', start)) {
    const close = text.slice(start, start + 256).search(/[})]+/);
    return close < 0 ? start : start + close + (text.startsWith('{{', start) ? 2 : 1);
  }
  if (text[start] === '<') {
    const close = text.indexOf('>', start);
    if (close >= 0 && close - start < 200) return close + 1;
  }
  BARE_END.lastIndex = start;
  const found = BARE_END.exec(text);
  return found === null ? text.length : found.index;
}

/** The position of the closing quote, or of the line's end where it is missing. */
function endOfQuoted(text: string, start: number, open: string): number {
  const quote = open.at(-1) ?? '"';
  const escaped = open.length > 1;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === quote) return escaped ? at - (open.length - 1) : at;
    if (char === '\\' && !escaped) at += 1;
    else if (char === '\n' && quote === "'") return at;
  }
  return text.length;
}
