/** The engine's result for a model's first request: everything that matters, in few tokens. */
import type { Cause, DiagnosisResult } from '../diagnosis/result.ts';
import { estimateTokens } from '../llm/tokens.ts';

type Ref = Cause['subject'] | Cause['evidence'][number]['object'];

/**
 * As much as fits the tokens, the most important first; what is left out is counted, and `handle` says where it stands.
 */
export function briefOf(result: DiagnosisResult, maxTokens: number, handle: string): string {
  const lines = [...headLines(result), ...result.rootCauses.flatMap(headOfCause), ...detailLines(result)];
  const unique = [...new Set(lines)];
  let left = maxTokens - 30;
  const kept: string[] = [];
  for (const line of unique) {
    const short = line.length > 700 ? `${line.slice(0, 700)}…` : line;
    left -= estimateTokens(short) + 1;
    if (left < 0) break;
    kept.push(short);
  }
  const omitted = unique.length - kept.length;
  if (omitted > 0) kept.push(`[${omitted} more lines: result_page handle=${handle}]`);
  return kept.join('\n');
}

function headLines({ status, summary, cluster, scope, rootCauses }: DiagnosisResult): string[] {
  const where = scope.namespaces === 'all' ? 'all namespaces' : scope.namespaces.join(', ');
  const when = cluster.capturedAt === null ? '' : `, snapshot of ${cluster.capturedAt}`;
  const first = rootCauses[0];
  return [
    `status: ${status}; ${summary}`,
    `cluster: ${cluster.context ?? 'unknown'} ${cluster.version ?? ''}${when}; scope: ${where}, ${scope.objects} objects read`,
    ...(first === undefined ? [] : [...headOfCause(first, 0), ...detailOfCause(first, 0)]),
  ];
}

function headOfCause(cause: Cause, index: number): string[] {
  return [
    `cause ${index + 1}: ${cause.title} [${cause.code}, ${cause.severity}, ${cause.confidence}] on ${nameOf(cause.subject)}${cause.subject.missing ? ' (missing)' : ''}`,
  ];
}

function detailLines({ rootCauses, gaps, other, notices, checked }: DiagnosisResult): string[] {
  return [
    ...gaps.map(({ what, why }) => `not read: ${what}: ${why}`),
    ...rootCauses.flatMap(detailOfCause),
    ...other.map((cause) => `other problem: ${cause.title} on ${nameOf(cause.subject)}`),
    ...notices.map((notice) => `notice: ${nameOf(notice.object)}: ${notice.title}`),
    ...(checked.length === 0 ? [] : [`checked: ${checked.join('; ')}`]),
  ];
}

function detailOfCause(cause: Cause, index: number): string[] {
  const number = index + 1;
  const { change, since } = cause;
  return [
    `${number} why: ${cause.explanation}`,
    ...cause.evidence
      .filter(({ quote }) => quote.trim() !== '')
      .map(({ object, source, path, quote }) => `${number} ${source} ${nameOf(object)} ${path}: ${quote}`),
    ...(change === null ? [] : [`${number} change: ${JSON.stringify({ ...change, object: nameOf(change.object) })}`]),
    ...(since === null ? [] : [`${number} since: ${since}`]),
    ...cause.chain.map(({ from, relation, to }) => `${number} ${nameOf(from)} ${relation} ${nameOf(to)}`),
    ...cause.fixes.map(({ title, risk, commands }) => `${number} fix (${risk}): ${title}: ${commands.join(' && ')}`),
    ...cause.ruledOut.map((text) => `${number} ruled out: ${text}`),
    ...cause.symptoms.map(({ object, title }) => `${number} symptom: ${nameOf(object)}: ${title}`),
    ...(cause.runbook === undefined ? [] : [`${number} runbook: ${cause.runbook}`]),
  ];
}

function nameOf({ kind, namespace, name }: Ref): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Everything that the result quotes, one a line: what quotes in an answer are held to. */
export function quotesOf(result: DiagnosisResult): string {
  return [...result.rootCauses, ...result.other]
    .flatMap(({ evidence }) => evidence.map(({ quote }) => quote))
    .join('\n');
}
