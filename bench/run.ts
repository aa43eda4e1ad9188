/** `npm run bench`: see README.md beside this file. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Comparison, compare } from './diagnose.ts';
import { compareMcp } from './mcp/start.ts';
import type { Sample } from './measure.ts';
import { startServer } from './server.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    nodes: { type: 'string', default: '1000' },
    problems: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    latency: { type: 'string', default: '50' },
    only: { type: 'string' },
  },
});
const number = (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number above 0.`);
  return value;
};
const say = (line: string) => void process.stdout.write(`${line}\n`);
const rounds = number(values.rounds);

if (!existsSync('dist/main.js')) throw new Error('dist/main.js is missing; run `npm run build` first.');
const size = { nodes: number(values.nodes), pods: number(values.pods), problems: number(values.problems) };
const server = await startServer(size);
try {
  say(
    `cluster: ${size.nodes} nodes, ${size.pods} pods (median ${(server.medianPodBytes / 1000).toFixed(1)} kB), ` +
      `${server.objects} objects, ${(server.bytes / 1e6).toFixed(0)} MB; medians of ${rounds} alternating runs`,
  );
  if (values.only !== 'mcp') await diagnoseTable();
  if (values.only !== 'diagnose') await mcpTable();
} finally {
  server.stop();
}

async function diagnoseTable(): Promise<void> {
  const everything = await compare(server, ['-A'], 0, rounds);
  show('diagnose -A', everything);
  show(`… ${values.latency} ms a request`, await compare(server, ['-A'], number(values.latency), rounds));
  const one = await compare(server, ['-n', 'shop-00'], 0, rounds);
  show('diagnose -n shop-00', one);
  say(`${' '.repeat(22)} ${(one.diagnose.ms / everything.diagnose.ms).toFixed(2)} of the time of -A`);
}

async function mcpTable(): Promise<void> {
  const { mcp, node } = await compareMcp(server.kubeconfig, Math.max(rounds, 15));
  say(`${'mcp, tools/list'.padEnd(22)} ${figures(mcp)}   node -e 0 ${figures(node)}   ${ratios(mcp, node)}`);
}

function show(name: string, { diagnose, floor, requests, found, broken }: Comparison): void {
  say(`${name.padEnd(22)} ${figures(diagnose)}   floor ${figures(floor)}   ${ratios(diagnose, floor)}`);
  say(
    `${' '.repeat(22)} ${requests.all} requests, ${requests.lists} of them pages of lists; ${found} of ${broken} problems found`,
  );
}

function figures({ ms, cpuMs, peakMb }: Sample): string {
  return `${ms.toFixed(0).padStart(5)} ms, cpu ${cpuMs.toFixed(0).padStart(5)} ms, ${peakMb.toFixed(0).padStart(4)} MB`;
}

function ratios(ours: Sample, floor: Sample): string {
  return `ratio ${(ours.ms / floor.ms).toFixed(2)} time, ${(ours.cpuMs / floor.cpuMs).toFixed(2)} cpu, ${(ours.peakMb / floor.peakMb).toFixed(2)} memory`;
}
