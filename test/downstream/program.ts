/** The built program with other servers behind it, and its callers over MCP. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type Served, startServer, until } from '../support/program.ts';

export const ROLES = ['viewer', 'operator', 'approver'] as const;
export type Role = (typeof ROLES)[number];
const token = (role: Role) => `the-token-of-${role}`;

export interface Aggregator {
  url: string;
  /** A client with the token of a role. */
  as: (role: Role, capabilities?: ClientCapabilities) => Promise<Client>;
  /** JSON of a GET, or of a POST. */
  http: (role: Role, path: string, method?: string) => Promise<Record<string, unknown>>;
  /** Resolves when the server is ready; the rest of its status. */
  ready: (name: string) => Promise<Record<string, unknown>>;
  stop: () => Promise<void>;
}

/** Starts `serve` with servers as they would be written under `mcp_servers`; `more` of the configuration. */
export async function startAggregator(
  folder: string,
  servers: Record<string, object>,
  { env = {}, args = [], more = {} }: { env?: Record<string, string>; args?: readonly string[]; more?: object } = {},
): Promise<Aggregator> {
  const file = join(folder, 'config.yaml');
  const config = { mcp_servers: servers, auth: { mode: 'token' }, storage: { folder: join(folder, 'state') }, ...more };
  writeFileSync(file, JSON.stringify(config));
  const tokens = ROLES.map((role) => `${role}:${role}:${token(role)}`).join(',');
  const served: Served = await startServer(['--config', file, ...args], { env: { AIOPS_TOKENS: tokens, ...env } });
  const clients: Client[] = [];
  const http: Aggregator['http'] = async (role, path, method = 'GET') => {
    const response = await fetch(served.url + path, { method, headers: { Authorization: `Bearer ${token(role)}` } });
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    url: served.url,
    http,
    async as(role, capabilities = {}) {
      const client = new Client({ name: 'test', version: '1' }, { capabilities });
      const requestInit = { headers: { Authorization: `Bearer ${token(role)}` } };
      await client.connect(new StreamableHTTPClientTransport(new URL(`${served.url}/mcp`), { requestInit }));
      clients.push(client);
      return client;
    },
    ready: (name) =>
      until(async () => {
        const { servers: all } = await http('viewer', '/api/v1/mcp/status');
        const found = (all as Record<string, unknown>[]).find((one) => one.name === name);
        return found?.state === 'ready' ? found : undefined;
      }),
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      served.child.kill('SIGTERM');
      await served.ended;
    },
  };
}

export interface Asked {
  /** Markdown. */
  answer: string;
  stop: string;
  conversation: string;
  status: string;
  rootCauses: Record<string, unknown>[];
}

/** Asks over HTTP, as JSON. @throws Error with the server's own words where it refused. */
export async function ask({ url }: Aggregator, role: Role, q: string, conversation?: string): Promise<Asked> {
  const headers = { Authorization: `Bearer ${token(role)}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ q, format: 'json', conversation });
  const response = await fetch(`${url}/ask`, { method: 'POST', headers, body });
  const said = await response.text();
  if (!response.ok) throw new Error(said);
  return JSON.parse(said) as Asked;
}

/** What a tool said, as one text. */
export function said(result: { content: readonly { type: string; text?: string }[] }): string {
  return result.content.map(({ text }) => text ?? '').join('\n');
}

/** Calls as an operator what needs an approval, approves it, and calls again. */
export async function approved(
  { http }: Aggregator,
  operator: Client,
  name: string,
  input: Record<string, unknown>,
): Promise<string> {
  const asked = await operator.callTool({ name, arguments: input });
  const { verdict, approval } = asked.structuredContent as Record<string, unknown>;
  if (verdict !== 'approval_required') throw new Error(`${name} did not ask: ${said(asked)}`);
  const listed = await http('approver', '/approvals');
  const pending = (listed.approvals as { id: string; command: string }[]).find(({ id }) => id === approval);
  if (pending === undefined) throw new Error(`${name} does not wait`);
  for (const value of Object.values(input))
    if (typeof value === 'string' && !pending.command.includes(JSON.stringify(value)))
      throw new Error(`${value} is not shown`);
  await http('approver', `/approvals/${approval}/approve`, 'POST');
  return said(await operator.callTool({ name, arguments: input }));
}

/** Starts another server of the field, a script around it included; the function returned ends both. */
export function startOther(command: string, args: readonly string[], env: Record<string, string>): () => void {
  const own = { PATH: process.env.PATH ?? '', HOME: '/tmp', ...env };
  const { pid } = spawn(command, args, { env: own, stdio: 'ignore', detached: true });
  return () => {
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
