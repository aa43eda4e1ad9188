/**
 * JSON Schemas of tools as clients get them: with every list of tools, into every model's context. So they say what
 * a client needs and no word more.
 */
import * as z from 'zod';

/** A JSON Schema of an object, as MCP carries it. */
export interface ObjectSchema {
  type: 'object';
  [keyword: string]: unknown;
}

type Node = Record<string, unknown>;

/** @param io whether it describes what goes into the type, or what comes out of it. */
export function objectSchema(schema: z.ZodType, io: 'input' | 'output'): ObjectSchema {
  const override = ({ jsonSchema }: { jsonSchema: object }) => shorten(jsonSchema as Node, io);
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(schema, { io, override });
  if (io === 'input') return { ...rest, ...($defs === undefined ? {} : { $defs }), type: 'object' };
  const properties = Object.entries(rest.properties ?? {}).map(([name, node]) => [name, outline(node, $defs ?? {})]);
  return { ...rest, properties: Object.fromEntries(properties), type: 'object' };
}

/** Objects within a result by the names of their fields: in full they would be most of what every list of tools says. */
function outline(node: unknown, $defs: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(node)) return node.map((item) => outline(item, $defs));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, properties, description, ...rest } = oneType(node as Node);
  if (typeof $ref === 'string') return outline($defs[$ref.replace('#/$defs/', '')], $defs);
  if (properties !== undefined) return { type: 'object', description: Object.keys(properties as Node).join(', ') };
  const inner = Object.entries(rest).map(([keyword, value]) => [keyword, outline(value, $defs)]);
  return Object.fromEntries(description === undefined ? inner : [...inner, ['description', description]]);
}

/** One type a node: dialects that know no lists of types (function declarations of some models) drop such a tool. */
function oneType({ type, ...rest }: Node): Node {
  if (Array.isArray(type)) return { anyOf: type.map((one) => ({ type: one })), ...rest };
  return type === undefined ? rest : { type, ...rest };
}

/** Leaves out what says nothing: the bounds of a safe integer, and in results the closed world and an enum's type. */
function shorten(node: Node, io: 'input' | 'output'): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (io === 'input') return;
  if (node.additionalProperties === false) delete node.additionalProperties;
  if (node.enum !== undefined || node.const !== undefined) delete node.type;
}

/** What policy did not run, as `structuredContent`: clients check it against `outputSchema`, so every schema admits it. */
const Denial = z.object({
  verdict: z.enum(['denied', 'approval_required']),
  reason: z.string(),
  approval: z.string().optional(),
});
export type Denial = z.infer<typeof Denial>;

/** The schema of what policy did not run. */
export const denialSchema = (): ObjectSchema => objectSchema(Denial, 'output');

/** The schema, with the form that a call has which policy did not run. */
export function withDenial(own: ObjectSchema): ObjectSchema {
  const { $defs, ...shape } = own;
  const widened: ObjectSchema = { type: 'object', anyOf: [shape, denialSchema()] };
  return $defs === undefined ? widened : { ...widened, $defs };
}
