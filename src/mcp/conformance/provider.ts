/**
 * What the official conformance suite expects of a server under test: tools, resources and prompts of fixed names. Only
 * offered with AIOPS_MCP_CONFORMANCE=1, beside everything else, and loaded only then.
 */
import type { Tool as ProtocolTool, ServerEvent } from '@modelcontextprotocol/server';
import type { Provider } from '../provider.ts';
import { CONTENTS } from './contents.ts';
import type { Fixture } from './fixture.ts';
import { completeArgument, getPrompt, PROMPTS } from './prompts.ts';
import { QUESTIONS } from './questions.ts';
import { RESOURCES, readResource, TEMPLATES } from './resources.ts';
import { ROUNDS } from './rounds.ts';
import { DIALECT } from './schema.ts';

const FIXTURES: ReadonlyMap<string, Fixture> = new Map(
  Object.entries({ ...CONTENTS, ...QUESTIONS, ...ROUNDS, ...DIALECT }),
);

export function conformanceProvider(): Provider {
  const listeners = new Set<(event: ServerEvent) => void>();
  const tell = (event: ServerEvent) => {
    for (const listener of listeners) listener(event);
  };
  const tools = [...FIXTURES].map(([name, { description, inputSchema }]): ProtocolTool => {
    return { name, description, inputSchema: inputSchema ?? { type: 'object' } };
  });
  return {
    capabilities: { logging: {} },
    tools: () => tools,
    callTool: ({ name, arguments: input }, turn) => FIXTURES.get(name)?.run(input ?? {}, turn, tell),
    resources: () => RESOURCES,
    templates: () => TEMPLATES,
    readResource: async (uri) => readResource(uri),
    prompts: () => PROMPTS,
    getPrompt: async ({ name, arguments: input }, turn) => getPrompt(name, input ?? {}, turn),
    complete: async ({ ref, argument }) => completeArgument(ref, argument.value),
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
