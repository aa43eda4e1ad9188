/**
 * A server that asks its client, made with each SDK and in each era. SDK=1.x: over stdio, asks by a request of its own.
 * SDK=2.x: over stdio, the same. With PORT: over Streamable HTTP of 2026-07-28 and nothing else, asks in its results.
 * LOG names a file that gets a line when `greet_late`, which never ends, is called and is cancelled, and by 1.x for
 * each call that is withdrawn.
 */
import { appendFileSync } from 'node:fs';
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
const tools = ['greet', 'greet_twice', 'greet_late', 'greet_sly', 'think', 'meta'].map((name) => ({
  name,
  inputSchema: { type: 'object' as const },
  annotations: { readOnlyHint: true },
}));
const { SDK = 'http', PORT, LOG } = process.env;
const note = (line: string) => LOG !== undefined && appendFileSync(LOG, `${line}\n`);
const uri = `asking://${SDK}/greeting`;
const resources = [{ uri, name: 'greeting' }];
const prompts = [{ name: 'greeting' }];
const message = (n: number) => `What is your name${n === 0 ? '' : ` (${n + 1})`}?`;
/** A question that carries what no person is to be shown, or cannot see. */
const SLY = 'Is password=hunter2-of-question \u202e\u001b[31myours\u200b?';
const slySchema = {
  type: 'object' as const,
  properties: {
    name: {
      type: 'string' as const,
      title: 'Na\u202eme',
      description: 'For token=hunter2-of-field',
      enum: ['Ada', 'Bob'],
    },
  },
};
const thought = {
  messages: [{ role: 'user' as const, content: { type: 'text' as const, text: 'password=hunter2-of-thought\u202e' } }],
  maxTokens: 10,
};
const cancelled = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    note('late');
    signal.addEventListener('abort', () => {
      note('cancelled');
      resolve('cancelled');
    });
  });
const requestedSchema = {
  type: 'object' as const,
  properties: { name: { type: 'string' as const } },
  required: ['name'],
};

const QUESTIONS: Readonly<Record<string, number>> = { greet: 1, greet_twice: 2, greet_late: 2, greet_sly: 1 };
const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });
const asResource = (words: string) => ({
  contents: [{ uri, text: words, _meta: { 'x/kept': 1 } }],
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

/** Of a sampled message: one block, or a list of them. */
const wordsIn = (content: unknown) =>
  [content]
    .flat()
    .map((block) => String((block as { text?: string }).text))
    .join();

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
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, _meta } }, { signal }) => {
    signal.addEventListener('abort', () => note(`${name} is withdrawn`));
    if (name === 'meta') return metaOf(_meta);
    if (name === 'think') return text(wordsIn((await server.createMessage(thought)).content));
    if (name === 'greet_sly')
      return text(greeting([await server.elicitInput({ message: SLY, requestedSchema: slySchema })]));
    const said = await inTurn(QUESTIONS[name] ?? 0, elicit);
    return text(name === 'greet_late' ? await cancelled(signal) : said);
  });
  server.setRequestHandler(ReadResourceRequestSchema, async () => asResource(await inTurn(1, elicit)));
  server.setRequestHandler(GetPromptRequestSchema, async () => asPrompt(await inTurn(1, elicit)));
  void server.connect(new OlderStdio());
}

/** Asks in rounds; the SDK makes requests of them for clients of the older era. */
function newer(): Server {
  const server = new Server(info, { capabilities });
  const thinks = ({ mcpReq }: ServerContext) => {
    const { content } = (mcpReq.inputResponses?.thought ?? {}) as { content?: unknown };
    if (content !== undefined) return text(wordsIn(content));
    return inputRequired({ inputRequests: { thought: inputRequired.createMessage(thought) } });
  };
  const rounds = <T>({ mcpReq }: ServerContext, count: number, result: (words: string) => T, sly?: string) => {
    const before = JSON.parse(mcpReq.requestState<string>() ?? '[]') as Answer[];
    const answer = mcpReq.inputResponses?.name as Answer | undefined;
    const answers = answer === undefined ? before : [...before, answer];
    if (answers.length >= count) return result(greeting(answers));
    const asked =
      sly === undefined
        ? { message: message(answers.length), requestedSchema }
        : { message: sly, requestedSchema: slySchema };
    const name = inputRequired.elicit(asked);
    return inputRequired({ inputRequests: { name }, requestState: JSON.stringify(answers) });
  };
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('resources/list', () => ({ resources }));
  server.setRequestHandler('prompts/list', () => ({ prompts }));
  server.setRequestHandler('tools/call', ({ params: { name, _meta } }, context) => {
    if (name === 'meta') return metaOf(_meta);
    if (name === 'think') return thinks(context);
    if (name === 'greet_late') return rounds(context, 2, async () => text(await cancelled(context.mcpReq.signal)));
    return rounds(context, QUESTIONS[name] ?? 0, text, name === 'greet_sly' ? SLY : undefined);
  });
  server.setRequestHandler('resources/read', (_, context) => rounds(context, 1, asResource));
  server.setRequestHandler('prompts/get', (_, context) => rounds(context, 1, asPrompt));
  return server;
}

if (PORT !== undefined) {
  const handle = toNodeHandler(createMcpHandler(newer, { legacy: 'reject' }));
  createServer((request, response) => void handle(request, response)).listen(Number(PORT), '127.0.0.1');
} else if (SDK === '1.x') older();
else serveStdio(newer);
