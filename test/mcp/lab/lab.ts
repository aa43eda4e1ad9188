/** The product with the lab server behind it: how to start it, and clients of every kind. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Client,
  type ClientOptions,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as OlderSse } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport as OlderStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OlderHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { until } from '../../support/program.ts';

export const PROGRAM = join(import.meta.dirname, '../../../dist/main.js');
const SERVER = join(import.meta.dirname, 'server.ts');

export const TOKENS = { viewer: 'viewer-token', operator: 'operator-token', approver: 'approver-token' } as const;
export type Role = keyof typeof TOKENS;

/** Writes a configuration with the lab server and a token a role; more of it as YAML lines. */
export function writeConfig(folder: string, more = ''): string {
  const path = join(folder, 'config.yaml');
  const tokens = Object.entries(TOKENS).map(([role, token]) => `{name: ${role}, role: ${role}, token: ${token}}`);
  const lab = `{config: {mode: stdio, command: ${JSON.stringify(process.execPath)}, args: [${JSON.stringify(SERVER)}]}}`;
  writeFileSync(path, `auth: {mode: token, tokens: [${tokens.join(', ')}]}\nmcp_servers: {lab: ${lab}}\n${more}`);
  return path;
}

/** How a client comes to the program. */
export type Way = 'stdio' | '/mcp' | '/sse';
export type Kind = '1.x' | '2.x 2025-11-25' | '2.x 2026-07-28';

/** What all clients can do; the two SDKs' types differ in much that tests do not look at. */
export interface AnyClient {
  listTools: () => Promise<{ tools: { name: string }[] }>;
  callTool: (
    params: { name: string; arguments: Record<string, unknown> },
    options?: { signal?: AbortSignal },
  ) => Promise<CallAnswer>;
  close: () => Promise<void>;
}

export interface CallAnswer {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { type: string; text?: string }[];
}

export interface Place {
  url: string;
  /** Arguments of `mcp`, for stdio. */
  args: readonly string[];
  env: Record<string, string>;
  role: Role;
}

/** Connects a client of a kind, unmodified, by a way; waits until the lab server's tools are there. */
export async function connect(kind: Kind, way: Way, place: Place, options: ClientOptions = {}): Promise<AnyClient> {
  const info = { name: 'test', version: '1' };
  const command = { command: process.execPath, args: [PROGRAM, 'mcp', ...place.args], env: place.env };
  const requestInit = { headers: { Authorization: `Bearer ${TOKENS[place.role]}` } };
  const url = new URL(way === 'stdio' ? '/' : way, place.url);
  if (kind === '1.x') {
    const client = new OlderClient(info);
    await client.connect(
      way === 'stdio'
        ? new OlderStdio(command)
        : way === '/mcp'
          ? new OlderHttp(url, { requestInit })
          : new OlderSse(url, { requestInit }),
    );
    const callTool: AnyClient['callTool'] = async (params, asked) =>
      (await client.callTool(params, undefined, asked)) as unknown as CallAnswer;
    return withLab({ listTools: () => client.listTools(), callTool, close: () => client.close() });
  }
  const mode = kind === '2.x 2026-07-28' ? ({ pin: '2026-07-28' } as const) : ('legacy' as const);
  const client = new Client(info, { ...options, versionNegotiation: { mode } });
  await client.connect(
    way === 'stdio'
      ? new StdioClientTransport(command)
      : way === '/mcp'
        ? new StreamableHTTPClientTransport(url, { requestInit })
        : new SSEClientTransport(url, { requestInit }),
  );
  return withLab(client as unknown as AnyClient);
}

/** The other server connects in the background. */
async function withLab(client: AnyClient): Promise<AnyClient> {
  await until(async () => (await client.listTools()).tools.some(({ name }) => name === 'lab__slow') || undefined);
  return client;
}

/** What the lab server wrote into a file. */
export function written(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
