/** The answer as people get it: the model's where it rests on what was read, else the engine's, and what stopped it. */
import type { AgentParts, Asked } from './agent.ts';
import { type EngineResult, runbookOf } from './engine.ts';
import type { LoopResult } from './loop.ts';
import type { Plan } from './plan.ts';
import { planText, refusedText } from './planText.ts';
import { checkQuotes, type Source } from './quotes.ts';
import { names, standsAlone } from './standing.ts';
import type { PendingCall, RefusedCall } from './toolTurn.ts';
import { stopLine, wordsFor } from './words.ts';

export interface Written extends LoopResult {
  pending: readonly PendingCall[];
  refused: readonly RefusedCall[];
  /** What the question asks to be changed, as far as it is known how. */
  plan: Plan | undefined;
  /** Everything that was read, in order. */
  read: readonly Source[];
}

const MAX_UNCHECKED = 2000;
const MAX_LISTED = 20;

export async function writeAnswer(
  parts: AgentParts,
  asked: Asked,
  engine: EngineResult,
  run: Written,
): Promise<string> {
  const { language } = asked;
  const words = wordsFor(language);
  const stopped = stopLine(run.stop, run.steps, language);
  const failed = run.stop === 'model_failed' ? words.modelFailed(run.failure ?? words.noAnswer) : undefined;
  // A model may copy the marks of what it was given.
  const said = run.text.replace(/<\/?untrusted[^>]*>/gi, '').trim();
  const body = said === '' ? await withoutModel(parts, asked, engine, run) : checked(said, asked, engine, run);
  const notes = [
    ...(run.brokeOff && said !== '' ? [words.brokeOff] : []),
    ...run.pending.map(({ command, approval }) => words.waits(command, approval)),
    ...[failed, stopped].filter((line) => line !== undefined),
  ];
  return `${[body.trimEnd(), ...planned(parts, asked, run, said === ''), ...notes.map((note) => `_${note}_`)].join('\n\n')}\n`;
}

/** For who may not have it done, and where the model said nothing: the exact calls. */
function planned(parts: AgentParts, asked: Asked, { refused, pending, plan }: Written, silent: boolean): string[] {
  const readsOnly = asked.principal.role === 'viewer';
  const wished = plan !== undefined || asked.type === 'action';
  if (readsOnly && wished && refused.length > 0) return [refusedText(parts, asked, { refused })];
  if (plan === undefined || !(readsOnly || (silent && pending.length === 0))) return [];
  return [planText(parts, asked, plan, undefined).trimEnd()];
}

/** The engine's answer, its runbook, and what else was looked at: nothing that was found is lost. */
async function withoutModel(
  parts: AgentParts,
  asked: Asked,
  engine: EngineResult,
  { replies, plan }: Written,
): Promise<string> {
  const { lookedAt } = wordsFor(asked.language);
  const listed = replies
    .slice(-MAX_LISTED)
    .map(({ label, ok, text }) => `- ${ok ? '✓' : '✗'} \`${label.replaceAll('`', "'")}\`: ${inline(text)}`);
  const looked = listed.length === 0 ? '' : `**${lookedAt}**\n\n${listed.join('\n')}\n\n`;
  // Whoever has left needs no runbook, and the signal would end the call.
  const runbook =
    asked.signals.cancel.aborted || asked.signals.hard.aborted ? '' : await runbookOf(parts, asked, engine, plan);
  return `${engine.text}\n${looked}${runbook}`;
}

/** Cluster text in an answer of ours stays text. */
function inline(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return line
    .trim()
    .slice(0, 160)
    .replace(/[\\`*_[\]<>|~]/g, (char) => `\\${char}`);
}

function checked(said: string, asked: Asked, engine: EngineResult, { read }: Written): string {
  const words = wordsFor(asked.language);
  const sources = [...read, { label: 'question', text: asked.question }];
  const { text, found } = checkQuotes(said, sources, words.unverified);
  if (standsAlone(said, found, engine.diagnosis)) return text;
  const cause = engine.diagnosis.rootCauses[0];
  // Nothing is proven: what the engine found, or checked and found well, stands beside it.
  if (cause === undefined || names(said, cause.subject.name)) return `${text}\n\n## ${words.engine}\n\n${engine.text}`;
  // A model too weak to point at anything: the engine's answer stands, and what it said is marked.
  const short = text.length > MAX_UNCHECKED ? `${text.slice(0, MAX_UNCHECKED)}…` : text;
  return `${engine.text.trimEnd()}\n\n## ${words.notChecked}\n\n${short.replace(/^/gm, '> ')}`;
}
