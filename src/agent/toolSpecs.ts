/** Tools as a model is told of them: few tokens, and only as many as its context can carry. */
import { estimateTokens } from '../llm/tokens.ts';
import type { ToolSpec } from '../llm/types.ts';
import type { Tool } from '../tools/define.ts';
import { helps, isForeign } from './connected.ts';

/** Words of a schema that cost tokens and tell a model nothing; the call path checks them anyway. */
const IDLE = new Set([
  '$schema',
  'additionalProperties',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'format',
  'title',
  '$id',
]);

/** Whose keys are names, and whose values are nobody's schema. */
const NAMES = new Set(['properties', '$defs', 'definitions', 'patternProperties']);
const VALUES = new Set(['default', 'const', 'enum', 'examples', 'required']);

/** Of all tools: those built in, then others as far as they fit, those that the problem calls for first. */
export function toolSpecs(
  tools: readonly Tool[],
  { maxTokens, wanted }: { maxTokens: number; wanted: RegExp },
): { specs: ToolSpec[]; omitted: string[] } {
  const all = tools.filter(({ name }) => name !== 'ask').map(specOf);
  const named = (which: (tool: Tool) => boolean) => new Set(tools.filter(which).map(({ name }) => name));
  const [theirs, helpful] = [named(isForeign), named((tool) => helps(tool, wanted))];
  const foreign = (spec: ToolSpec) => theirs.has(spec.name);
  const calledFor = (spec: ToolSpec) => helpful.has(spec.name);
  const rank = (spec: ToolSpec) => (foreign(spec) ? (calledFor(spec) ? 1 : 2) : 0);
  const sorted = all
    .map((spec, index) => ({ spec, index }))
    .sort((a, b) => rank(a.spec) - rank(b.spec) || a.index - b.index);
  let left = maxTokens;
  const kept = new Set<ToolSpec>();
  for (const { spec } of sorted) {
    left -= estimateTokens(JSON.stringify(spec)) + 8;
    if (left >= 0 || !foreign(spec)) kept.add(spec);
  }
  // In their own order again: the prefix stays the same while the same ones fit.
  return {
    specs: all.filter((spec) => kept.has(spec)),
    omitted: all.filter((spec) => !kept.has(spec)).map(({ name }) => name),
  };
}

function specOf({ name, description, inputSchema }: Tool): ToolSpec {
  const text = description.length > 600 ? `${description.slice(0, 600)}…` : description;
  return { name, description: text, parameters: slim(inputSchema, false) };
}

/** `named`: the keys are names of properties, not words of the schema. */
function slim(schema: Readonly<Record<string, unknown>>, named: boolean): Record<string, unknown> {
  const entries = Object.entries(schema).filter(([key]) => named || !IDLE.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      !named && VALUES.has(key) ? value : slimValue(value, !named && NAMES.has(key)),
    ]),
  );
}

function slimValue(value: unknown, named: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => slimValue(one, false));
  return typeof value === 'object' && value !== null ? slim({ ...value }, named) : value;
}
