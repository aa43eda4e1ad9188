/** Runs the calls of one turn: at the same time up to a bound, results in the order in which they were asked for. */
import type { ModelCall } from '../llm/types.ts';
import type { Principal } from '../policy/types.ts';
import type { Call, CallResult } from '../tools/call.ts';
import type { ToolReply } from './context.ts';
import type { AskEvent } from './events.ts';

/** A call that a person has to approve before it runs. */
export interface PendingCall {
  approval: string;
  command: string;
  tool: string;
  arguments: unknown;
}

/** A call that policy did not run, and its reason as a sentence. */
export interface RefusedCall {
  tool: string;
  arguments: unknown;
  reason: string;
}

export interface ToolTurnParts {
  call: Call;
  principal: Principal;
  signal: AbortSignal;
  emit: (event: AskEvent) => void;
  redact: { text: (text: string) => string; object: <T>(value: T) => T };
  /** A number for each call of the run. */
  nextId: () => string;
  onPending: (pending: PendingCall) => void;
  onRefused: (refused: RefusedCall) => void;
  /** Only what a model was offered can it call: the agent itself, by name, would never end. */
  offered: ReadonlySet<string>;
}

const AT_ONCE = 4;
/** More than a person would ask for at once: a model that lost count. */
const MOST = 16;

/** @throws the signal's reason when it aborts. */
export async function runToolTurn(calls: readonly ModelCall[], parts: ToolTurnParts): Promise<ToolReply[]> {
  const replies: ToolReply[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < calls.length; index = next++) {
      const call = calls[index];
      if (call !== undefined) replies[index] = await runOne(call, index, parts);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
  return replies;
}

async function runOne(call: ModelCall, index: number, parts: ToolTurnParts): Promise<ToolReply> {
  parts.signal.throwIfAborted();
  const { tool } = call;
  const input = parse(call.arguments);
  const label = labelOf(tool, 'value' in input ? input.value : {}, parts.redact.text);
  const reply = (ok: boolean, text: string): ToolReply => ({ callId: call.id, label, ok, text });
  if (index >= MOST)
    return reply(false, `Not run: at most ${MOST} calls in one turn; ask again for what is still needed.`);
  if (!parts.offered.has(tool))
    return reply(false, `There is no tool "${tool.slice(0, 64)}"; there are ${[...parts.offered].join(', ')}.`);
  const id = parts.nextId();
  parts.emit({ type: 'step', text: label });
  parts.emit({ type: 'tool_call', id, tool, arguments: 'value' in input ? parts.redact.object(input.value) : {} });
  const done = (ok: boolean, text: string) => {
    parts.emit({ type: 'tool_result', id, ok, summary: summaryOf(text) });
    return reply(ok, text);
  };
  if ('invalid' in input)
    return done(false, `The arguments are not valid JSON (${input.invalid}): call ${tool} again with a JSON object.`);
  const { principal, signal, call: run } = parts;
  const progress = (text: string) => parts.emit({ type: 'step', text });
  const result = await run({ tool, arguments: input.value, principal, signal, progress });
  takeNote(result, { tool, arguments: input.value, command: label }, parts);
  return done(result.ok, result.text);
}

/** Says that an approval is wanted, and keeps the call for when it has come; keeps what was refused, for the answer. */
export function takeNote(
  { failure, structured, text }: CallResult,
  call: { tool: string; arguments: unknown; command: string },
  { emit, onPending, onRefused }: Pick<ToolTurnParts, 'emit' | 'onPending' | 'onRefused'>,
): void {
  if (failure === 'denied')
    onRefused({ tool: call.tool, arguments: call.arguments, reason: String(structured?.reason ?? text) });
  if (failure !== 'approval_required' || typeof structured?.approval !== 'string') return;
  const command = /^Not run \((.*?)\): /s.exec(text)?.[1] ?? call.command;
  emit({ type: 'approval_required', approval: structured.approval, command });
  onPending({ ...call, command, approval: structured.approval });
}

function parse(text: string): { value: unknown } | { invalid: string } {
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { invalid: error instanceof Error ? error.message.slice(0, 120) : 'unreadable' };
  }
}

/** The call as people say it: the tool and its first text. */
export function labelOf(tool: string, input: unknown, redact: (text: string) => string): string {
  const values = typeof input === 'object' && input !== null ? Object.values(input) : [];
  const texts = values.filter((value) => typeof value === 'string').map((value) => value.replace(/\s+/g, ' ').trim());
  const rest = (texts[0] ?? '').replace(new RegExp(`^${tool.replace(/\W/g, '')}\\s+`), '');
  return redact(`${tool} ${rest}`.trim().slice(0, 160));
}

/** The first line that says something. */
export function summaryOf(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = (lines[0] ?? '').trim().slice(0, 200);
  return lines.length > 1 ? `${first} (${lines.length} lines)` : first;
}
