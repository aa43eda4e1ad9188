/** A result for a terminal: short lines that can be read aloud, the summary first. */
import type { Cause, DiagnosisResult } from '../result.ts';
import { clusterPhrase, type Labels, labelsFor, scopePhrase } from './labels.ts';
import { certainty, chainSteps, changePhrase, evidenceSource, nameOf, subjectPhrase } from './phrases.ts';
import { type Paint, painter } from './style.ts';
import { widthOf, wrap } from './width.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  width: number;
  color: boolean;
}

/** Symptoms of one cause that are listed one by one; a node's failure can have hundreds. */
const MAX_SYMPTOMS = 12;

/** Renders everything that a result says. Ends with a new line. */
export function renderText(result: DiagnosisResult, { width, color }: TextOptions): string {
  const page = new Page(Math.max(40, Math.min(width, 120)), painter(color));
  const labels = labelsFor(result.language);
  const { paint } = page;
  const heading = `${labels.status[result.status]}${labels.colon}`;
  page.paragraph(0, `${heading}${result.summary}`, result.status === 'healthy' ? paint.good : paint.strong);
  result.rootCauses.forEach((cause, index) => {
    writeCause(page, cause, index + 1, labels);
  });
  const list = (title: string, items: readonly string[]) => page.section(0, title, items);
  list(
    labels.other,
    result.other.map(
      (cause) =>
        `${subjectPhrase(cause, labels)}${labels.colon}${cause.title}${labels.open}${certainty(cause, labels)}${labels.close}`,
    ),
  );
  list(
    labels.notices,
    result.notices.map((notice) => `${nameOf(notice.object)}${labels.colon}${notice.title}`),
  );
  list(
    labels.gaps,
    result.gaps.map((gap) => `${gap.what}${labels.colon}${gap.why}`),
  );
  list(labels.checked, result.checked);
  page.blank();
  page.paragraph(0, `${labels.cluster}${labels.colon}${clusterPhrase(result)}`, paint.faint);
  page.paragraph(0, `${labels.scope}${labels.colon}${scopePhrase(result)}`, paint.faint);
  return page.text();
}

function writeCause(page: Page, cause: Cause, number: number, labels: Labels): void {
  const { paint } = page;
  page.blank();
  page.item(0, `${number}. `, cause.title, cause.severity === 'critical' ? paint.bad : paint.warn);
  page.paragraph(
    3,
    `${subjectPhrase(cause, labels)}${labels.open}${cause.code}${labels.comma}${certainty(cause, labels)}${labels.close}`,
    paint.strong,
  );
  page.paragraph(3, cause.explanation);
  writeChain(page, cause, labels);
  writeEvidence(page, cause, labels);
  if (cause.since !== null) page.paragraph(3, `${labels.since}${labels.colon}${cause.since}`);
  if (cause.change !== null) page.paragraph(3, `${labels.change}${labels.colon}${changePhrase(cause.change, labels)}`);
  const symptoms = cause.symptoms.map((symptom) => `${nameOf(symptom.object)}${labels.colon}${symptom.title}`);
  const rest = symptoms.length - MAX_SYMPTOMS;
  page.section(3, labels.symptoms, rest > 1 ? [...symptoms.slice(0, MAX_SYMPTOMS), labels.more(rest)] : symptoms);
  page.section(3, labels.ruledOut, cause.ruledOut);
  for (const fix of cause.fixes) {
    page.title(3, `${labels.fix}${labels.open}${labels.risk[fix.risk]}${labels.close}${labels.colon}${fix.title}`);
    // A command is never wrapped: it is there to be copied.
    for (const command of fix.commands) page.verbatim(5, command, paint.command);
  }
  if (cause.runbook !== undefined) page.paragraph(3, `${labels.runbook}${labels.colon}${cause.runbook}`);
}

function writeChain(page: Page, cause: Cause, labels: Labels): void {
  const steps = chainSteps(cause.chain);
  if (steps.length === 0) return;
  page.title(3, labels.chain);
  for (const { relation, object } of steps) {
    if (relation === undefined) page.item(5, '', object);
    else page.item(5, '→ ', `${relation} ${object}`);
  }
}

function writeEvidence(page: Page, cause: Cause, labels: Labels): void {
  if (cause.evidence.length === 0) return;
  page.title(3, labels.evidence);
  for (const evidence of cause.evidence) {
    page.item(5, '- ', `${evidenceSource(evidence, labels)}${labels.colon.trimEnd()}`);
    page.paragraph(7, `"${evidence.quote.replace(/\s+/g, ' ').trim()}"`, page.paint.quote);
  }
}

/** Lines of at most one width; every line of a block is indented alike. */
class Page {
  readonly paint: Paint;
  readonly #lines: string[] = [];
  readonly #width: number;

  constructor(width: number, paint: Paint) {
    this.#width = width;
    this.paint = paint;
  }

  blank(): void {
    this.#lines.push('');
  }

  paragraph(indent: number, text: string, style = this.paint.plain): void {
    this.item(indent, '', text, style);
  }

  item(indent: number, mark: string, text: string, style = this.paint.plain): void {
    const hang = indent + widthOf(mark);
    wrap(text, this.#width - hang).forEach((line, index) => {
      this.#lines.push(`${' '.repeat(index === 0 ? indent : hang)}${index === 0 ? mark : ''}${style(line)}`);
    });
  }

  title(indent: number, text: string): void {
    this.paragraph(indent, text, this.paint.strong);
  }

  verbatim(indent: number, text: string, style = this.paint.plain): void {
    for (const line of text.split('\n')) this.#lines.push(`${' '.repeat(indent)}${style(line)}`);
  }

  section(indent: number, title: string, items: readonly string[]): void {
    if (items.length === 0) return;
    if (indent === 0) this.blank();
    this.title(indent, title);
    for (const item of items) this.item(indent + 2, '- ', item);
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
