/** What an MCP client waits for when it launches the program: from spawn to the answer of `tools/list`. */
import { resolve } from 'node:path';
import { alternate, run, type Sample } from '../measure.ts';

const REQUESTS = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/list' },
]
  .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  .join('');

export async function compareMcp(kubeconfig: string, rounds: number): Promise<{ mcp: Sample; node: Sample }> {
  const mcp = [resolve('dist/main.js'), 'mcp', '--kubeconfig', kubeconfig];
  const [ours, bare] = await alternate(rounds, [() => run(mcp, REQUESTS, '"tools":['), () => run(['-e', '0'], '')]);
  if (ours === undefined || bare === undefined) throw new Error('Nothing was measured.');
  return { mcp: ours, node: bare };
}
