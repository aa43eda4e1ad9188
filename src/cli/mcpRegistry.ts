/** What MCP clients are offered, put together from the parts of the application. */
import { downstreamProvider } from '../mcp/downstream.ts';
import { createHeldCalls } from '../mcp/held.ts';
import { promptsProvider } from '../mcp/prompts/provider.ts';
import type { Provider } from '../mcp/provider.ts';
import { createRegistry, type Registry } from '../mcp/registry.ts';
import { runbooksProvider } from '../mcp/runbooks.ts';
import { toolsProvider } from '../mcp/tools.ts';
import type { App } from './app.ts';
import { clusterNames } from './clusterNames.ts';

/** Makes the registry that all transports share. */
export async function createMcpRegistry(app: App): Promise<Registry> {
  const commandOf = async (id: string) => (await app.approvals.list()).find((approval) => approval.id === id)?.command;
  const asking = { call: app.call, commandOf, held: createHeldCalls() };
  const tools = toolsProvider({ tools: app.tools, ...asking, watchTools: app.downstream.onChanges });
  const some = app.downstream.status().some(({ state }) => state !== 'disabled');
  const others = downstreamProvider({ ...app.downstream, ...asking, some });
  const runbooks = runbooksProvider(app.runbooks, app.loaded.config.language);
  return createRegistry(app.version, [
    tools,
    runbooks,
    promptsProvider(clusterNames(app), (type) => connectedTools(app, type)),
    ...(await fixtures(app)),
    others,
  ]);
}

/** Which tools of other servers help with a type of problem; what knows that is loaded with the first prompt. */
async function connectedTools({ tools }: App, type: string) {
  const [{ connectedFor }, { focusOf }] = await Promise.all([
    import('../agent/connected.ts'),
    import('../agent/problemTypes.ts'),
  ]);
  return connectedFor(focusOf(type).tools, tools.values());
}

/** Tools, resources and prompts of the official conformance suite, where the environment asks for them. */
async function fixtures({ env }: App): Promise<Provider[]> {
  if (env.AIOPS_MCP_CONFORMANCE !== '1') return [];
  return [(await import('../mcp/conformance/provider.ts')).conformanceProvider()];
}
