/**
 * The plan of a change that a question asks for, made without a model: commands, from the question's own names or from a
 * runbook, as calls of the tools that stand for them.
 */
import type { Tool } from '../tools/define.ts';
import type { AgentParts, Asked } from './agent.ts';
import { isAbout, isOpen, type Wish, waysIn, wishOf, withoutOpen } from './change.ts';
import { isForeign } from './connected.ts';
import { changeOf } from './problemTypes.ts';

export interface Step {
  line: string;
  /** Undefined: no tool does it, a person has to. */
  call?: { tool: string; arguments: Record<string, unknown> };
}

export interface Plan {
  wish: Wish;
  /** Undefined: the question named everything itself. */
  runbook?: { id: string; text: string };
  /** Empty where too little was named to plan anything. */
  steps: readonly Step[];
  /** Options that were left out because nobody has chosen their value. */
  open: readonly string[];
  /** Whether any other server is connected that does some of it. */
  connected: boolean;
}

/** Whether the question asks for a change that could be planned. */
export function asksForChange({ type, question }: Pick<Asked, 'type' | 'question'>): boolean {
  return changeOf(type, question) !== undefined && wishOf(question) !== undefined;
}

/**
 * Undefined where the question asks for no change that is known here, or none is planned. @throws the signal's reason when it
 * aborts.
 */
export async function planOf(parts: AgentParts, asked: Asked): Promise<Plan | undefined> {
  const change = changeOf(asked.type, asked.question);
  const wish = wishOf(asked.question);
  if (change === undefined || wish === undefined || parts.changes === 'off') return undefined;
  const named = waysIn(asked.question, asked.namespace ?? asked.named, change);
  const runbook = named.length === 0 ? await fittingRunbook(parts, asked, change.runbook) : undefined;
  const ways = runbook === undefined ? named : [commandsOf(runbook.text)];
  const tools = [...parts.tools.values()];
  const found = await Promise.all(ways.map(async (lines) => ({ wish, runbook, ...(await stepsOf(lines, tools)) })));
  return found.find(isComplete) ?? found[0] ?? { wish, runbook, steps: [], open: [], connected: false };
}

async function stepsOf(lines: readonly string[], tools: readonly Tool[]): Promise<Omit<Plan, 'wish' | 'runbook'>> {
  const known = lines.map(withoutOpen);
  const found = await Promise.all(known.map(async ({ line, open }) => ({ step: await stepOf(line, tools), open })));
  const kept = found.flatMap(({ step, open }) => (step === undefined ? [] : [{ step, open }]));
  const steps = kept.map(({ step }) => step);
  const foreign = new Set(tools.filter(isForeign).map(({ name }) => name));
  const connected = steps.some(({ call }) => call !== undefined && foreign.has(call.tool));
  return { steps, open: kept.flatMap(({ open }) => open), connected };
}

/** Whether every step is a call that could be made now. */
export const isComplete = ({ steps, connected }: Plan): boolean =>
  connected && steps.every(({ call }) => call !== undefined);

async function fittingRunbook(parts: AgentParts, asked: Asked, id: string): Promise<Plan['runbook']> {
  if (!parts.tools.has('runbook_read')) return undefined;
  const { principal, language, signals } = asked;
  const signal = AbortSignal.any([signals.cancel, signals.hard]);
  const read = await parts.call({ tool: 'runbook_read', arguments: { id, language }, principal, signal });
  if (!read.ok) return undefined;
  return isAbout(asked.question, read.text, asked.namespace ?? asked.named)
    ? { id, text: read.text.trim() }
    : undefined;
}

/** What stands in blocks of shell, one command a line. */
function commandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].map(
    ([, block]) => block ?? '',
  );
  const lines = blocks.flatMap((block) => block.replace(/\\\n\s*/g, ' ').split('\n'));
  return lines.map((line) => line.replace(/^\$ /, '').trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** Undefined for what only reads: that changes nothing, and the diagnosis has read. */
async function stepOf(line: string, tools: readonly Tool[]): Promise<Step | undefined> {
  for (const tool of isOpen(line) ? [] : tools) {
    const given = tool.fromCommand?.(line);
    if (given === undefined) continue;
    const prepared = await tool.prepare(given);
    if ('invalid' in prepared) continue;
    return prepared.action.effect === 'read' ? undefined : { line, call: { tool: tool.name, arguments: given } };
  }
  return READS.test(line) ? undefined : { line };
}

/** Commands that read, of programs that no tool here stands for. */
const READS = /^\S+(?: repo)? (?:list|get|describe|status|history|show|search|version|top|logs|template|lint)\b/;
