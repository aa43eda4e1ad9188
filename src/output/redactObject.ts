/** Redaction of structured values: what a key says about its value, and what Kubernetes says about an object. */
import { MASK } from './assignments.ts';
import { isPublicCertificate } from './certificate.ts';
import { isHarmlessValue, looksRandom, strengthOf } from './secretKeys.ts';

type Redact = (text: string) => string;
type Fields = Record<string, unknown>;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Fields of Kubernetes' own schema whose names sound secret and whose values only name or count something. */
const REFERENCE =
  /(?:Name|Names|Ref|Refs|Path|Paths|File|Namespace|Key|Type|Seconds|Id|ID|Policy|Mode|Audience|Audiences)$/;
const MAX_DEPTH = 100;

/** Redacts every string of a value; the value given is not changed. */
export function redactObjectWith<T>(value: T, redact: Redact): T {
  return walk(value, redact, 0) as T;
}

function walk(value: unknown, redact: Redact, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return MASK;
  if (Array.isArray(value)) return walkList(value, redact, depth);
  const fields = value as Fields;
  const isSecret = fields.kind === 'Secret' && typeof fields.apiVersion === 'string';
  const out: Fields = {};
  for (const [key, child] of Object.entries(fields)) {
    setOwn(
      out,
      key,
      isSecret && (key === 'data' || key === 'stringData')
        ? maskData(child)
        : walkField(fields, key, child, redact, depth),
    );
  }
  return out;
}

/** The element behind a flag such as `--password` is its value. */
function walkList(list: readonly unknown[], redact: Redact, depth: number): unknown[] {
  return list.map((item, index) => {
    const before = index > 0 ? list[index - 1] : undefined;
    if (typeof item === 'string' && typeof before === 'string' && /^--?[A-Za-z][\w-]{0,63}$/.test(before)) {
      if (strengthOf(before) !== 'none' && !item.startsWith('-') && !isHarmlessValue(item)) return MASK;
    }
    return walk(item, redact, depth + 1);
  });
}

function walkField(parent: Fields, key: string, child: unknown, redact: Redact, depth: number): unknown {
  if (typeof child !== 'string') return walk(child, redact, depth + 1);
  if (key === LAST_APPLIED) return redactJson(child, redact, depth);
  if (key === 'value' && typeof parent.name === 'string') return maskNamed(parent.name, child, redact);
  if (key === 'quote' && typeof parent.path === 'string') return maskNamed(lastName(parent.path), child, redact);
  return REFERENCE.test(key) ? redact(child) : maskNamed(key, child, redact);
}

/** A value under a name, such as an environment variable's. */
function maskNamed(name: string, value: string, redact: Redact): string {
  const strength = strengthOf(name);
  if (strength === 'none' || isHarmlessValue(value)) return redact(value);
  if (strength === 'weak' && !looksRandom(value)) return redact(value);
  // A sentence is an event's or a condition's message, not a password.
  if (/\s\S+\s\S+\s/.test(value)) return redact(value);
  return isPem(value) ? redact(value) : MASK;
}

function isPem(value: string): boolean {
  return value.startsWith('-----BEGIN ') || value.startsWith('LS0tLS1CRUdJT');
}

/** `spec.containers[app].env[DB_PASSWORD].value` → `DB_PASSWORD`. */
function lastName(path: string): string {
  const env = /\[([^[\]]{1,253})\](?:\.value)?$/.exec(path);
  return env?.[1] ?? path.slice(path.lastIndexOf('.') + 1);
}

function redactJson(text: string, redact: Redact, depth: number): string {
  try {
    return JSON.stringify(walk(JSON.parse(text), redact, depth + 1));
  } catch {
    return redact(text);
  }
}

/** Keys stay; values go, but for certificates, which are public. */
function maskData(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data === null ? null : MASK;
  const out: Fields = {};
  for (const [key, value] of Object.entries(data)) {
    const keeps = value === '' || (typeof value === 'string' && isPublicCertificate(value));
    setOwn(out, key, keeps ? value : MASK);
  }
  return out;
}

/** Assignment that a key named `__proto__` cannot turn against us. */
function setOwn(target: Fields, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
