/** A server's tool as one of ours: the call path sees no difference. */
import type { CallToolResult } from '@modelcontextprotocol/client';
import type { ContentBlock, ObjectSchema, Tool, ToolContext, ToolOutput } from '../tools/define.ts';
import { actionOf } from './action.ts';
import { applyRules } from './arguments.ts';
import type { ServerTool } from './catalogue.ts';
import { fromCommand } from './commandForm.ts';
import { declaredEffect } from './effect.ts';
import type { Link } from './link.ts';
import { metaOf, request } from './request.ts';
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
  context: ToolContext,
): Promise<ToolOutput> {
  const params = { name: definition.name, arguments: given };
  const result = await request(
    ({ callTool }, beside, options) => callTool(definition, { ...params, ...beside }, options),
    { link, timeout, repeatable },
    context,
  );
  return outputOf(result);
}

function outputOf({ content, structuredContent, isError, _meta }: CallToolResult): ToolOutput {
  const blocks = content as readonly ContentBlock[];
  return { structured: asRecord(structuredContent), content: blocks, text: '', isError, ...metaOf(_meta) };
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
