/** How MCP clients are told to launch this program: one row a client. `deploy/clients/` holds what these rows print. */
import { isAbsolute, join, resolve } from 'node:path';
import { packageFolder } from '../packageFolder.ts';
import { EXIT, ExitError } from './exit.ts';
import type { CommonOptions } from './options.ts';

export interface Launch {
  command: string;
  args: readonly string[];
}

interface ClientFile {
  /** Where the client looks for it. */
  where: string;
  /** Its name in `deploy/clients/`. */
  file: string;
  print: (launch: Launch) => string;
}

const NAME = 'aiops-copilot';
/** A diagnosis of a large cluster takes its time; milliseconds. */
const GEMINI_TIMEOUT = 600_000;

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const servers = (more: object) => (launch: Launch) => json({ mcpServers: { [NAME]: { ...launch, ...more } } });

/** A basic string of TOML is one of JSON; the table's name needs no quotes. */
const toml = ({ command, args }: Launch) =>
  `[mcp_servers.${NAME}]\ncommand = ${JSON.stringify(command)}\nargs = [${args.map((arg) => JSON.stringify(arg)).join(', ')}]\ntool_timeout_sec = 600\n`;

export const CLIENTS: Readonly<Record<string, ClientFile>> = {
  'claude-desktop': {
    where: 'claude_desktop_config.json (Settings → Developer → Edit Config)',
    file: 'claude-desktop.json',
    print: servers({}),
  },
  'claude-code': { where: '.mcp.json in the project', file: 'claude-code.json', print: servers({ type: 'stdio' }) },
  vscode: {
    where: '.vscode/mcp.json in the project',
    file: 'vscode.json',
    print: (launch) => json({ servers: { [NAME]: { type: 'stdio', ...launch } } }),
  },
  cursor: { where: '.cursor/mcp.json in the project, or ~/.cursor/mcp.json', file: 'cursor.json', print: servers({}) },
  codex: { where: '~/.codex/config.toml', file: 'codex.toml', print: toml },
  'gemini-cli': {
    where: '~/.gemini/settings.json',
    file: 'gemini-cli.json',
    print: servers({ timeout: GEMINI_TIMEOUT }),
  },
};

/** The configuration that makes a client launch this very installation, with the same options as were given here. */
export function printClientConfig(name: string, options: CommonOptions): string {
  const client = Object.hasOwn(CLIENTS, name) ? CLIENTS[name] : undefined;
  if (client === undefined) {
    throw new ExitError(EXIT.usage, `--print-config must be one of ${Object.keys(CLIENTS).join(', ')}, not "${name}".`);
  }
  // Clients with windows have no PATH to speak of: both paths are absolute.
  const program = join(packageFolder(), 'bin', 'aiops-copilot.js');
  return client.print({ command: process.execPath, args: [program, 'mcp', ...passedOn(options)] });
}

/** Where to put what was printed. */
export function whereOf(name: string): string {
  return CLIENTS[name]?.where ?? '';
}

function passedOn({ config, kubeconfig, context, snapshot, lang, logLevel }: CommonOptions): string[] {
  const path = (file: string | undefined) => (file === undefined || isAbsolute(file) ? file : resolve(file));
  const all = {
    '--config': path(config),
    '--kubeconfig': path(kubeconfig),
    '--context': context,
    '--snapshot': path(snapshot),
    '--lang': lang,
    '--log-level': logLevel,
  };
  return Object.entries(all).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
}
