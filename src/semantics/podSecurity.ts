/**
 * Pod Security Admission: which fields of a pod the namespace's level forbids.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
import type { Namespace, Pod } from '../cluster/objects.ts';
import { stringMap } from './lenient.ts';
import { BASELINE } from './podSecurity/baseline.ts';
import type { Check, Level, Offence } from './podSecurity/check.ts';
import { RESTRICTED } from './podSecurity/restricted.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

export type { Level, Offence } from './podSecurity/check.ts';

export interface Violation {
  /** The check's name in the Kubernetes sources: `runAsNonRoot`. */
  check: string;
  /** The check's name in the refusal: `runAsNonRoot != true`. */
  forbidden: string;
  offences: Offence[];
}

/** A level and the policy's minor version; `Infinity` is `latest`. */
export interface LevelVersion {
  level: Level;
  minor: number;
  /** As the refusal writes it: `restricted:latest`. */
  text: string;
  /** The namespace's label; undefined where it has none and the server's default (privileged) holds. */
  label?: string;
}

export type Mode = 'enforce' | 'audit' | 'warn';

const PREFIX = 'pod-security.kubernetes.io/';

/** The level that a namespace's labels set for a mode. An invalid level counts as `restricted`, as the server has it. */
export function levelOf(namespace: Namespace, mode: Mode = 'enforce'): LevelVersion {
  const labels = stringMap(namespace.metadata.labels);
  const label = `${PREFIX}${mode}`;
  const written = labels[label];
  if (written === undefined) return { level: 'privileged', minor: Number.POSITIVE_INFINITY, text: 'privileged:latest' };
  const known: readonly string[] = ['privileged', 'baseline', 'restricted'];
  const level = (known.includes(written) ? written : 'restricted') as Level;
  const version = labels[`${label}-version`] ?? 'latest';
  const match = /^v1\.(0|[1-9]\d*)$/.exec(version);
  const minor = match === null ? Number.POSITIVE_INFINITY : Number(match[1]);
  return { level, minor, text: `${level}:${match === null ? 'latest' : version}`, label };
}

function checksOf({ level, minor }: Pick<LevelVersion, 'level' | 'minor'>): Check[] {
  if (level === 'privileged') return [];
  const asked = level === 'baseline' ? [...BASELINE] : [...BASELINE.filter(({ covered }) => !covered), ...RESTRICTED];
  return asked.filter(({ since = 0 }) => since <= minor);
}

/** Everything in a pod that a level forbids. */
export function podSecurityViolations(pod: Pod, version: Pick<LevelVersion, 'level' | 'minor'>): Violation[] {
  return checksOf(version).flatMap((check) => {
    const offences = check.find(pod, version.minor);
    return offences.length === 0 ? [] : [{ check: check.id, forbidden: check.forbidden, offences }];
  });
}

/** Whether the namespace admits the pod. Exemptions of the server's own configuration are not known. */
export function podSecurityVerdict(pod: Pod, namespace: Namespace): Verdict {
  const version = levelOf(namespace);
  const violations = podSecurityViolations(pod, version);
  if (violations.length === 0) return PASS;
  const label = version.label ?? `${PREFIX}enforce`;
  return fail(
    'PodSecurityViolation',
    `violates PodSecurity "${version.text}": ${violations.map(({ forbidden }) => forbidden).join(', ')}`,
    ...violations.flatMap(({ offences }) => offences.map(({ path, value }) => decided(pod, path, value))),
    decided(namespace, `metadata.labels.${label}`, stringMap(namespace.metadata.labels)[label]),
  );
}
