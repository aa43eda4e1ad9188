/** The answer as people get it: the model's where it rests on what was read, else the engine's, and what stopped it. */
import type { AgentParts, Asked } from './agent.ts';
import { type EngineResult, runbookOf } from './engine.ts';
import type { LoopResult } from './loop.ts';
import { type Change, planned } from './planned.ts';
import { checkQuotes, type Source } from './quotes.ts';
import { looksUp, names, proves } from './standing.ts';
import { stopLine, wordsFor } from './words.ts';

export interface Written extends LoopResult, Change {
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
  const judged = judge(said, asked, engine, run);
  const silent = judged === undefined;
  const body = silent ? await withoutModel(parts, asked, engine, run) : together(judged, engine, words);
  const notes = [
    ...(run.end === 'complete' || silent ? [] : [words.brokeOff]),
    ...run.pending.map(({ command, approval }) => words.waits(command, approval)),
    ...[failed, stopped].filter((line) => line !== undefined),
  ];
  const change = await planned(parts, asked, run, silent);
  return `${[body.trimEnd(), ...change, ...notes.map((note) => `_${note}_`)].join('\n\n')}\n`;
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

/** What a model said, with its quotes checked, and how it may be shown. */
interface Judged {
  text: string;
  /** Alone; with what the engine found, or checked and found well, beside it; or marked, the engine's answer first. */
  place: 'alone' | 'beside' | 'marked';
}

/** Undefined where it said nothing that helps. */
function judge(said: string, asked: Asked, { diagnosis }: EngineResult, { read, end }: Written): Judged | undefined {
  const sources = [...read, { label: 'question', text: asked.question }];
  const { text, found } = checkQuotes(said, sources, wordsFor(asked.language).unverified);
  const cause = diagnosis.rootCauses[0];
  if (said === '') return undefined;
  if (end === 'circles') return { text, place: 'marked' };
  if (proves(said, found, diagnosis)) return { text, place: 'alone' };
  if (end === 'left') return undefined;
  // Where it looked up something else than the engine found, both are told.
  const apt = looksUp(found) || cause === undefined || names(said, cause.subject.name);
  return { text, place: apt ? 'beside' : 'marked' };
}

function together({ text, place }: Judged, engine: EngineResult, words: ReturnType<typeof wordsFor>): string {
  if (place === 'alone') return text;
  if (place === 'beside') return `${text}\n\n## ${words.engine}\n\n${engine.text}`;
  const short = text.length > MAX_UNCHECKED ? `${text.slice(0, MAX_UNCHECKED)}…` : text;
  return `${engine.text.trimEnd()}\n\n## ${words.notChecked}\n\n${short.replace(/^/gm, '> ')}`;
}
