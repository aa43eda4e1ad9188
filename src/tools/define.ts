/** What a tool is: a value, made once, that the call path and every surface read. */
import type * as z from 'zod';
import type { Action, Effect, Principal } from '../policy/types.ts';
import { type ObjectSchema, objectSchema, withDenial } from './schema.ts';

export { type Denial, denialSchema, type ObjectSchema } from './schema.ts';

/** What a running tool is given besides its arguments. */
export interface ToolContext {
  principal: Principal;
  signal: AbortSignal;
  /** Tells people who wait what is being done; one sentence. */
  progress: (step: string) => void;
  /** The client that waits, where it speaks MCP and can be asked. */
  peer?: ClientPeer;
}

/** What another MCP server, behind a tool, may ask or tell the client that called. */
export interface ClientPeer {
  /** The client's own `capabilities`: which methods of `request` it answers. */
  capabilities: Readonly<Record<string, unknown>>;
  /** What it said beside the call (`_meta`), without what belongs to its connection alone. */
  meta?: Readonly<Record<string, unknown>>;
  /** Such as `elicitation/create` or `sampling/createMessage`; the client's result as it came. */
  request: (method: string, params: Record<string, unknown>, signal: AbortSignal) => Promise<Record<string, unknown>>;
  /** A notification that belongs to this call, such as `notifications/message`; a client that has gone is no error. */
  notify: (method: string, params: Record<string, unknown>) => void;
  /** How far a call has come, in its own numbers; absent where the client did not ask. */
  progress?: (step: { progress: number; total?: number; message?: string }) => void;
}

/** A content block of MCP, as another server made it: text, image, audio, resource or resource_link. */
export interface ContentBlock {
  type: string;
  [field: string]: unknown;
}

export interface ToolOutput {
  /** What `outputSchema` describes; absent only where there is none, or the tool failed. */
  structured?: Record<string, unknown>;
  /** The same for people: Markdown. */
  text: string;
  /** What MCP clients get in place of the text, where another MCP server made it. */
  content?: readonly ContentBlock[];
  /** The tool ran and what it was asked for failed. */
  isError?: boolean;
  /** What another MCP server said beside the result (`_meta`). */
  meta?: Readonly<Record<string, unknown>>;
}

/** Arguments that were understood: what they would do, and the way to do it. */
export interface Prepared {
  action: Action;
  /** As they were understood: an approval holds for these. */
  arguments: unknown;
  run: (context: ToolContext) => Promise<ToolOutput>;
}

/** Arguments that were not understood, as one sentence that says what to change. */
export interface Refused {
  invalid: string;
}

export interface Tool {
  name: string;
  title: string;
  description: string;
  /** The most that any call of it can do; decides the annotations that clients see. */
  effect: Effect;
  inputSchema: ObjectSchema;
  outputSchema?: ObjectSchema;
  /** What clients are told besides, where another MCP server declared it: `annotations`, `icons`, `_meta`. */
  declared?: Readonly<Record<string, unknown>>;
  /** What it helps with, such as `charts` or `logs`, where that is known of another server's tool. */
  topics?: readonly string[];
  /** The arguments that do what a line of a shell does; undefined where it does not stand for that command. */
  fromCommand?: (line: string) => Record<string, unknown> | undefined;
  prepare: (input: unknown) => Prepared | Refused | Promise<Prepared | Refused>;
}

export interface ToolDefinition<I, O extends Record<string, unknown>> {
  name: string;
  title: string;
  description: string;
  effect: Effect;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  /** May load what it takes first. */
  classify: (input: I) => Omit<Action, 'tool'> | Promise<Omit<Action, 'tool'>>;
  run: (input: I, context: ToolContext) => Promise<{ structured: O; text: string; isError?: boolean }>;
}

/** Turns a typed definition into a tool; its types end here, so that tables of tools need none. */
export function defineTool<I, O extends Record<string, unknown>>(definition: ToolDefinition<I, O>): Tool {
  const { name, title, description, effect, input, output, classify, run } = definition;
  let schemas: { input: ObjectSchema; output: ObjectSchema } | undefined;
  const schemasOnce = () => {
    schemas ??= { input: objectSchema(input, 'input'), output: withDenial(objectSchema(output, 'output')) };
    return schemas;
  };
  return {
    name,
    title,
    description,
    effect,
    get inputSchema() {
      return schemasOnce().input;
    },
    get outputSchema() {
      return schemasOnce().output;
    },
    async prepare(raw) {
      const parsed = input.safeParse(raw ?? {});
      if (!parsed.success) return { invalid: `${name}: ${explainIssues(parsed.error)}` };
      const action = { tool: name, ...(await classify(parsed.data)) };
      return { action, arguments: parsed.data, run: (context) => run(parsed.data, context) };
    },
  };
}

/** The first problems of some arguments as one sentence. */
export function explainIssues(error: z.ZodError): string {
  const sentences = error.issues.slice(0, 3).map((issue) => {
    const where = issue.path.join('.');
    return where === '' ? issue.message : `${where}: ${issue.message}`;
  });
  return `${sentences.join('; ')}.`;
}
