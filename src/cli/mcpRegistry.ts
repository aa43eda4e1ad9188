/** What MCP clients are offered, put together from the parts of the application. */
import { createRegistry, type Registry } from '../mcp/registry.ts';
import { toolsProvider } from '../mcp/tools.ts';
import type { Call } from '../tools/call.ts';
import type { App } from './app.ts';

/** Makes the registry that all transports share. */
export function createMcpRegistry(app: App, call: Call = app.call): Registry {
  const commandOf = async (id: string) => (await app.approvals.list()).find((approval) => approval.id === id)?.command;
  return createRegistry(app.version, [
    toolsProvider({ tools: app.tools, call, commandOf, watchTools: app.downstream.onChange }),
  ]);
}
