/** The tool `bash`: commands that only read, run without a shell where this program runs. */
import * as z from 'zod';
import type { ClassifiedShell } from '../policy/shell/classify.ts';
import type { Decide, Principal } from '../policy/types.ts';
import type { RunKubectl } from '../shell/machine.ts';
import type { ShellOutcome } from '../shell/run.ts';
import { CommandResult } from './commandResult.ts';
import { defineTool, type Tool, type ToolContext } from './define.ts';

export interface BashParts {
  /** Judges a text; see policy/shell/classify.ts. Loaded at the first call. */
  classify: (text: string) => Promise<ClassifiedShell>;
  /** Decides on what only the run makes known, such as the names that a command printed. */
  decide: Decide;
  kubectl: (principal: Principal) => RunKubectl;
  /** Where it runs, as a sentence that each result begins with. */
  where: string;
  /** The administrator switched the guard off for some callers. */
  unguarded?: { for: (principal: Principal) => boolean; environment: Readonly<Record<string, string>> };
}

export const BashInput = z.object({
  command: z.string().min(1).max(16_384).describe('Such as `kubectl get pods -A | grep -v Running | sort -k4`'),
  timeout_seconds: z.int().min(1).max(600).default(60),
});
type BashInput = z.infer<typeof BashInput>;

const UNGUARDED = 'BASH_TOOL_UNSAFE_ALLOW_ALL is on: nothing was checked before it ran.';

/** Judges a text, then runs what it says; a change by kubectl in it waits for an approval as a whole. */
export function bashTool(parts: BashParts): Tool {
  return defineTool<BashInput, CommandResult>({
    name: 'bash',
    title: 'Run shell commands that only read',
    description:
      'Runs pipelines of common read-only commands (grep, awk, jq, sort, df, du, ps, ss, journalctl, kubectl …) where this server runs, which is never a cluster node. Supports pipes, && || ;, $(…), for, if, variables and globs; no redirections to files, here-documents, functions or background jobs.',
    effect: 'write',
    input: BashInput,
    output: CommandResult,
    classify: async ({ command }) => (await parts.classify(command)).action,
    run: (input, context) => run(parts, input, context),
  });
}

async function run(parts: BashParts, { command, timeout_seconds: timeoutSeconds }: BashInput, context: ToolContext) {
  const { principal, signal } = context;
  if (parts.unguarded?.for(principal) === true) {
    const { runUnguarded } = await import('../shell/unguarded.ts');
    const { environment } = parts.unguarded;
    return shown(await runUnguarded({ text: command, environment, signal, timeoutSeconds }), [parts.where, UNGUARDED]);
  }
  const { action, run: judged } = await parts.classify(command);
  if (judged === undefined) throw new Error(action.forbidden ?? 'This command cannot be run.');
  const { runShell } = await import('../shell/run.ts');
  const guard = judged.guard((one) => parts.decide(principal, one));
  const outcome = await runShell({
    plan: judged.plan,
    guard,
    kubectl: parts.kubectl(principal),
    signal,
    timeoutSeconds,
  });
  return shown(outcome, [parts.where]);
}

function shown({ output, exitCode, cluster, problem }: ShellOutcome, begin: readonly string[]) {
  const whole = [...begin, clusterLine(cluster), output.replace(/\n$/, ''), ...(problem === undefined ? [] : [problem])]
    .filter((part) => part !== '')
    .join('\n');
  const failed = exitCode === 0 ? '' : `\n(exit code ${exitCode})`;
  return { structured: { output: whole, exitCode, cluster }, text: whole + failed, isError: problem !== undefined };
}

function clusterLine(cluster: ShellOutcome['cluster']): string {
  if (cluster === null) return '';
  const { context, server, capturedAt } = cluster;
  const name = [context, server === null ? null : `(${server})`].filter((part) => part !== null).join(' ');
  return capturedAt === null
    ? `kubectl asked the cluster ${name}.`
    : `kubectl read the snapshot ${name}, captured ${capturedAt}.`;
}
