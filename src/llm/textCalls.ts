/** Tool calls that a weak model, or an endpoint without tool support, wrote into its text. */
import type { ModelCall } from './types.ts';

export interface TextCalls {
  calls: ModelCall[];
  /** The text without them. */
  text: string;
}

/** How models were trained to write a call; each pattern's groups: a name where it stands apart, then the JSON. */
const FORMS: readonly RegExp[] = [
  // Hermes, Qwen and many that follow them.
  /<tool_call>\s*(?<json>\{[\s\S]*?\})\s*(?:<\/tool_call>|$)/g,
  // Llama.
  /<function=(?<name>[\w-]+)>\s*(?<json>\{[\s\S]*?\})\s*(?:<\/function>|$)/g,
  // DeepSeek, where its endpoint did not take them out.
  /<｜tool▁call▁begin｜>(?:function<｜tool▁sep｜>)?(?<name>[\w-]+)(?:<｜tool▁sep｜>|\s*```json|\s)+(?<json>\{[\s\S]*?\})\s*(?:```)?\s*<｜tool▁call▁end｜>/g,
  // Mistral.
  /\[TOOL_CALLS\]\s*(?<json>\[[\s\S]*\])/g,
  // A fenced block that is nothing but a call.
  /```(?:json|tool_call|tool_code)?\s*\n(?<json>\{[\s\S]*?\})\s*\n```/g,
];
const LEFT_OVER = /<｜tool▁calls▁(?:begin|end)｜>|<\|python_tag\|>/g;

/** Only names of `offered` tools count: JSON in an answer is otherwise just JSON. */
export function textCallsIn(text: string, offered: ReadonlySet<string>): TextCalls {
  const calls: ModelCall[] = [];
  const add = (found: readonly Omit<ModelCall, 'id'>[]): boolean => {
    for (const one of found) calls.push({ id: `text-${calls.length + 1}`, ...one });
    return found.length > 0;
  };
  let rest = text;
  for (const form of FORMS) {
    rest = rest.replace(form, (whole: string, ...groups: unknown[]) => {
      const named = groups.at(-1) as { name?: string; json: string };
      return add(callsOf(named.json, named.name, offered)) ? '' : whole;
    });
  }
  const bare = rest.replace(LEFT_OVER, '').trim();
  if (calls.length === 0 && /^[[{]/.test(bare) && add(callsOf(bare, undefined, offered))) rest = '';
  return calls.length === 0 ? { calls, text } : { calls, text: rest.replace(LEFT_OVER, '').trim() };
}

function callsOf(json: string, name: string | undefined, offered: ReadonlySet<string>): Omit<ModelCall, 'id'>[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // With the name outside, the loop can say what is wrong with the arguments.
    return name !== undefined && offered.has(name) ? [{ tool: name, arguments: json }] : [];
  }
  if (name !== undefined) return offered.has(name) ? [{ tool: name, arguments: json }] : [];
  return [value].flat().flatMap((one) => namedCall(one, offered));
}

/** `{"name": …, "arguments": …}`, or as some say it: `parameters`, `tool`, `function`. */
function namedCall(value: unknown, offered: ReadonlySet<string>): Omit<ModelCall, 'id'>[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Record<string, unknown>;
  if (typeof fields.function === 'object') return namedCall(fields.function, offered);
  const tool = [fields.name, fields.tool, fields.function].find((one) => typeof one === 'string');
  if (typeof tool !== 'string' || !offered.has(tool)) return [];
  const input = fields.arguments ?? fields.parameters ?? fields.args ?? {};
  return [{ tool, arguments: typeof input === 'string' ? input : JSON.stringify(input) }];
}
