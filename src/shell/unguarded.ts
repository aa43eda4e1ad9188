/** The text in a real bash, for those whom the administrator lets do anything. */
import { tmpdir } from 'node:os';
import { findProgram, runProgram } from './process.ts';
import { MOST_OUTPUT, type ShellOutcome } from './run.ts';
import { createCollector, onOverflow } from './sink.ts';

export interface UnguardedRun {
  text: string;
  environment: Readonly<Record<string, string>>;
  /** Aborted: it is killed, and the reason thrown. */
  signal: AbortSignal;
  timeoutSeconds: number;
}

/** Runs it with the same limits on time and output as a judged text. */
export async function runUnguarded({ text, environment, signal, timeoutSeconds }: UnguardedRun): Promise<ShellOutcome> {
  const bash = findProgram('bash');
  if (bash === undefined) return { output: '', exitCode: 127, cluster: null, problem: 'bash is not installed here.' };
  const collector = createCollector(MOST_OUTPUT);
  const full = new AbortController();
  const late = AbortSignal.timeout(timeoutSeconds * 1000);
  const sink = onOverflow(collector, () => full.abort());
  const exitCode = await runProgram(bash, {
    argv: ['bash', '-c', text],
    folder: tmpdir(),
    environment,
    input: null,
    out: sink,
    err: sink,
    signal: AbortSignal.any([signal, late, full.signal]),
  });
  signal.throwIfAborted();
  const ended = { output: collector.text(), cluster: null };
  if (full.signal.aborted)
    return { ...ended, exitCode: 141, problem: `It printed more than ${MOST_OUTPUT} bytes and was stopped.` };
  if (late.aborted)
    return { ...ended, exitCode: 124, problem: `It ran longer than ${timeoutSeconds} seconds and was stopped.` };
  return { ...ended, exitCode };
}
