/** `npm run bench:mcp`: calls of a trivial tool a second, with all of our tools there, against the SDK's bare server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Caller, ERAS, type Era, overHttp, overSse, overStdio } from './lines.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    width: { type: 'string', default: '8' },
  },
});
const calls = Number(values.calls);
const rounds = Number(values.rounds);
const width = Number(values.width);

const folder = mkdtempSync(join(tmpdir(), 'aiops-bench-mcp-'));
const config = join(folder, 'config.yaml');
writeFileSync(config, 'limits: {requests_per_minute: 10000000}\n');
const PROGRAM = resolve('dist/main.js');
const own = ['--config', config, '--kubeconfig', '/nowhere'];
const BARE = resolve(import.meta.dirname, 'bare.ts');

const children: ChildProcess[] = [];
function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

/** Where a server says that it listens. */
function urlOf({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const url = /"url":"([^"]+)"/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    stderr?.once('end', () => reject(new Error(said)));
  });
}

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** Processor time of the server for one call, in milliseconds. */
  cpu: number;
}

interface Side {
  call: Caller;
  child: ChildProcess;
}

/** Processor time so far, of all threads; 0 where there is no /proc. */
function cpuOf({ pid }: ChildProcess): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return 0;
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // utime and stime, in ticks of 10 ms: proc(5).
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** `width` calls at a time. */
async function measure({ call, child }: Side): Promise<Figures> {
  const times: number[] = [];
  let left = calls;
  const work = async () => {
    while (left-- > 0) {
      const startedAt = performance.now();
      const answer = await call();
      times.push(performance.now() - startedAt);
      // A refusal would be quicker on either side.
      if (!answer.includes('"nextOffset":null')) throw new Error(`A call has failed: ${answer.slice(0, 300)}`);
    }
  };
  const cpuBefore = cpuOf(child);
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: width }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), cpu: (cpuOf(child) - cpuBefore) / calls };
}

/** In turn, so that what else the machine does hits both; the median round of each. */
async function compare(name: string, ours: Side, bare: Side): Promise<void> {
  const all: Figures[][] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, side] of [ours, bare].entries()) {
      const figures = await measure(side);
      // The first round warms up.
      if (round > 0) all[index]?.push(figures);
    }
  }
  const [a, b] = all.map((taken) => taken.toSorted((x, y) => x.perSecond - y.perSecond)[taken.length >> 1]);
  if (a === undefined || b === undefined) return;
  const line = ({ perSecond, p50, p99, cpu }: Figures) =>
    `${perSecond.toFixed(0).padStart(6)}/s p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} ms cpu ${cpu.toFixed(2)} ms`;
  process.stdout.write(
    `${name.padEnd(28)} ${line(a)}   bare ${line(b)}   ratio ${(a.perSecond / b.perSecond).toFixed(2)}, by cpu ${(b.cpu / a.cpu).toFixed(2)}\n`,
  );
}

try {
  for (const era of ERAS) {
    await compare(`stdio ${era}`, await stdio(era, PROGRAM, 'mcp', ...own), await stdio(era, BARE, 'stdio'));
  }
  const ours = start(PROGRAM, 'serve', '--port', '0', ...own);
  const bare = start(BARE, 'http');
  const [ourUrl, bareUrl] = await Promise.all([urlOf(ours), urlOf(bare)]);
  for (const era of ERAS) {
    const [a, b] = await Promise.all([overHttp(ourUrl, era), overHttp(bareUrl, era)]);
    await compare(`Streamable HTTP ${era}`, { call: a, child: ours }, { call: b, child: bare });
  }
  const [a, b] = await Promise.all([overSse(ourUrl), overSse(bareUrl)]);
  await compare('HTTP+SSE 2025-11-25', { call: a, child: ours }, { call: b, child: bare });
} finally {
  for (const child of children) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

async function stdio(era: Era, ...args: string[]): Promise<Side> {
  const child = start(...args);
  return { child, call: await overStdio(child, era) };
}
