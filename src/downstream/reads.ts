/**
 * What a server gives besides its tools: resources, prompts and completions, as calls of the one path that no list of
 * tools names. So policy, limits, redaction and the record hold for them as for any other call.
 */
import type { Client, RequestOptions } from '@modelcontextprotocol/client';
import * as z from 'zod';
import { type ContentBlock, explainIssues, type Tool, type ToolContext, type ToolOutput } from '../tools/define.ts';
import { objectSchema } from '../tools/schema.ts';
import { actionOf } from './action.ts';
import { applyRules } from './arguments.ts';
import type { Beside } from './exchange.ts';
import type { Server } from './expose.ts';
import { metaOf, type RequestParts, request } from './request.ts';
import { plainText } from './text.ts';
import type { EffectiveSettings } from './toolSettings.ts';

/** One request; what it returns may be a question first, so it is understood only at the end. */
type Send<I, R> = (client: Client, given: I & Beside, options: RequestOptions) => Promise<R>;

interface Kind {
  title: string;
  input: z.ZodObject;
  parse: (
    given: unknown,
  ) => { invalid: string } | { run: (parts: RequestParts, context: ToolContext) => Promise<ToolOutput> };
}

const Words = z.record(z.string(), z.string());
const Reference = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ref/prompt'), name: z.string() }),
  z.object({ type: z.literal('ref/resource'), uri: z.string() }),
]);

/** Each by the protocol's own name. Resources arrive as blocks `resource`, messages as their content. */
const KINDS = {
  'resources/read': kind(
    'Read a resource',
    z.object({ uri: z.string() }),
    (client, given, options) => client.readResource(given, { ...options, cacheMode: 'bypass' }),
    ({ contents, _meta }) => ({
      ...{ text: '', content: contents.map((resource) => ({ type: 'resource', resource })) },
      ...metaOf(_meta),
    }),
  ),
  'prompts/get': kind(
    'Get a prompt',
    z.object({ name: z.string(), arguments: Words.optional() }),
    (client, given, options) => client.getPrompt(given, options),
    ({ description = '', messages, _meta }) => ({
      ...{ text: '', content: messages.map(({ content }): ContentBlock => content) },
      structured: { description: plainText(description), roles: messages.map(({ role }) => role) },
      ...metaOf(_meta),
    }),
  ),
  'completion/complete': kind(
    'Complete an argument',
    z.object({
      ref: Reference,
      argument: z.object({ name: z.string(), value: z.string() }),
      context: z.object({ arguments: Words.optional() }).optional(),
    }),
    (client, given, options) => client.complete(given, options),
    ({ completion }) => ({ text: '', content: [], structured: { values: completion.values } }),
  ),
};

export type Read = keyof typeof KINDS;

/** Ends the types of one kind, so that all are treated alike. */
function kind<I, R>(
  title: string,
  input: z.ZodObject & z.ZodType<I>,
  send: Send<I, R>,
  output: (result: R) => ToolOutput,
): Kind {
  return {
    title,
    input,
    parse(given) {
      const { error, data } = input.safeParse(given);
      if (error !== undefined) return { invalid: explainIssues(error) };
      const sendIt = (client: Client, beside: Beside, options: RequestOptions) =>
        send(client, { ...data, ...beside }, options);
      return {
        run: async (parts, context) =>
          output(await request(({ client }, ...more) => sendIt(client, ...more), parts, context)),
      };
    },
  };
}

/** Such as `docs__resources/read`; no tool of a server can have this name, as none has a `/`. */
export const readName = (server: string, read: Read): string => `${server}__${read}`;

/** What the configuration says of it under the protocol's own name (`*` means tools). By default all may read. */
export function readSettings({ settings }: Server, read: Read): EffectiveSettings {
  return { enabled: true, arguments: {}, ...settings.tools[read] };
}

/** All of all servers by name: a pure function of the configuration. */
export function createReads(servers: readonly Server[]): ReadonlyMap<string, Tool> {
  const names = Object.keys(KINDS) as Read[];
  const tools = servers.flatMap((server) => names.map((read) => readTool(server, read)));
  return new Map(tools.map((tool) => [tool.name, tool]));
}

function readTool(server: Server, read: Read): Tool {
  const { title, input, parse } = KINDS[read];
  const name = readName(server.name, read);
  const settings = readSettings(server, read);
  const { effect = 'read' } = settings;
  const timeout = server.settings.config.timeout_seconds * 1000;
  return {
    ...{ name, title, description: `${title} of the MCP server ${server.name}.`, effect },
    get inputSchema() {
      return objectSchema(input, 'input');
    },
    prepare(raw) {
      if (!settings.enabled) return { invalid: `${name} is switched off in the configuration.` };
      const checked = applyRules(raw, settings.arguments, Object.keys(input.shape));
      if ('invalid' in checked) return { invalid: `${name}: ${checked.invalid}.` };
      const given = checked.arguments;
      const parsed = parse(given);
      if ('invalid' in parsed) return { invalid: `${name}: ${parsed.invalid}` };
      const action = actionOf(name, checked.asks && effect === 'read' ? 'unknown' : effect, given, settings);
      if ('invalid' in action) return { invalid: `${name}: ${action.invalid}.` };
      const parts = { link: server.link, timeout, repeatable: true };
      return { action, arguments: given, run: (context) => parsed.run(parts, context) };
    },
  };
}
