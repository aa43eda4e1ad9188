/** Whether the other MCP servers that are switched on answer, and what they offer. */
import type { ServerStatus } from '../../downstream/hub.ts';
import { settled } from '../settled.ts';
import { CHECK_TIMEOUT_MS, type Check, type Finding } from './check.ts';

export const mcpServersCheck: Check = {
  name: 'mcp servers',
  exitCode: 0,
  async run({ downstream }, signal) {
    if (downstream.status().every(({ state }) => state === 'disabled'))
      return [{ state: 'note', text: 'none switched on' }];
    downstream.start();
    await settled(downstream, AbortSignal.any([signal, AbortSignal.timeout(CHECK_TIMEOUT_MS * 2)]));
    return downstream.status().flatMap((status) => (status.state === 'disabled' ? [] : findingsOn(status)));
  },
};

function findingsOn(status: ServerStatus): Finding[] {
  const { name, state, transport, era, tools, latencyMs, problems } = status;
  const complaints = problems.map((problem) => ({
    state: 'problem' as const,
    text: `${name}: ${problem}`,
    mend: `see mcp_servers.${name}.tools and "aiops-copilot mcp pins list"`,
  }));
  if (state !== 'ready') {
    const why = state === 'connecting' ? 'has not answered yet' : status.lastError;
    const mend = `start it, or correct mcp_servers.${name}.config`;
    return [{ state: 'problem', text: `${name}: ${why}`, mend }, ...complaints];
  }
  const latency = latencyMs === null ? '' : `, answers in ${latencyMs} ms`;
  return [{ state: 'ok', text: `${name}: ${transport}, revision ${era}, ${tools} tools${latency}` }, ...complaints];
}
