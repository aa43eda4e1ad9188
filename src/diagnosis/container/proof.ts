/** Adding to a finding about a crash: values, fields that prove it, another object to blame. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { stringsIn } from '../../semantics/lenient.ts';
import type { Finding } from '../finding.ts';
import { containerField } from '../objects/containers.ts';
import type { Evidence } from '../result.ts';
import type { Relation } from '../words/relations.ts';
import type { Exit } from './exits.ts';

/** The finding with further values and proof. */
export const withProof = (
  finding: Finding,
  params: NonNullable<Finding['params']>,
  evidence: readonly Evidence[] = [],
): Finding => ({
  ...finding,
  params: { ...finding.params, ...params },
  evidence: [...finding.evidence, ...evidence],
});

/** Moves the blame from the workload to another object; the workload is harmed by it. */
export function blamedOn(subject: ObjectRef, finding: Finding, relation: Relation): Finding {
  if (refKey(subject) === refKey(finding.subject)) return finding;
  const affects = [
    { ref: finding.subject, relation },
    ...(finding.affects ?? []).map(({ ref }) => ({ ref, relation })),
  ];
  return { ...finding, subject, affects };
}

/** The image, as a field of the pod. */
export const imageOf = ({ view }: Exit): Evidence[] =>
  view.spec?.image === undefined ? [] : [containerField(view, 'image', view.spec.image)];
/** The memory limit, as a field of the pod. */
export const limitOf = (view: Exit['view']): Evidence[] => {
  const limit = view.spec?.resources?.limits?.memory;
  return limit === undefined ? [] : [containerField(view, 'resources.limits.memory', limit)];
};

/** The word of command or args that holds a text. */
export function wordEvidence({ view }: Exit, text: string | undefined): Evidence[] {
  if (text === undefined || text === '') return [];
  for (const field of ['command', 'args'] as const) {
    const words = stringsIn(view.spec?.[field]);
    const index = words.findIndex((word) => word.includes(text));
    if (index >= 0) return [containerField(view, `${field}[${index}]`, words[index])];
  }
  return [];
}
