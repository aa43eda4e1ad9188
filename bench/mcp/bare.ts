/**
 * The yardstick: the SDK's own server, over the transport that the argument names. Its tools only say what ours say when
 * the bench calls them, in the same form.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';

const HANDLE = 'a-handle-of-16-c';
const TOTAL = 108_894;
const Page = z.object({
  handle: z.string(),
  offset: z.int(),
  text: z.string(),
  nextOffset: z.int().nullable(),
  total: z.int(),
});
const Cut = z.object({ truncated: z.object({ handle: z.string(), offset: z.int(), total: z.int() }) });

function bareServer(): McpServer {
  const server = new McpServer({ name: 'bare', version: '1' });
  const inputSchema = z.object({ handle: z.string(), offset: z.int().default(0) });
  server.registerTool('result_page', { inputSchema, outputSchema: Page }, ({ handle, offset }) => {
    const text = '20000\n';
    const said = `${text}\n[characters ${offset} to ${TOTAL} of ${TOTAL}: the end]`;
    const structuredContent = { handle, offset, text, nextOffset: null, total: TOTAL };
    return { content: [{ type: 'text' as const, text: said }], structuredContent };
  });
  server.registerTool('bash', { inputSchema: z.object({ command: z.string() }), outputSchema: Cut }, () => ({
    content: [{ type: 'text' as const, text: 'a long result' }],
    structuredContent: { truncated: { handle: HANDLE, offset: 30_000, total: TOTAL } },
  }));
  return server;
}

const sessions = new Map<string, NodeStreamableHTTPServerTransport>();
const streams = new Map<string, SSEServerTransport>();
const modern = toNodeHandler(createMcpHandler(bareServer, { legacy: 'reject' }));

async function legacy(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
  const known = sessions.get(String(request.headers['mcp-session-id']));
  if (known !== undefined) return known.handleRequest(request, response, body);
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  await bareServer().connect(transport);
  await transport.handleRequest(request, response, body);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/sse') {
    const transport = new SSEServerTransport('/messages', response);
    streams.set(transport.sessionId, transport);
    return bareServer().connect(transport);
  }
  const body = request.method === 'POST' ? await json(request) : undefined;
  if (pathname === '/messages') {
    return streams.get(searchParams.get('sessionId') ?? '')?.handlePostMessage(request, response, body);
  }
  const isModern = request.headers['mcp-protocol-version'] === '2026-07-28';
  return isModern ? modern(request, response, body) : legacy(request, response, body);
}

if (process.argv[2] === 'stdio') serveStdio(bareServer);
else {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stderr.write(`"url":"http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}"\n`);
  });
}
