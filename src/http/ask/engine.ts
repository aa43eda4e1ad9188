/** Answers a question without a model: the engine's diagnosis, and a line that says so. */
import { labelsFor } from '../../diagnosis/render/labels.ts';
import type { Principal } from '../../policy/types.ts';
import type { CallResult } from '../../tools/call.ts';
import { ranOutOfTime } from '../cancel.ts';
import { callFailure, type HttpParts } from '../parts.ts';
import type { Answer, AskEvent } from './events.ts';
import type { AskRequest } from './request.ts';

/** @throws the signal's reason when the client has left. */
export async function answerFromEngine(
  parts: HttpParts,
  ask: AskRequest,
  { principal, signal, emit }: { principal: Principal; signal: AbortSignal; emit: (event: AskEvent) => void },
): Promise<Answer> {
  const input = { question: ask.question, namespace: ask.namespace, language: ask.language ?? parts.language };
  const shown = { ...input, question: parts.redact(input.question) };
  emit({ type: 'tool_call', id: 'call-1', tool: 'diagnose', arguments: shown });
  const progress = (text: string) => emit({ type: 'step', text });
  try {
    const result = await parts.call({ tool: 'diagnose', arguments: input, principal, signal, progress });
    emit({ type: 'tool_result', id: 'call-1', ok: result.ok, summary: summaryOf(result) });
    return result.ok ? answered(result) : failed(result);
  } catch (error) {
    if (!ranOutOfTime(signal)) throw error;
    const message = 'The diagnosis took longer than limits.ask_seconds; narrow the question to a namespace.';
    return { ...nothing(message), stop: 'time', error: { code: 'time', message, status: 504 } };
  }
}

function answered({ text, structured }: CallResult): Answer {
  const language = structured?.language === 'zh' ? 'zh' : 'en';
  return { ...nothing(`${text}\n_${labelsFor(language).noModel}_\n`), diagnosis: structured };
}

function failed(result: CallResult): Answer {
  const { code, message, status } = callFailure(result);
  return { ...nothing(message), error: { code, message, status } };
}

function nothing(text: string): Answer {
  return { text, stop: 'no_model', diagnosis: undefined, steps: 0, usage: { inputTokens: 0, outputTokens: 0 } };
}

function summaryOf({ text, structured }: CallResult): string {
  return typeof structured?.summary === 'string' ? structured.summary : text;
}
