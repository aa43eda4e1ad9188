/** Runs a plan: lists, pipelines, loops and conditions, as a shell would. */
import { setImmediate } from 'node:timers/promises';
import type * as plan from '../policy/shell/plan.ts';
import { expandValue, expandWord, MOST_CHARACTERS, type Surroundings, type Value } from './expand.ts';
import { copyOf, type Machine, RefusedError, type Scope, type Streams } from './machine.ts';
import { createCollector, createPipe, NOWHERE, onOverflow } from './sink.ts';
import { runWords } from './words.ts';

/** As much as a substitution may print, in bytes. */
const MOST_SUBSTITUTED = 1_048_576;

/** Commands that start nothing would else let neither the clock nor another caller have a turn. */
const breathe = (): Promise<void> => setImmediate();

/** Runs statement by statement; the exit code is that of the last. */
export async function runList(list: plan.List, scope: Scope, streams: Streams, machine: Machine): Promise<number> {
  for (const node of list.statements) scope.status = await runNode(node, scope, streams, machine);
  return scope.status;
}

async function runNode(node: plan.Node, scope: Scope, outer: Streams, machine: Machine): Promise<number> {
  outer.signal.throwIfAborted();
  if (node.type === 'pipeline') return runPipeline(node, scope, outer, machine);
  if (node.type === 'andOr') return runAndOr(node, scope, outer, machine);
  const streams = redirected(outer, node.streams);
  switch (node.type) {
    case 'command':
      return runCommand(node, scope, streams, machine);
    case 'group':
      return runList(node.body, node.subshell ? copyOf(scope) : scope, streams, machine);
    case 'for':
      return runFor(node, scope, streams, machine);
    case 'if':
      return runIf(node, scope, streams, machine);
  }
}

function redirected(outer: Streams, { out, err, noInput }: plan.Streams): Streams {
  const sinks = { out: outer.out, err: outer.err, null: NOWHERE };
  return { ...outer, out: sinks[out], err: sinks[err], input: noInput ? null : outer.input };
}

async function runAndOr(node: plan.AndOr, scope: Scope, streams: Streams, machine: Machine): Promise<number> {
  scope.status = await runNode(node.first, scope, streams, machine);
  for (const { operator, node: next } of node.rest) {
    if ((operator === '&&') === (scope.status === 0)) scope.status = await runNode(next, scope, streams, machine);
  }
  return scope.status;
}

async function runFor(node: plan.For, scope: Scope, streams: Streams, machine: Machine): Promise<number> {
  const fields = (
    await Promise.all(node.words.map((word) => expandWord(word, around(scope, streams, machine))))
  ).flat();
  let status = 0;
  for (const { text, data } of fields) {
    scope.variables.set(node.name, { text, data });
    status = await runList(node.body, scope, streams, machine);
  }
  return status;
}

async function runIf(node: plan.If, scope: Scope, streams: Streams, machine: Machine): Promise<number> {
  for (const { clause, body } of node.branches) {
    if ((await runList(clause, scope, streams, machine)) === 0) return runList(body, scope, streams, machine);
  }
  return node.otherwise === undefined ? 0 : runList(node.otherwise, scope, streams, machine);
}

/** All stages at once, each in a scope of its own; the exit code is that of the last. */
async function runPipeline(node: plan.Pipeline, scope: Scope, streams: Streams, machine: Machine): Promise<number> {
  const { stages } = node;
  const pipes = stages.slice(1).map(createPipe);
  const runs = stages.map(async (stage, at) => {
    const [before, after] = [pipes[at - 1], pipes[at]];
    const inner = { ...streams, input: before?.source ?? streams.input, out: after?.sink ?? streams.out };
    try {
      return await runNode(stage, stages.length > 1 ? copyOf(scope) : scope, inner, machine);
    } catch (error) {
      // The others would wait for this one.
      machine.stop.abort(error);
      throw error;
    } finally {
      after?.end();
      before?.source.destroy();
    }
  });
  const ends = await Promise.allSettled(runs);
  machine.stop.signal.throwIfAborted();
  const last = ends.at(-1);
  if (last?.status !== 'fulfilled') throw last?.reason;
  return node.negated ? Number(last.value === 0) : last.value;
}

async function runCommand(node: plan.Command, scope: Scope, streams: Streams, machine: Machine): Promise<number> {
  await breathe();
  const surroundings = around(scope, streams, machine);
  const words = await expandWords(node.words, surroundings, streams.signal);
  const environment: Record<string, string> = {};
  // An assignment succeeds unless a substitution in it fails, which leaves its exit code.
  if (node.words.length === 0) scope.status = 0;
  for (const { name, value } of node.assignments) {
    const set = await expandValue(value, surroundings);
    if (node.words.length === 0) scope.variables.set(name, set);
    else environment[name] = set.text;
  }
  return words.length === 0 ? scope.status : runWords(words, { scope, streams, machine, environment });
}

async function expandWords(all: readonly plan.Word[], surroundings: Surroundings, signal: AbortSignal) {
  const fields: plan.Field[] = [];
  let length = 0;
  for (const word of all) {
    // Looking up a pattern reads whole folders.
    if (word.some(({ type }) => type !== 'text')) await breathe();
    signal.throwIfAborted();
    for (const field of await expandWord(word, surroundings)) {
      length += field.text.length;
      fields.push(field);
    }
    if (length > MOST_CHARACTERS)
      throw new RefusedError(`A command would be longer than ${MOST_CHARACTERS} characters; use xargs.`);
  }
  return fields;
}

function around(scope: Scope, streams: Streams, machine: Machine): Surroundings {
  return {
    folder: scope.folder,
    mayList: machine.guard.mayList,
    variable: (name, optional) =>
      name === '?' ? { text: String(scope.status), data: true } : variable(name, scope, optional),
    substitute: ({ body }) => substitute(body, scope, streams, machine),
  };
}

function variable(name: string, { variables }: Scope, optional: boolean): Value {
  const value = variables.get(name) ?? (optional ? { text: '', data: false } : undefined);
  if (value === undefined)
    throw new RefusedError(`$${name} is not set: only variables that the same text sets can be used.`);
  return value;
}

async function substitute(body: plan.List, scope: Scope, streams: Streams, machine: Machine): Promise<string> {
  const collector = createCollector(MOST_SUBSTITUTED);
  const inner = { ...streams, input: null, out: onOverflow(collector, () => {}) };
  const copy = copyOf(scope);
  await runList(body, copy, inner, machine);
  scope.status = copy.status;
  if (collector.overflowed())
    throw new RefusedError(`A substitution printed more than ${MOST_SUBSTITUTED} bytes: use a pipe or xargs.`);
  return collector.text().replaceAll('\0', '').replace(/\n+$/, '');
}
