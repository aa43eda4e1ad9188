/** Our messages and tools in the words of the chat completions API. */
import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import type { Message, Reasoning, ToolSpec } from './types.ts';

export interface WireOptions {
  model: string;
  /** Undefined: the endpoint is told nothing about thinking. */
  thinking: boolean | undefined;
  /** Whether the endpoint is asked to count tokens in the stream. */
  countTokens: boolean;
  /** The answer has to be one JSON object. */
  json?: boolean;
}

type Body = ChatCompletionCreateParamsStreaming & { thinking?: { type: 'enabled' | 'disabled' } };

export function requestBody(
  messages: readonly Message[],
  tools: readonly ToolSpec[],
  { model, thinking, countTokens, json }: WireOptions,
): Body {
  const field = fieldOfThoughts(messages);
  return {
    model,
    messages: messages.map((message) => messageOf(message, field)),
    ...(tools.length === 0 ? {} : { tools: tools.map(toolOf) }),
    ...(thinking === undefined ? {} : { thinking: { type: thinking ? 'enabled' : 'disabled' } }),
    ...(json === true ? { response_format: { type: 'json_object' as const } } : {}),
    stream: true,
    ...(countTokens ? { stream_options: { include_usage: true } } : {}),
  };
}

/** Where one turn of a conversation carries thoughts, each that called tools has to, if only empty ones. */
function fieldOfThoughts(messages: readonly Message[]): Reasoning['field'] | undefined {
  const thinking = messages.find((message) => message.role === 'assistant' && message.reasoning !== undefined);
  return thinking?.role === 'assistant' ? thinking.reasoning?.field : undefined;
}

function messageOf(message: Message, field: Reasoning['field'] | undefined): ChatCompletionMessageParam {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.text };
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  const { text, calls, reasoning } = message;
  if (calls.length === 0) return { role: 'assistant', content: text };
  const tool_calls = calls.map(({ id, tool, arguments: input }) => ({
    id,
    type: 'function' as const,
    function: { name: tool, arguments: asObject(input) },
  }));
  // A thinking model refuses the conversation unless its thoughts come back with the calls that they led to.
  const thoughts = field === undefined ? {} : { [field]: reasoning?.text ?? '' };
  return { role: 'assistant', content: text === '' ? null : text, tool_calls, ...thoughts };
}

/** Endpoints parse the arguments of earlier calls again, and refuse the whole request over one that is no JSON. */
function asObject(input: string): string {
  try {
    const value: unknown = JSON.parse(input);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return input;
  } catch {
    // Falls through: what the model wrote is told in the tool's result.
  }
  return '{}';
}

function toolOf({ name, description, parameters }: ToolSpec): ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters } };
}
