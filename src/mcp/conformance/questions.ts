/** Fixtures that ask the client in the middle of a call, as clients with sessions can be asked. */
import {
  type ClientCapabilities,
  MissingRequiredClientCapabilityError,
  type Tool as ProtocolTool,
} from '@modelcontextprotocol/server';
import type { Turn } from '../provider.ts';
import { type Fixture, text } from './fixture.ts';
import { CHOICES, DEFAULTS, type NAME, USER } from './forms.ts';

const takes = (argument: string): ProtocolTool['inputSchema'] => ({
  type: 'object',
  properties: { [argument]: { type: 'string' } },
  required: [argument],
});

export const QUESTIONS: Readonly<Record<string, Fixture>> = {
  test_sampling: {
    description: "Asks the client's model",
    inputSchema: takes('prompt'),
    async run({ prompt }, { context }) {
      const content = { type: 'text' as const, text: String(prompt) };
      const wanted = { messages: [{ role: 'user' as const, content }], maxTokens: 100 };
      const answer = await context.mcpReq.requestSampling(wanted, onItsStream(context));
      const [said] = [answer.content].flat();
      return text(`LLM response: ${said?.type === 'text' ? said.text : ''}`);
    },
  },
  test_elicitation: {
    description: 'Asks the user for a name and an address',
    inputSchema: takes('message'),
    run: async ({ message }, turn) => text(`User response: ${await ask(turn, String(message), USER)}`),
  },
  test_elicitation_sep1034_defaults: {
    description: 'Asks with defaults',
    run: async (_, turn) => text(`Elicitation completed: ${await ask(turn, 'Check the defaults', DEFAULTS)}`),
  },
  test_elicitation_sep1330_enums: {
    description: 'Asks with choices',
    run: async (_, turn) => text(`Elicitation completed: ${await ask(turn, 'Choose', CHOICES)}`),
  },
  test_missing_capability: {
    description: 'Needs a client that samples',
    async run(_, { client }) {
      need(client, { sampling: {} });
      return text('The client samples.');
    },
  },
};

/** The SDK asks on the other stream unless told; a client that has not opened that one yet would never hear of it. */
const onItsStream = ({ mcpReq }: Turn['context']) => ({ relatedRequestId: mcpReq.id });

async function ask({ context }: Turn, message: string, requestedSchema: typeof NAME): Promise<string> {
  const { action, content } = await context.mcpReq.elicitInput({ message, requestedSchema }, onItsStream(context));
  return `action=${action}, content=${JSON.stringify(content ?? {})}`;
}

function need(client: ClientCapabilities, required: ClientCapabilities): void {
  const missing = Object.keys(required).some((name) => !(name in client));
  if (missing) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: required });
}
