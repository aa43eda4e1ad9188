/**
 * A small MCP server for the product to stand in front of: a tool that says much, one that changes something, one that
 * takes for ever and writes into the file of its argument how it ended.
 */
import { appendFileSync } from 'node:fs';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const inputSchema = { type: 'object' as const, properties: { file: { type: 'string' }, lines: { type: 'integer' } } };
const tools = [
  { name: 'echo', description: 'Returns at once', inputSchema, annotations: { readOnlyHint: true } },
  { name: 'long', description: 'Returns many lines', inputSchema, annotations: { readOnlyHint: true } },
  { name: 'change', description: 'Appends to a file', inputSchema, annotations: { readOnlyHint: false } },
  { name: 'slow', description: 'Takes for ever', inputSchema, annotations: { readOnlyHint: true } },
];

const server = new Server({ name: 'lab', version: '1' }, { capabilities: { tools: {} } });
const text = (words: string) => ({ content: [{ type: 'text', text: words }] });

server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
  const { file = '', lines = 1 } = (params.arguments ?? {}) as { file?: string; lines?: number };
  if (params.name === 'echo') return text('echo');
  if (params.name === 'long') return text(Array.from({ length: lines }, (_, n) => `line ${n} of many`).join('\n'));
  if (params.name === 'change') {
    appendFileSync(file, 'changed\n');
    return text('changed');
  }
  appendFileSync(file, 'started\n');
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  appendFileSync(file, 'cancelled\n');
  return text('cancelled');
});
await server.connect(new StdioServerTransport());
