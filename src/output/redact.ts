/** Masks secrets in any text or object on its way out. What it has masked once it leaves alone. */
import { MASK, maskAssignments } from './assignments.ts';
import { isPublicCertificate } from './certificate.ts';
import { redactObjectWith } from './redactObject.ts';
import { mayMatch, RECOGNISERS, type Recogniser } from './secrets.ts';
import { stripInvisible } from './strip.ts';

export type Redact = (text: string) => string;

export interface RedactorOptions {
  /** Secrets known by value, such as the keys and tokens of the configuration; ones shorter than 6 characters are left out. */
  known?: readonly string[];
}

/** Makes the function that every text passes on its way out. Never throws; linear in the text's length. */
export function createRedactor({ known = [] }: RedactorOptions = {}): Redact {
  const literals = known.filter((secret) => secret.length >= 6).toSorted((a, b) => b.length - a.length);
  return (text) => {
    let out = maskPrivateKeys(stripInvisible(text));
    for (const literal of literals) out = out.replaceAll(literal, MASK);
    out = maskSecretManifests(out);
    if (mayMatch(out)) for (const recogniser of RECOGNISERS) out = apply(recogniser, out);
    return maskAssignments(out);
  };
}

/** Redacts every string of a value, by its shape and by the keys around it; other values stay as they are. */
export function redactObject<T>(value: T, redact: Redact): T {
  return redactObjectWith(value, redact);
}

function apply({ pattern, accept }: Recogniser, text: string): string {
  return text.replace(pattern, (...args: unknown[]) => {
    const match = String(args[0]);
    const groups = args.at(-1);
    const keep = typeof groups === 'object' && groups !== null && 'keep' in groups ? String(groups.keep ?? '') : '';
    const value = match.slice(keep.length);
    if (value === MASK || /^(?:<|\$[{(A-Z])/.test(value)) return match;
    return accept === undefined || accept(keep === '' ? match : value) ? `${keep}${MASK}` : match;
  });
}

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** A private key from its first line to its last, or to the text's end where that was cut off. Certificates stay. */
function maskPrivateKeys(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  let out = '';
  let from = 0;
  const begin = new RegExp(BEGIN);
  const end = new RegExp(END);
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    end.lastIndex = begin.lastIndex;
    const last = end.exec(text);
    out += text.slice(from, match.index) + MASK;
    from = last === null ? text.length : end.lastIndex;
    begin.lastIndex = from;
  }
  return out + text.slice(from);
}

/** A Secret as YAML: every value under `data` and `stringData`, whatever its key is called. */
function maskSecretManifests(text: string): string {
  if (!/\bkind:\s{0,3}["']?Secret\b/.test(text)) return text;
  const lines = text.split('\n');
  let depth: number | undefined;
  return lines
    .map((line) => {
      const indent = line.search(/\S/);
      if (indent < 0) return line;
      if (depth !== undefined && indent <= depth) depth = undefined;
      if (depth !== undefined) return maskEntry(line);
      if (/^\s*(?:- )?(?:data|stringData):\s*$/.test(line)) depth = indent;
      return line;
    })
    .join('\n');
}

/** A value that was masked before, with its length. */
const LENGTH = /^(["']?)\*{3} \(\d{1,9} bytes\)\1$/;

function maskEntry(line: string): string {
  const entry = /^(\s*["']?[\w.-]{1,253}["']?:)(\s*)(\S.*)?$/.exec(line);
  if (entry === null) return line.replace(/\S.*$/, MASK);
  const [, key = '', space = '', value] = entry;
  if (value === undefined || value === '""' || LENGTH.test(value) || isPublicCertificate(value)) return line;
  return `${key}${space}${MASK}`;
}
