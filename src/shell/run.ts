/** One run of a shell text: a folder of its own, a time limit, an output limit, and an end to everything that it started. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubectlCluster } from '../cluster/kubectl/types.ts';
import type { Guard } from '../policy/shell/command.ts';
import type { List } from '../policy/shell/plan.ts';
import { runList } from './interpret.ts';
import { type Machine, RefusedError, type RunKubectl } from './machine.ts';
import { createCollector, onOverflow } from './sink.ts';

/** As much output as is kept, in bytes. */
export const MOST_OUTPUT = 4_194_304;

export interface ShellOutcome {
  /** Standard output and standard error in the order in which they came. */
  output: string;
  exitCode: number;
  cluster: KubectlCluster | null;
  /** Why it did not come to its end, or something was not started; a sentence. */
  problem?: string;
}

export interface ShellRun {
  plan: List;
  guard: Guard;
  kubectl: RunKubectl;
  /** Aborted: everything is killed, and its reason thrown. */
  signal: AbortSignal;
  timeoutSeconds: number;
}

/** The reasons of this file for stopping a run. */
class StoppedError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a judged plan. @throws the signal's reason */
export async function runShell({ plan, guard, kubectl, signal, timeoutSeconds }: ShellRun): Promise<ShellOutcome> {
  const own = await realpath(await mkdtemp(join(tmpdir(), 'aiops-bash-')));
  const stop = new AbortController();
  const collector = createCollector(MOST_OUTPUT);
  const full = new StoppedError(
    `It printed more than ${MOST_OUTPUT} bytes and was stopped: filter with grep, head or tail.`,
    141,
  );
  const sink = onOverflow(collector, () => stop.abort(full));
  const late = new StoppedError(`It ran longer than ${timeoutSeconds} seconds and was stopped.`, 124);
  const timer = setTimeout(() => stop.abort(late), timeoutSeconds * 1000);
  let cluster: KubectlCluster | null = null;
  const problems = new Set<string>();
  const machine: Machine = {
    guard,
    kubectl,
    own,
    stop,
    onCluster: (name) => {
      cluster = name;
    },
    onProblem: (sentence) => problems.add(sentence),
  };
  const both = AbortSignal.any([signal, stop.signal]);
  const ended = (exitCode: number, problem?: string): ShellOutcome => ({
    output: collector.text(),
    exitCode,
    cluster,
    ...(problem === undefined ? {} : { problem }),
  });
  try {
    const scope = { variables: new Map(), folder: own, status: 0 };
    const exitCode = await runList(plan, scope, { input: null, out: sink, err: sink, signal: both }, machine);
    both.throwIfAborted();
    return ended(exitCode, problems.size === 0 ? undefined : [...problems].join(' '));
  } catch (error) {
    signal.throwIfAborted();
    const reason = stop.signal.aborted ? stop.signal.reason : error;
    if (reason instanceof StoppedError) return ended(reason.exitCode, reason.message);
    if (reason instanceof RefusedError) return ended(126, reason.message);
    throw reason;
  } finally {
    clearTimeout(timer);
    stop.abort(full);
    await rm(own, { recursive: true, force: true });
  }
}
