/** Runs the words of one command: asks the guard, then does what it says, and nothing else. */
import { statSync } from 'node:fs';
import type { Judgement } from '../policy/shell/command.ts';
import type { Field } from '../policy/shell/plan.ts';
import { type Machine, RefusedError, type Scope, type Streams } from './machine.ts';
import { findProgram, runProgram, SEARCH_PATH } from './process.ts';
import type { Sink } from './sink.ts';
import { runXargs } from './xargs.ts';

export interface WordsRun {
  scope: Scope;
  streams: Streams;
  machine: Machine;
  /** What is set for this command alone. */
  environment: Readonly<Record<string, string>>;
}

/** @throws RefusedError for what the guard does not let through */
export async function runWords(words: readonly Field[], run: WordsRun): Promise<number> {
  const { machine, scope } = run;
  const judgement = machine.guard.judge(words, { folder: scope.folder, own: machine.own });
  switch (judgement.kind) {
    case 'refused':
      throw new RefusedError(judgement.reason);
    case 'process':
      return program(judgement, run);
    case 'builtin':
      return builtin(judgement, run);
    case 'xargs':
      return runXargs(judgement, run.streams.input, (inner) =>
        runWords(inner, { ...run, streams: { ...run.streams, input: null } }),
      );
    case 'timeout':
      return withTimeout(judgement.seconds, judgement.words, run);
    case 'kubectl':
      return kubectl(judgement, run);
  }
}

async function program(
  { argv, scratch = false }: Extract<Judgement, { kind: 'process' }>,
  { scope, streams, machine, environment }: WordsRun,
): Promise<number> {
  const [name = ''] = argv;
  const found = findProgram(name);
  if (found === undefined) {
    machine.onProblem(`${name} is not installed here.`);
    await print(streams.err, `${name}: command not found\n`);
    return 127;
  }
  const own = {
    PATH: SEARCH_PATH.join(':'),
    LANG: 'C.UTF-8',
    ...(scratch ? { TMPDIR: machine.own } : {}),
    ...environment,
  };
  try {
    const [program, limited] = withLimits(found, argv, scratch ? MOST_SCRATCH : 0);
    return await runProgram(program, { ...streams, argv: limited, folder: scope.folder, environment: own });
  } catch (error) {
    streams.signal.throwIfAborted();
    // Such as too many arguments.
    machine.onProblem(`${name} could not be started (${error instanceof Error ? error.message : error}).`);
    return 126;
  }
}

/** A second wall behind the tables, where Linux has it: no file can be written to, and memory has an end. */
function withLimits(found: string, argv: readonly string[], file: number): [string, readonly string[]] {
  const prlimit = findProgram('prlimit');
  if (prlimit === undefined) return [found, argv];
  return [prlimit, ['prlimit', `--fsize=${file}`, '--core=0', `--data=${MOST_MEMORY}`, '--', ...argv]];
}

/** In bytes. What sort cannot keep in memory it would write to files, which it may not. */
const MOST_MEMORY = 2_147_483_648;
const MOST_SCRATCH = 67_108_864;

async function builtin(
  { name, args }: Extract<Judgement, { kind: 'builtin' }>,
  { scope, streams }: WordsRun,
): Promise<number> {
  switch (name) {
    case 'true':
      return 0;
    case 'false':
      return 1;
    case 'pwd':
      await print(streams.out, `${scope.folder}\n`);
      return 0;
    case 'which':
      return which(args, streams.out);
    case 'cd':
      return changeFolder(args[0] ?? '.', scope, streams.err);
  }
}

async function which(names: readonly string[], out: Sink): Promise<number> {
  const found = names.map(findProgram);
  for (const path of found) if (path !== undefined) await print(out, `${path}\n`);
  return found.every((path) => path !== undefined) ? 0 : 1;
}

async function changeFolder(folder: string, scope: Scope, err: Sink): Promise<number> {
  const path = folder.startsWith('/') ? folder : `${scope.folder}/${folder}`;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    await print(err, `cd: ${folder}: there is no such folder\n`);
    return 1;
  }
  scope.folder = path.replace(/(?<=.)\/+$/, '');
  return 0;
}

/** The exit code is 124 where the time ran out, as that of `timeout`. */
async function withTimeout(seconds: number, words: readonly Field[], run: WordsRun): Promise<number> {
  const timer = AbortSignal.timeout(Math.min(seconds * 1000, 2_147_483_647));
  const signal = AbortSignal.any([run.streams.signal, timer]);
  try {
    const status = await runWords(words, { ...run, streams: { ...run.streams, signal } });
    return timer.aborted ? 124 : status;
  } catch (error) {
    if (run.streams.signal.aborted || !timer.aborted || error instanceof RefusedError) throw error;
    return 124;
  }
}

async function kubectl(
  { args, writes = true, context }: Extract<Judgement, { kind: 'kubectl' }>,
  run: WordsRun,
): Promise<number> {
  const { streams, machine } = run;
  const request = { argv: args, writes, signal: streams.signal, ...(context === undefined ? {} : { context }) };
  const { stdout, stderr, exitCode, cluster } = await machine.kubectl(request);
  machine.onCluster(cluster);
  await print(streams.err, stderr);
  await print(streams.out, stdout);
  streams.input?.destroy();
  return exitCode;
}

async function print(sink: Sink, text: string): Promise<void> {
  if (text !== '') await sink.write(Buffer.from(text));
}
