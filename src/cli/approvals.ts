/** `aiops-copilot approvals list|approve|reject`: what waits for a person's word. */
import { createInterface } from 'node:readline/promises';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load.ts';
import type { Approval } from '../store/approvals.ts';
import { type ApprovalStore, createApprovalStore } from './approvalStore.ts';
import { EXIT, ExitError } from './exit.ts';
import type { CommonOptions } from './options.ts';
import { createOutput, type Output } from './output.ts';

/** Prints those of the last day, or only what still waits. */
export async function listApprovals(options: CommonOptions & { all?: boolean; output?: string }): Promise<number> {
  const { store, output } = await open(options);
  const all = await store.list();
  const shown = options.all === true ? all : all.filter(({ state }) => state === 'pending' || state === 'approved');
  if (options.output === 'json') await output.result(`${JSON.stringify({ approvals: shown }, null, 2)}\n`);
  else await output.result(shown.length === 0 ? 'Nothing waits for an approval.\n' : shown.map(lineOf).join(''));
  return EXIT.done;
}

/** Asks the person at the terminal, who sees the exact call. @throws ExitError off a terminal. */
export async function approve(id: string, options: CommonOptions): Promise<number> {
  const { store, output } = await open(options);
  const waiting = (await store.list()).find((one) => one.id === id);
  if (waiting === undefined) throw unknown(id);
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new ExitError(EXIT.usage, 'Approving needs a person at a terminal; run this command in one.');
  }
  output.note(`${waiting.by} wants to run on ${waiting.cluster || 'the cluster'}:\n\n  ${waiting.command}\n`);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await reader.question('Approve? Type yes: ').finally(() => reader.close());
  if (!/^(?:y|yes|是)$/i.test(answer.trim())) throw new ExitError(EXIT.usage, 'Not approved; it still waits.');
  return decided(id, 'approved', store, output);
}

export async function reject(id: string, options: CommonOptions): Promise<number> {
  const { store, output } = await open(options);
  return decided(id, 'rejected', store, output);
}

async function decided(
  id: string,
  word: 'approved' | 'rejected',
  store: ApprovalStore,
  output: Output,
): Promise<number> {
  const result = await store.decide(id, word);
  if (result === undefined) throw unknown(id);
  const { approval } = result;
  if (!result.decided) throw new ExitError(EXIT.usage, `${id} is ${approval.state} and cannot be ${word} any more.`);
  await output.result(lineOf(approval));
  return EXIT.done;
}

async function open(options: CommonOptions): Promise<{ store: ApprovalStore; output: Output }> {
  const env = readEnvironment();
  const { config } = loadConfig({ env, named: options.config });
  const configured = config.storage.folder;
  const store = createApprovalStore({ configured, env, cluster: async () => '', warn: () => {} });
  if (!(await store.shared())) {
    throw new ExitError(
      EXIT.usage,
      'There is no folder to keep approvals in; set storage.folder to one that can be written.',
    );
  }
  return { store, output: createOutput(env) };
}

const unknown = (id: string) =>
  new ExitError(EXIT.usage, `There is no approval ${id}; see: aiops-copilot approvals list --all.`);

const lineOf = ({ id, state, by, expires, command }: Approval): string =>
  `${id}  ${state}  ${by}  until ${expires}  ${command}\n`;
