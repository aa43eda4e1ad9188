/**
 * What it costs to have another MCP server behind this one: a call through it against the same call without it, per
 * transport and in one run; how soon ten slow servers are ready; memory for each that idles. `npm run build` first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const CALLS = 1000;
const WARM_UP = 200;
const SERVER = join(import.meta.dirname, 'downstream', 'server.ts');
const RELAY = join(import.meta.dirname, 'downstream', 'relay.ts');
const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');
const scratch = mkdtempSync(join(tmpdir(), 'aiops-copilot-bench-'));
const children: ChildProcess[] = [];

try {
  await stdio();
  await http();
  await readiness();
  await memory();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
}

async function stdio(): Promise<void> {
  const config = configOf('stdio', { one: { config: { mode: 'stdio', command: process.execPath, args: [SERVER] } } });
  const proxy = [PROGRAM, 'mcp', '--config', config, '--snapshot', scratch];
  const clients = await Promise.all(
    [[SERVER], [RELAY, process.execPath, SERVER], proxy].map((args) =>
      connected(new StdioClientTransport({ command: process.execPath, args, env: home('stdio') })),
    ),
  );
  await compare('stdio', clients, ['direct', 'bare relay', 'through']);
}

async function http(): Promise<void> {
  const port = await freePort();
  await startServer(port, { TOOLS: '1' });
  const direct = `http://127.0.0.1:${port}/mcp`;
  const url = await serve('http', { one: { config: { mode: 'streamable-http', url: direct } } });
  const clients = await Promise.all(
    [direct, `${url}/mcp`].map((place) => connected(new StreamableHTTPClientTransport(new URL(place)))),
  );
  await compare('HTTP', clients, ['direct', 'through']);
}

/** Ten servers, each of whose answers takes a second, against the slowest of them alone. */
async function readiness(): Promise<void> {
  const ports = await Promise.all(Array.from({ length: 10 }, freePort));
  await Promise.all(ports.map((port) => startServer(port, { TOOLS: '50', DELAY_MS: '1000' })));
  const urls = ports.map((port) => `http://127.0.0.1:${port}/mcp`);
  const alone = await elapsed(async () => {
    const client = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(urls[0] ?? '')));
    await client.listTools();
    await client.close();
  });
  const servers = Object.fromEntries(urls.map((url, i) => [`slow${i}`, { config: { mode: 'streamable-http', url } }]));
  const url = await serve('slow', servers);
  const all = await elapsed(async () => {
    while ((await statusOf(url)).some(({ state }) => state !== 'ready')) await pause(10);
  });
  const tools = (await statusOf(url)).reduce((sum, one) => sum + one.tools, 0);
  line('ready', `10 servers, ${tools} tools`, `${all.toFixed(0)} ms; one alone ${alone.toFixed(0)} ms`, all / alone);
}

async function memory(): Promise<void> {
  const rss = async (name: string, count: number) => {
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    await Promise.all(ports.map((port) => startServer(port, { TOOLS: '50' })));
    const servers = Object.fromEntries(
      ports.map((port, i) => [
        `idle${i}`,
        { config: { mode: 'streamable-http', url: `http://127.0.0.1:${port}/mcp` } },
      ]),
    );
    const url = await serve(name, servers);
    while ((await statusOf(url)).some(({ state }) => state !== 'ready')) await pause(10);
    await pause(1000);
    const status = readFileSync(`/proc/${children.at(-1)?.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  };
  const [one, many] = [await rss('one', 1), await rss('many', 21)];
  process.stdout.write(`memory   each idle server of 50 tools  ${((many - one) / 20).toFixed(2)} MiB\n`);
}

/** Calls in turn, so that a disturbance meets all of them alike. */
async function compare(what: string, clients: readonly Client[], names: readonly string[]): Promise<void> {
  const tools = await Promise.all(clients.map(echoOf));
  const times = clients.map((): number[] => []);
  for (let i = 0; i < WARM_UP + CALLS; i += 1) {
    for (const [at, client] of clients.entries()) {
      const ms = await elapsed(() => client.callTool({ name: tools[at] ?? '', arguments: { say: 'x'.repeat(100) } }));
      if (i >= WARM_UP) times[at]?.push(ms);
    }
  }
  const base = times.at(-2) ?? [];
  for (const [at, own] of times.entries()) {
    const text = `p50 ${quantile(own, 0.5).toFixed(2)} ms  p99 ${quantile(own, 0.99).toFixed(2)} ms`;
    line(
      what,
      names[at] ?? '',
      text,
      quantile(own, 0.5) / quantile(base, 0.5),
      quantile(own, 0.99) / quantile(base, 0.99),
    );
  }
  await Promise.all(clients.map((client) => client.close()));
}

/** The tool by whichever name; a server behind the program appears a moment after it has started. */
async function echoOf(client: Client): Promise<string> {
  for (;;) {
    const { tools } = await client.listTools(undefined, { cacheMode: 'refresh' });
    const found = tools.find(({ name }) => name.endsWith('echo_0'));
    if (found !== undefined) return found.name;
    await pause(50);
  }
}

async function connected(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'bench', version: '1' });
  await client.connect(transport);
  return client;
}

function configOf(name: string, servers: object): string {
  const file = join(scratch, `${name}.json`);
  writeFileSync(file, JSON.stringify({ mcp_servers: servers, storage: { folder: join(scratch, name) } }));
  return file;
}

async function serve(name: string, servers: object): Promise<string> {
  const port = await freePort();
  const args = [PROGRAM, 'serve', '--port', String(port), '--config', configOf(name, servers), '--snapshot', scratch];
  children.push(spawn(process.execPath, args, { stdio: 'ignore', env: home(name) }));
  const url = `http://127.0.0.1:${port}`;
  while (!(await reachable(`${url}/healthz`))) await pause(10);
  return url;
}

async function startServer(port: number, env: Record<string, string>): Promise<void> {
  children.push(spawn(process.execPath, [SERVER], { stdio: 'ignore', env: { ...env, PORT: String(port) } }));
  while (!(await reachable(`http://127.0.0.1:${port}/`))) await pause(10);
}

async function statusOf(url: string): Promise<{ state: string; tools: number }[]> {
  const { servers } = (await (await fetch(`${url}/api/v1/mcp/status`)).json()) as {
    servers: { state: string; tools: number }[];
  };
  return servers;
}

function reachable(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function home(name: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: join(scratch, `${name}-home`) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function quantile(times: readonly number[], q: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * q)] ?? Number.NaN;
}

function line(what: string, name: string, text: string, ...ratios: number[]): void {
  const compared = ratios.map((ratio) => `${ratio.toFixed(2)}×`).join(' ');
  process.stdout.write(`${what.padEnd(8)} ${name.padEnd(22)} ${text}  ${compared}\n`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
