/** The part of an answer that needs no model: the engine's diagnosis, and the runbook that fits it. */
import { labelsFor } from '../diagnosis/render/labels.ts';
import { DiagnosisResult, type Language } from '../diagnosis/result.ts';
import type { CallResult } from '../tools/call.ts';
import type { AgentParts, Asked } from './agent.ts';
import { carryOut } from './carryOut.ts';
import type { Answer, AskError, AskUsage } from './events.ts';
import { asksForChange, type Plan, planOf } from './plan.ts';
import { notesOf, planText } from './planText.ts';
import { focusOf } from './problemTypes.ts';
import { summaryOf } from './toolTurn.ts';
import { wordsFor } from './words.ts';

export interface EngineResult {
  diagnosis: DiagnosisResult;
  /** Markdown. */
  text: string;
}

export const NOTHING_SPENT: AskUsage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

/** @returns an answer that says why, where no diagnosis could be made. @throws the reason when the question was cancelled. */
export async function diagnoseFirst(
  parts: AgentParts,
  asked: Asked,
): Promise<EngineResult | (Answer & { error: AskError })> {
  const { principal, emit, signals, namespace, language, conversation } = asked;
  const question = inContext(asked.question, conversation.turns.at(-1)?.question);
  const input = { question, namespace, language };
  emit({ type: 'tool_call', id: 'diagnose', tool: 'diagnose', arguments: parts.redact.object(input) });
  const progress = (text: string) => emit({ type: 'step', text });
  const signal = AbortSignal.any([signals.cancel, signals.hard]);
  try {
    const result = await parts.call({ tool: 'diagnose', arguments: input, principal, signal, progress });
    const summary = typeof result.structured?.summary === 'string' ? result.structured.summary : summaryOf(result.text);
    emit({ type: 'tool_result', id: 'diagnose', ok: result.ok, summary });
    if (!result.ok) return failed(result.text, 'no_model', codeOf(result));
    return { diagnosis: DiagnosisResult.parse(result.structured), text: result.text };
  } catch (error) {
    if (signals.cancel.aborted || !signals.hard.aborted) throw error;
    return failed(wordsFor(language).slow, 'time', 'time');
  }
}

function failed(message: string, stop: Answer['stop'], code: AskError['code']): Answer & { error: AskError } {
  return { text: message, stop, diagnosis: undefined, steps: 0, usage: NOTHING_SPENT, error: { code, message } };
}

function codeOf({ failure, cause }: CallResult): AskError['code'] {
  if (failure === 'denied') return 'denied';
  if (failure === 'invalid_arguments') return 'bad_request';
  // By name: the class itself would load the cluster's code.
  return cause instanceof Error && cause.name === 'ClusterUnreadableError' ? 'cluster_unreadable' : 'failed';
}

/** A question that names nothing continues the one before it. */
function inContext(question: string, before: string | undefined): string {
  if (before === undefined || /[a-z0-9]-[a-z0-9]|\w\/\w|namespace|命名空间/i.test(question)) return question;
  return `${before}\n${question}`.slice(-8000);
}

/** The engine's answer where no model is configured, and what the question asks to be changed, as far as it is known how. */
export async function engineAnswer(parts: AgentParts, asked: Asked, engine: EngineResult): Promise<Answer> {
  const { noModel } = labelsFor(engine.diagnosis.language);
  const plan = await planOf(parts, asked);
  const runbook = await runbookOf(parts, asked, engine, plan);
  const outcome = plan && (await carryOut(parts, asked, plan));
  if (outcome !== undefined) asked.conversation.pending.push(...outcome.pending);
  const planned = plan === undefined ? '' : planText(parts, asked, plan, outcome);
  const off = parts.changes === 'off' && asksForChange(asked) ? [`_${wordsFor(asked.language).changesOff}_`] : [];
  const notes = [...off, ...(outcome === undefined ? [] : notesOf(asked, outcome)), `_${noModel}_`];
  const text = [engine.text, runbook + planned + notes.join('\n\n'), ''].join('\n');
  return { text, stop: 'no_model', diagnosis: engine.diagnosis, steps: 0, usage: NOTHING_SPENT };
}

/** That of the plan, else of the first cause, else of the type of problem; empty where there is none, or nothing is wrong. */
export async function runbookOf(
  parts: AgentParts,
  asked: Asked,
  { diagnosis }: EngineResult,
  plan: Plan | undefined,
): Promise<string> {
  const { principal, language, signals } = asked;
  if (plan?.runbook !== undefined) return framed(language, plan.runbook.id, plan.runbook.text);
  const id = diagnosis.rootCauses[0]?.runbook ?? focusOf(asked.type, asked.question).runbook;
  if (id === undefined || diagnosis.status === 'healthy' || !parts.tools.has('runbook_read')) return '';
  const signal = AbortSignal.any([signals.cancel, signals.hard]);
  const result = await parts.call({ tool: 'runbook_read', arguments: { id, language }, principal, signal });
  return result.ok ? framed(language, id, result.text.trim()) : '';
}

const framed = (language: Language, id: string, text: string): string =>
  `---\n\n**${wordsFor(language).runbook}** \`${id}\`\n\n${text}\n\n---\n\n`;
