/**
 * What it costs to have another MCP server behind this one: a call through it against the same call without it, per
 * transport and in one run; how soon ten slow servers are ready; memory for each that idles. `npm run build` first.
 * `--only stdio,http,ready,memory` measures a part, `--calls` says how many calls (1000).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1000' }, only: { type: 'string', default: 'stdio,http,ready,memory' } },
});
const CALLS = Number(values.calls);
const WARM_UP = 500;
const GIVEN = { say: 'x'.repeat(100) };
const SERVER = join(import.meta.dirname, 'downstream', 'server.ts');
const RELAY = join(import.meta.dirname, 'downstream', 'relay.ts');
const PROGRAM = join(import.meta.dirname, '..', 'dist', 'main.js');
const scratch = mkdtempSync(join(tmpdir(), 'aiops-copilot-bench-'));
const children: ChildProcess[] = [];

try {
  const parts: Readonly<Record<string, () => Promise<void>>> = { stdio, http, ready: readiness, memory };
  for (const part of values.only.split(',')) await parts[part]?.();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
}

async function stdio(): Promise<void> {
  const config = configOf('stdio', { one: { config: { mode: 'stdio', command: process.execPath, args: [SERVER] } } });
  const proxy = [PROGRAM, 'mcp', '--config', config, '--snapshot', scratch];
  const ways = [[SERVER], [RELAY, process.execPath, SERVER], proxy].map((args) => {
    return new StdioClientTransport({ command: process.execPath, args, env: home('stdio') });
  });
  const clients = await Promise.all(ways.map(connected));
  const [direct, relay, through] = ways.map(({ pid }, at) => ({ client: clients[at], pid: pid ?? undefined }));
  await compare('stdio', [
    { name: 'direct', ...direct },
    { name: 'bare relay', ...relay },
    { name: 'through', ...through },
  ]);
}

async function http(): Promise<void> {
  const port = await freePort();
  await startServer(port, { TOOLS: '1' });
  const direct = `http://127.0.0.1:${port}/mcp`;
  const url = await serve('http', { one: { config: { mode: 'streamable-http', url: direct } } });
  const pid = children.at(-1)?.pid;
  const [near, far] = await Promise.all(
    [direct, `${url}/mcp`].map((place) => connected(new StreamableHTTPClientTransport(new URL(place)))),
  );
  await compare('HTTP', [
    { name: 'direct', client: near },
    { name: 'through', client: far, pid },
  ]);
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

interface Side {
  name: string;
  client?: Client;
  /** Of the process whose processor time is told. */
  pid?: number;
}

/** Calls in turn, so that a disturbance meets all of them alike; the last against the one before it. */
async function compare(what: string, sides: readonly Side[]): Promise<void> {
  const taken: { side: Side; call: () => Promise<void>; times: number[]; cpu: number }[] = [];
  for (const side of sides) taken.push({ side, call: await callerOf(side), times: [], cpu: 0 });
  for (let i = 0; i < WARM_UP + CALLS; i += 1) {
    if (i === WARM_UP) for (const one of taken) one.cpu = -cpuOf(one.side);
    for (const { call, times } of taken) {
      const ms = await elapsed(call);
      if (i >= WARM_UP) times.push(ms);
    }
  }
  for (const one of taken) one.cpu += cpuOf(one.side);
  const [p50, p99] = [0.5, 0.99].map((q) => taken.map(({ times }) => quantile(times, q)));
  const base = taken.length - 2;
  for (const [at, { side, cpu }] of taken.entries()) {
    const [own50 = 0, own99 = 0, base50 = 0, base99 = 0] = [p50?.[at], p99?.[at], p50?.[base], p99?.[base]];
    const text = `p50 ${own50.toFixed(2)} ms  p99 ${own99.toFixed(2)} ms`;
    const more = ` (${signed(own50 - base50)} ms, p99 ${signed(own99 - base99)} ms)`;
    const own = cpu > 0 ? `, its processor time ${(cpu / CALLS).toFixed(2)} ms a call` : '';
    line(what, side.name, `${text}${at > base ? more + own : own}`, own50 / base50, own99 / base99);
  }
  await Promise.all(sides.map(({ client }) => client?.close()));
}

/** One call, whose answer is looked at: a refusal would be quicker. */
async function callerOf({ name, client }: Side): Promise<() => Promise<void>> {
  if (client === undefined) throw new Error(`There is no client for ${name}.`);
  const tool = await echoOf(client);
  return async () => {
    const { isError, content } = await client.callTool({ name: tool, arguments: GIVEN });
    if (isError === true || !JSON.stringify(content).includes(GIVEN.say)) throw new Error(`${name}: no echo.`);
  };
}

/** Processor time so far, in milliseconds, of all threads; 0 where it is not known. */
function cpuOf({ pid }: Side): number {
  const path = `/proc/${pid}/stat`;
  if (pid === undefined || !existsSync(path)) return 0;
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // utime and stime, in ticks of 10 ms: proc(5).
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function signed(ms: number): string {
  return `${ms < 0 ? '' : '+'}${ms.toFixed(2)}`;
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
