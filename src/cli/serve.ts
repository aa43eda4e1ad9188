/** `aiops-copilot serve`: the HTTP API, until it is stopped. */
import { createServer, type Server } from 'node:http';
import { isIP } from 'node:net';
import type { Config } from '../config/schema.ts';
import { createHttpApp } from '../http/app.ts';
import type { AuthOptions } from '../http/auth.ts';
import { explainClientErrors } from '../http/clientError.ts';
import type { HttpParts } from '../http/parts.ts';
import { createMcpEndpoints, type McpEndpoints } from '../mcp/http/endpoints.ts';
import type { Call } from '../tools/call.ts';
import { type App, createApp } from './app.ts';
import { createApprovalDesk } from './approvalDesk.ts';
import { warnIfUnguarded } from './bash.ts';
import { EXIT, ExitError } from './exit.ts';
import type { Interrupt } from './interrupt.ts';
import { createLog, type Logger } from './log.ts';
import { createMcpRegistry } from './mcpRegistry.ts';
import { createMetrics } from './metrics.ts';
import { type CommonOptions, LOG_LEVELS, oneOf } from './options.ts';

export interface ServeOptions extends CommonOptions {
  host?: string;
  port?: string;
}

/** What running requests may still take when the server is told to stop. */
const DRAIN_MS = 5000;

/** Serves until it is interrupted; resolves with the exit code. */
export async function serveCommand(options: ServeOptions, interrupt: Interrupt): Promise<number> {
  const read = watchReads();
  const metrics = createMetrics();
  const app = createApp(options, {
    flags: { host: options.host, port: options.port },
    wrapCall: (call) => metrics.wrap(read.wrap(call)),
    onRun: metrics.onRun,
  });
  const { config } = app.loaded;
  const auth = authOf(config);
  const log = await createLog(oneOf('--log-level', options.logLevel, LOG_LEVELS));
  const stop = new AbortController();
  const parts = await partsOf(app, auth, { read: read.state, metrics: metrics.text, stop: stop.signal });
  const server = createServer({ requireHostHeader: false }, createHttpApp(parts));
  explainClientErrors(server);
  warnIfUnguarded(app);
  interrupt.becomeServer();
  app.downstream.start();
  await listen(server, config.server);
  announce(server, app, auth, log);
  await aborted(interrupt.signal);
  await drain(server, stop, parts.mcp);
  await app.close();
  return EXIT.done;
}

/** `none` on loopback, `token` elsewhere, unless the configuration says otherwise. @throws ExitError where nobody could call. */
function authOf({ auth, server }: Config): AuthOptions {
  const mode = auth.mode ?? (isLoopback(server.host) ? 'none' : 'token');
  if (mode === 'token' && auth.tokens.length === 0) {
    throw new ExitError(
      EXIT.usage,
      `Not serving on ${server.host} without a token: set AIOPS_TOKENS=name:role:token or auth.tokens, or auth.mode: none to let every caller in as a viewer.`,
    );
  }
  return { mode, tokens: auth.tokens };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

async function partsOf(
  app: App,
  auth: AuthOptions,
  { read, metrics, stop }: { read: () => ReadState; metrics: HttpParts['metrics']; stop: AbortSignal },
): Promise<HttpParts> {
  const { config, model } = app.loaded;
  return {
    call: app.call,
    mcp: createMcpEndpoints(
      await createMcpRegistry(app),
      { max: config.limits.mcp_sessions, idleMs: config.limits.mcp_idle_seconds * 1000 },
      stop,
    ),
    tools: app.tools,
    mcpStatus: app.downstream.status,
    approvals: createApprovalDesk(app.approvals),
    runbooks: app.runbooks,
    redact: app.redact,
    auth,
    hosts: config.server.hosts,
    limits: {
      askSeconds: config.limits.ask_seconds,
      bodyBytes: config.limits.body_bytes,
      requestsPerMinute: config.limits.requests_per_minute,
    },
    heartbeatSeconds: config.server.heartbeat_seconds,
    language: config.language,
    agent: app.agent,
    runs: app.runs.open,
    metrics,
    state: () => ({
      cluster: app.options.snapshot === undefined ? read() : 'snapshot',
      model: model.configured ? 'configured' : 'not configured',
    }),
    stop,
  };
}

type ReadState = 'not read yet' | 'readable' | 'unreadable';

/** Remembers whether the last diagnosis could read the cluster, so that `/readyz` asks nobody. */
function watchReads() {
  let state: ReadState = 'not read yet';
  const wrap =
    (call: Call): Call =>
    async (request) => {
      const result = await call(request);
      if (request.tool !== 'diagnose') return result;
      if (result.ok) state = 'readable';
      else if (result.failure === 'failed') state = 'unreadable';
      return result;
    };
  return { wrap, state: () => state };
}

function listen(server: Server, { host, port }: Config['server']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
      reject(
        new ExitError(EXIT.usage, `Cannot listen on ${host}:${port}: ${why}; choose others with --host and --port.`),
      );
    });
    server.listen(port, host, resolve);
  });
}

function announce(server: Server, app: App, auth: AuthOptions, log: Logger): void {
  const address = server.address();
  const where = typeof address === 'object' && address !== null ? address : { address: 'unknown', port: 0 };
  const host = isIP(where.address) === 6 ? `[${where.address}]` : where.address;
  const model = app.loaded.model.configured ? app.loaded.model.name : null;
  log.info({ url: `http://${host}:${where.port}`, auth: auth.mode, model, config: app.loaded.file }, 'serving');
  if (app.loaded.bashUnsafe)
    log.warn('BASH_TOOL_UNSAFE_ALLOW_ALL is true: bash runs anything for operators and approvers');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** New connections are refused at once; running requests are cancelled and get a moment to say so. */
async function drain(server: Server, stop: AbortController, mcp: McpEndpoints): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  stop.abort(new Error('The server is stopping.'));
  await mcp.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timer);
}
