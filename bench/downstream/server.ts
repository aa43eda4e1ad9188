/** The smallest MCP server, without any SDK: TOOLS tools that echo; over HTTP where PORT is set, each answer DELAY_MS late. */
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

interface Message {
  id?: number | string;
  method?: string;
  params?: Record<string, unknown>;
}

const { PORT, TOOLS = '1', DELAY_MS = '0' } = process.env;
const annotations = { readOnlyHint: true };
const inputSchema = { type: 'object', properties: { say: { type: 'string' } } };
const tools = Array.from({ length: Number(TOOLS) }, (_, i) => ({ name: `echo_${i}`, inputSchema, annotations }));

function answer({ id, method, params }: Message): object {
  const result: Record<string, object> = {
    initialize: {
      protocolVersion: params?.protocolVersion ?? '2025-11-25',
      serverInfo: { name: 'bench', version: '1' },
      capabilities: { tools: {} },
    },
    ping: {},
    'tools/list': { tools },
    'tools/call': { content: [{ type: 'text', text: JSON.stringify(params?.arguments) }] },
  };
  const found = result[method ?? ''];
  const error = { code: -32601, message: 'unknown' };
  return { jsonrpc: '2.0', id, ...(found === undefined ? { error } : { result: found }) };
}

if (PORT === undefined) {
  createInterface(process.stdin).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    if (message.id !== undefined) process.stdout.write(`${JSON.stringify(answer(message))}\n`);
  });
} else {
  createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      const message = JSON.parse(body) as Message;
      if (message.id === undefined) return response.writeHead(202).end();
      const reply = () =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(message)));
      return Number(DELAY_MS) > 0 ? setTimeout(reply, Number(DELAY_MS)) : reply();
    });
  }).listen(Number(PORT), '127.0.0.1');
}
