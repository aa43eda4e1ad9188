/** Runs a program in a process of its own and measures it from outside: wall time from spawn to end, processor time, and peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Sample {
  ms: number;
  /** User and system, of all threads. */
  cpuMs: number;
  peakMb: number;
}

export interface Run extends Sample {
  stdout: string;
}

const PRELOAD = ['--require', join(import.meta.dirname, 'usage.cjs')];
const usageFile = join(tmpdir(), `aiops-bench-usage-${process.pid}`);

/**
 * Runs Node.js with these arguments; `input` is all of its standard input.
 * @param until where it is given, the time ends as soon as standard output holds it, and standard input is closed only then.
 * @throws Error when the program fails.
 */
export async function run(args: readonly string[], input: string, until?: string): Promise<Run> {
  rmSync(usageFile, { force: true });
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...PRELOAD, ...args], {
    env: { ...process.env, BENCH_USAGE_FILE: usageFile },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let ms: number | undefined;
  let seen = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    seen += chunk;
    if (until === undefined || ms !== undefined || !seen.includes(until)) return;
    ms = performance.now() - startedAt;
    child.stdin.end();
  });
  const complaint = text(child.stderr);
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (until === undefined) child.stdin.end(input);
  else child.stdin.write(input);
  const exit = await code;
  ms ??= performance.now() - startedAt;
  if (exit !== 0) throw new Error(`node ${args.join(' ')} ended with ${exit}: ${await complaint}`);
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Omit<Sample, 'ms'>;
  return { ms, ...usage, stdout: seen };
}

/** Each program in turn, `rounds` times after one that warms up, so that what else the machine does hits both alike. */
export async function alternate(rounds: number, programs: readonly (() => Promise<Sample>)[]): Promise<Sample[]> {
  const samples: Sample[][] = programs.map(() => []);
  for (const program of programs) await program();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, program] of programs.entries()) samples[index]?.push(await program());
  }
  rmSync(usageFile, { force: true });
  return samples.map((taken) => ({
    ms: median(taken.map(({ ms }) => ms)),
    cpuMs: median(taken.map(({ cpuMs }) => cpuMs)),
    peakMb: median(taken.map(({ peakMb }) => peakMb)),
  }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
