/** `npm run bench:kubectl`: eight calls of the tool kubectl at once beside one, on a slow API server. See README.md. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { type App, createApp } from '../src/cli/app.ts';
import { kubeboxKubectl, startKubebox } from '../test/kubebox.ts';

const { values } = parseArgs({
  options: { latency: { type: 'string', default: '500' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const CALLS = 8;
const LINES = [
  'get pods -A',
  'get deploy -A -o wide',
  'get events -A',
  'get nodes',
  'get svc -A',
  'get ns',
  'get rs -A',
  'get cm -A',
];

/** The same kubectl wherever this runs, past the script that unpacks it: only the program itself is to be measured. */
function kubectlOnPath(folder: string): void {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kubebox');
  const unpacked = readdirSync(cache)
    .filter((name) => /^kubebox-[0-9a-f]+$/.test(name))
    .map((name) => join(cache, name))
    .toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
    .at(-1);
  const command = unpacked === undefined ? kubeboxKubectl.join(' ') : `${unpacked} kubectl`;
  const file = join(folder, 'kubectl');
  writeFileSync(file, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(file, 0o755);
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
}

async function call(app: App, command: string): Promise<void> {
  const principal = { name: 'bench', role: 'viewer' } as const;
  const { ok, text } = await app.call({
    tool: 'kubectl',
    arguments: { command },
    principal,
    signal: new AbortController().signal,
  });
  if (!ok) throw new Error(`${command}: ${text}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** One call, then as many at once, in turn, so that what else the machine does hits both alike. */
async function compare(open: () => App, keep: boolean): Promise<{ one: number; all: number }> {
  const one: number[] = [];
  const all: number[] = [];
  const kept = keep ? open() : undefined;
  if (kept !== undefined) await Promise.all(LINES.map((line) => call(kept, line)));
  const within = async (work: (app: App) => Promise<unknown>) => {
    const app = kept ?? open();
    const time = await timed(() => work(app));
    if (kept === undefined) await app.close();
    return time;
  };
  for (let round = 0; round < rounds; round += 1) {
    one.push(await within((app) => call(app, LINES[round % CALLS] ?? '')));
    all.push(await within((app) => Promise.all(LINES.slice(0, CALLS).map((line) => call(app, line)))));
  }
  await kept?.close();
  return { one: median(one), all: median(all) };
}

/** The bare program without any of ours: what eight processes cost this machine. */
async function bare(kubeconfig: string): Promise<{ one: number; all: number }> {
  const exec = promisify(execFile);
  const env = { ...process.env, KUBERC: 'off', KUBECONFIG: kubeconfig, HOME: folder };
  const run = (line: string) => exec('kubectl', line.split(' '), { env, maxBuffer: 64 << 20 });
  await run('get pods -A');
  const one: number[] = [];
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    one.push(await timed(() => run(LINES[round % CALLS] ?? '')));
    all.push(await timed(() => Promise.all(LINES.map(run))));
  }
  return { one: median(one), all: median(all) };
}

function show(name: string, { one, all }: { one: number; all: number }): void {
  process.stdout.write(
    `${name}, ${values.latency} ms a request: one ${one.toFixed(0)} ms, ${CALLS} at once ${all.toFixed(0)} ms, ratio ${(all / one).toFixed(2)}\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'aiops-bench-kubectl-'));
const box = await startKubebox([
  'serve',
  '--synthetic',
  'nodes=10,pods=100,problems=2',
  '--latency',
  `${values.latency}ms`,
]);
try {
  kubectlOnPath(folder);
  process.env.XDG_DATA_HOME = folder;
  const open = () => createApp({ kubeconfig: box.kubeconfig });
  show('tool kubectl, warm', await compare(open, true));
  show('tool kubectl, cold', await compare(open, false));
  show('bare kubectl      ', await bare(box.kubeconfig));
} finally {
  await box.stop();
  rmSync(folder, { recursive: true, force: true });
}
