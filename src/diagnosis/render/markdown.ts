/** A result as Markdown: for models, chats and tickets. */
import type { Cause, DiagnosisResult } from '../result.ts';
import { clusterPhrase, type Labels, labelsFor, scopePhrase } from './labels.ts';
import { certainty, chainSteps, changePhrase, evidenceSource, nameOf, subjectPhrase } from './phrases.ts';

/** Renders everything that a result says, the summary first. */
export function renderMarkdown(result: DiagnosisResult): string {
  const labels = labelsFor(result.language);
  const blocks = [
    `**${labels.status[result.status]}**${labels.colon}${inline(result.summary)}`,
    ...result.rootCauses.map((cause, index) => causeBlock(cause, index + 1, labels)),
    listBlock(
      labels.other,
      result.other.map((cause) => otherLine(cause, labels)),
    ),
    listBlock(
      labels.notices,
      result.notices.map((notice) => `${code(nameOf(notice.object))}${labels.colon}${inline(notice.title)}`),
    ),
    listBlock(
      labels.gaps,
      result.gaps.map((gap) => `${inline(gap.what)}${labels.colon}${inline(gap.why)}`),
    ),
    listBlock(labels.checked, result.checked.map(inline)),
    `${labels.cluster}${labels.colon}${inline(clusterPhrase(result))}  \n${labels.scope}${labels.colon}${inline(scopePhrase(result))}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function causeBlock(cause: Cause, number: number, labels: Labels): string {
  const facts = [
    cause.since === null ? undefined : `**${labels.since}**${labels.colon}${cause.since}`,
    cause.change === null
      ? undefined
      : `**${labels.change}**${labels.colon}${inline(changePhrase(cause.change, labels))}`,
    cause.runbook === undefined ? undefined : `**${labels.runbook}**${labels.colon}${code(cause.runbook)}`,
  ].filter((fact) => fact !== undefined);
  return [
    `## ${number}. ${inline(cause.title)}`,
    `${code(subjectPhrase(cause, labels))} · ${cause.code} · ${certainty(cause, labels)}`,
    inline(cause.explanation),
    chainBlock(cause, labels),
    listBlock(
      labels.evidence,
      cause.evidence.map(
        (evidence) => `${inline(evidenceSource(evidence, labels))}${labels.colon}${code(evidence.quote)}`,
      ),
    ),
    facts.join('  \n'),
    listBlock(
      labels.symptoms,
      cause.symptoms.map((symptom) => `${code(nameOf(symptom.object))}${labels.colon}${inline(symptom.title)}`),
    ),
    listBlock(labels.ruledOut, cause.ruledOut.map(inline)),
    ...cause.fixes.map((fix) => {
      const title = `**${labels.fix}**${labels.open}${labels.risk[fix.risk]}${labels.close}${labels.colon}${inline(fix.title)}`;
      return fix.commands.length === 0 ? title : `${title}\n\n${fenced(fix.commands.join('\n'))}`;
    }),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function chainBlock(cause: Cause, labels: Labels): string {
  const steps = chainSteps(cause.chain).map(({ relation, object, broken }) => {
    if (relation === undefined) return `${broken ? '; ' : ''}${code(object)}`;
    return ` → *${relation}* → ${code(object)}`;
  });
  return steps.length === 0 ? '' : `**${labels.chain}**${labels.colon}${steps.join('')}`;
}

function otherLine(cause: Cause, labels: Labels): string {
  const line = `${code(subjectPhrase(cause, labels))}${labels.colon}${inline(cause.title)}${labels.open}${certainty(cause, labels)}${labels.close}`;
  return cause.fixes[0] === undefined
    ? line
    : `${line}${labels.comma}${labels.fix}${labels.colon}${inline(cause.fixes[0].title)}`;
}

function listBlock(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `**${title}**\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}

/** Text of the cluster must stay text: no markup, no links, no HTML, no new block. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~]/g, (char) => (char === '_' ? char : `\\${char}`))
    .replace(/^(#|[-+]\s|\d+\.\s)/, '\\$1');
}

/** A code span that no backtick of its content can end. */
function code(text: string): string {
  const content = text.replace(/\s+/g, ' ').trim();
  const fence = '`'.repeat(longestRun(content) + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return content === '' ? '``' : `${fence}${pad}${content}${pad}${fence}`;
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}sh\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
