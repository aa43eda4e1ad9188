/** Whether the other MCP servers that are switched on can be reached. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import type { Config } from '../../config/schema.ts';
import { type Check, type Finding, reach } from './check.ts';

export const mcpServersCheck: Check = {
  name: 'mcp servers',
  exitCode: 0,
  async run({ loaded, env }, signal) {
    const enabled = Object.entries(loaded.config.mcp_servers).filter(([, server]) => server.enabled);
    if (enabled.length === 0) return [{ state: 'note', text: 'none switched on' }];
    return Promise.all(enabled.map(([name, server]) => check(name, server.config, env, signal)));
  },
};

type Settings = Config['mcp_servers'][string]['config'];

async function check(name: string, settings: Settings, env: Environment, signal: AbortSignal): Promise<Finding> {
  const { mode, url = '', command = '', headers } = settings;
  if (mode === 'stdio') {
    if (isExecutable(command, env)) return { state: 'ok', text: `${name}: ${command}` };
    const mend = `install it, or correct mcp_servers.${name}.config.command`;
    return { state: 'problem', text: `${name}: ${command} is not found`, mend };
  }
  const answer = await reach(url, { ...headers, Accept: 'text/event-stream' }, signal);
  if (typeof answer === 'number' && answer < 500 && answer !== 404) return { state: 'ok', text: `${name}: ${url}` };
  const why = typeof answer === 'string' ? answer : `answers ${answer}`;
  return {
    state: 'problem',
    text: `${name}: ${url}: ${why}`,
    mend: `start it, or correct mcp_servers.${name}.config.url`,
  };
}

function isExecutable(command: string, { PATH = '' }: Environment): boolean {
  const places =
    isAbsolute(command) || command.includes('/')
      ? [command]
      : PATH.split(delimiter).map((folder) => join(folder, command));
  return places.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
