/**
 * A server that asks its client, made with each SDK and in each era. SDK=1.x: over stdio, asks by a request of its own.
 * SDK=2.x: over stdio, the same. With PORT: over Streamable HTTP of 2026-07-28 and nothing else, asks in its results.
 */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { Server as OlderServer } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport as OlderStdio } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { createMcpHandler, inputRequired, Server, type ServerContext } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const info = { name: 'asking', version: '1' };
const capabilities = { tools: {}, resources: {}, prompts: {} };
const tools = ['greet', 'greet_twice', 'meta'].map((name) => ({
  name,
  inputSchema: { type: 'object' as const },
  annotations: { readOnlyHint: true },
}));
const resources = [{ uri: 'asking://greeting', name: 'greeting' }];
const prompts = [{ name: 'greeting' }];
const message = (n: number) => `What is your name${n === 0 ? '' : ` (${n + 1})`}?`;
const requestedSchema = {
  type: 'object' as const,
  properties: { name: { type: 'string' as const } },
  required: ['name'],
};

const QUESTIONS: Readonly<Record<string, number>> = { greet: 1, greet_twice: 2, meta: 0 };
const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });
const asResource = (words: string) => ({
  contents: [{ uri: 'asking://greeting', text: words, _meta: { 'x/kept': 1 } }],
});
const asPrompt = (words: string) => ({
  description: 'A greeting',
  messages: [{ role: 'user' as const, content: { type: 'text' as const, text: words } }],
});

interface Answer {
  action: string;
  content?: Record<string, unknown>;
}
const greeting = (answers: readonly Answer[]) =>
  answers.map(({ action, content }) => (action === 'accept' ? `Hello, ${content?.name}` : action)).join('; ');
const metaOf = (meta: object | undefined) => ({
  ...text(JSON.stringify(meta ?? {})),
  _meta: { 'x/answer': { nested: [1, 'two'] }, password: 'hunter2-of-meta' },
});

type Elicit = (n: number) => Promise<Answer>;
async function inTurn(count: number, elicit: Elicit): Promise<string> {
  const answers: Answer[] = [];
  for (let n = 0; n < count; n += 1) answers.push(await elicit(n));
  return greeting(answers);
}

function older(): void {
  const server = new OlderServer(info, { capabilities });
  const elicit: Elicit = (n) => server.elicitInput({ message: message(n), requestedSchema });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources }));
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) =>
    params.name === 'meta' ? metaOf(params._meta) : text(await inTurn(QUESTIONS[params.name] ?? 0, elicit)),
  );
  server.setRequestHandler(ReadResourceRequestSchema, async () => asResource(await inTurn(1, elicit)));
  server.setRequestHandler(GetPromptRequestSchema, async () => asPrompt(await inTurn(1, elicit)));
  void server.connect(new OlderStdio());
}

/** Asks in rounds; the SDK makes requests of them for clients of the older era. */
function newer(): Server {
  const server = new Server(info, { capabilities });
  const rounds = <T>({ mcpReq }: ServerContext, count: number, result: (words: string) => T) => {
    const before = JSON.parse(mcpReq.requestState<string>() ?? '[]') as Answer[];
    const answer = mcpReq.inputResponses?.name as Answer | undefined;
    const answers = answer === undefined ? before : [...before, answer];
    if (answers.length >= count) return result(greeting(answers));
    const name = inputRequired.elicit({ message: message(answers.length), requestedSchema });
    return inputRequired({ inputRequests: { name }, requestState: JSON.stringify(answers) });
  };
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('resources/list', () => ({ resources }));
  server.setRequestHandler('prompts/list', () => ({ prompts }));
  server.setRequestHandler('tools/call', ({ params }, context) =>
    params.name === 'meta' ? metaOf(params._meta) : rounds(context, QUESTIONS[params.name] ?? 0, text),
  );
  server.setRequestHandler('resources/read', (_, context) => rounds(context, 1, asResource));
  server.setRequestHandler('prompts/get', (_, context) => rounds(context, 1, asPrompt));
  return server;
}

const { SDK, PORT } = process.env;
if (PORT !== undefined) {
  const handle = toNodeHandler(createMcpHandler(newer, { legacy: 'reject' }));
  createServer((request, response) => void handle(request, response)).listen(Number(PORT), '127.0.0.1');
} else if (SDK === '1.x') older();
else serveStdio(newer);
