/** Parts of a result as single lines of plain text; the terminal and the Markdown rendering share them. */
import type { Cause, Change, Evidence, Link } from '../result.ts';
import type { Labels } from './labels.ts';

interface Named {
  kind: string;
  namespace?: string;
  name: string;
}

/** `Deployment shop/web`, `Node worker-1`. */
export function nameOf({ kind, namespace, name }: Named): string {
  return namespace === undefined || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** `critical, confirmed`. */
export function certainty(cause: Cause, labels: Labels): string {
  return `${labels.severity[cause.severity]}${labels.comma}${labels.confidence[cause.confidence]}`;
}

export function subjectPhrase(cause: Cause, labels: Labels): string {
  const { subject } = cause;
  return subject.missing ? `${nameOf(subject)}${labels.open}${labels.missing}${labels.close}` : nameOf(subject);
}

/** The chain as steps: the first object, then each relation with the object it leads to. */
export function chainSteps(chain: readonly Link[]): { relation?: string; object: string; broken: boolean }[] {
  const steps: { relation?: string; object: string; broken: boolean }[] = [];
  let at: string | undefined;
  for (const link of chain) {
    const from = nameOf(link.from);
    if (from !== at) steps.push({ object: from, broken: at !== undefined });
    at = nameOf(link.to);
    steps.push({ relation: link.relation, object: at, broken: false });
  }
  return steps;
}

/** Where a quote was read and when: `Pod shop/web-1, event Failed, 2026-01-01T00:00:00Z`. */
export function evidenceSource(evidence: Evidence, labels: Labels): string {
  const where = `${labels.source[evidence.source]} ${evidence.path}`.trim();
  return [nameOf(evidence.object), where, evidence.at].filter((part) => part !== undefined).join(labels.comma);
}

/** `Deployment shop/web, spec.replicas: 3 → 0, revision 7, 2026-01-01T00:00:00Z, by kubectl`. */
export function changePhrase(change: Change, labels: Labels): string {
  const { from, to } = change;
  const values = from === undefined && to === undefined ? undefined : `${from ?? '∅'} → ${to ?? '∅'}`;
  const field = [change.field, values].filter((part) => part !== undefined).join(labels.colon);
  return [
    nameOf(change.object),
    field === '' ? undefined : field,
    change.revision === undefined ? undefined : `${labels.revision} ${change.revision}`,
    change.at,
    change.by === undefined ? undefined : `${labels.by} ${change.by}`,
  ]
    .filter((part) => part !== undefined)
    .join(labels.comma);
}
