/** A server's tool as one of ours: the call path sees no difference. */
import type { CallToolResult } from '@modelcontextprotocol/client';
import type { ContentBlock, ObjectSchema, Tool, ToolContext, ToolOutput } from '../tools/define.ts';
import { actionOf } from './action.ts';
import { applyRules } from './arguments.ts';
import type { ServerTool } from './catalogue.ts';
import { fromCommand } from './commandForm.ts';
import { declaredEffect } from './effect.ts';
import type { exchange as Exchange } from './exchange.ts';
import type { Link } from './link.ts';
import { widen } from './schema.ts';
import { plainSchema, plainText } from './text.ts';
import type { EffectiveSettings } from './toolSettings.ts';

export interface DownstreamToolParts {
  server: string;
  name: string;
  definition: ServerTool;
  settings: EffectiveSettings;
  link: Link;
  /** In milliseconds; progress begins it anew. */
  timeout: number;
}

/** Makes the tool; its definition is a stranger's and is made plain. */
export function downstreamTool(parts: DownstreamToolParts): Tool {
  const { name, definition, settings } = parts;
  const effect = settings.effect ?? declaredEffect(definition.annotations);
  const properties: Readonly<Record<string, unknown>> = definition.inputSchema.properties ?? {};
  const known = Object.keys(properties);
  const { command, topics } = settings;
  return {
    name,
    title: plainText(definition.title ?? definition.annotations?.title ?? definition.name, 100),
    description: plainText(settings.description ?? definition.description ?? ''),
    effect,
    inputSchema: withoutFixed(definition.inputSchema, settings),
    outputSchema: definition.outputSchema === undefined ? undefined : widen(definition.outputSchema),
    declared: declared(definition),
    topics,
    fromCommand: command === undefined ? undefined : (line) => fromCommand(line, command, properties),
    prepare(input) {
      const checked = applyRules(input, settings.arguments, known);
      if ('invalid' in checked) return { invalid: `${name}: ${checked.invalid}.` };
      const given = checked.arguments;
      const doing = checked.asks && effect === 'read' ? 'unknown' : effect;
      const action = actionOf(name, doing, given, settings);
      if ('invalid' in action) return { invalid: `${name}: ${action.invalid}.` };
      return { action, arguments: given, run: (context) => run(parts, given, doing === 'read', context) };
    },
  };
}

async function run(
  { definition, link, timeout }: DownstreamToolParts,
  given: Record<string, unknown>,
  repeatable: boolean,
  { signal, progress, peer }: ToolContext,
): Promise<ToolOutput> {
  const onprogress = (step: { progress: number; total?: number; message?: string }) => {
    if (peer?.progress !== undefined) peer.progress(step);
    else progress(step.message ?? `${step.progress}${step.total === undefined ? '' : ` of ${step.total}`}`);
  };
  exchange ??= (await import('./exchange.ts')).exchange;
  const sendAndAnswer = exchange;
  const params = { name: definition.name, arguments: given };
  const result = await link.call(
    (connection, flight) =>
      sendAndAnswer((beside, options) => connection.callTool(definition, { ...params, ...beside }, options), {
        connection,
        flight,
        signal,
        timeout,
        onprogress,
      }),
    { signal, peer, repeatable },
  );
  // The last step arrives together with the answer, and is told before it.
  if (peer?.progress !== undefined) await new Promise(setImmediate);
  return outputOf(result);
}

/** Loaded with the first call, as the protocol's code is. */
let exchange: typeof Exchange | undefined;

function outputOf({ content, structuredContent, isError, _meta }: CallToolResult): ToolOutput {
  const blocks = content as readonly ContentBlock[];
  const output: ToolOutput = { structured: asRecord(structuredContent), content: blocks, text: '', isError };
  return _meta === undefined ? output : { ...output, meta: metaOf(_meta) };
}

/** Without what the protocol says of that connection. */
export function metaOf(meta: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const own = Object.entries(meta).filter(([key]) => !key.startsWith('io.modelcontextprotocol/'));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/** What the operator decides, no caller needs to see. */
function withoutFixed(schema: ServerTool['inputSchema'], { arguments: rules }: EffectiveSettings): ObjectSchema {
  const plain = plainSchema(schema) as ObjectSchema;
  const hidden = Object.entries(rules).flatMap(([name, rule]) => (rule.forbid === true || 'fix' in rule ? [name] : []));
  if (hidden.length === 0 || plain.properties === undefined) return plain;
  const properties = Object.fromEntries(
    Object.entries(plain.properties as object).filter(([name]) => !hidden.includes(name)),
  );
  const required = Array.isArray(plain.required) ? plain.required.filter((name) => !hidden.includes(name)) : undefined;
  return { ...plain, properties, ...(required === undefined ? {} : { required }) };
}

function declared({ annotations, icons, _meta }: ServerTool): Record<string, unknown> {
  const all = { annotations: plainSchema(annotations), icons, _meta };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
