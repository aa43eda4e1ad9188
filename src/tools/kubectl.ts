/** The tool `kubectl`: one command of the real program, which changes nothing without an approval. */
import * as z from 'zod';
import type { Kubectl, KubectlCluster } from '../cluster/kubectl/types.ts';
import type { UnderstoodKubectl } from '../policy/kubectl/understand.ts';
import { CommandResult } from './commandResult.ts';
import { contextField, hasChoice } from './contextField.ts';
import { defineTool, type Tool, type ToolContext } from './define.ts';

export interface KubectlToolParts {
  /** What a command would do; decides also which arguments the program gets. */
  understand: (text: string, context?: string) => Promise<UnderstoodKubectl>;
  /** Loaded at the first call. */
  kubectl: () => Promise<Kubectl>;
  /** Contexts that a caller may choose from. */
  contexts: readonly string[];
}

/** Strict, so that a context that cannot be chosen is an error and no other cluster is asked in its place. */
const KubectlInput = z.strictObject({
  command: z
    .string()
    .max(32_000)
    .describe('As typed in a shell, e.g. get pods -n shop -o wide; one command, no pipes (the bash tool has those)'),
});
type KubectlInput = z.infer<typeof KubectlInput> & { context?: string };

/** A caller is told of a time-out before its own client gives up, which for many is a minute. */
const TIMEOUT_MS = 50_000;

export function kubectlTool(parts: KubectlToolParts): Tool {
  const { understand, contexts } = parts;
  const tool = defineTool<KubectlInput, CommandResult>({
    name: 'kubectl',
    title: 'Run kubectl',
    description:
      'Runs one kubectl command and returns its output. Reads run at once; changes wait for an approval. Secrets show key names and lengths only. No files, standard input, watches, exec or port-forward.',
    effect: 'write',
    input: hasChoice(contexts) ? KubectlInput.extend({ context: contextField(contexts) }) : KubectlInput,
    output: CommandResult,
    classify: async ({ command, context }) => {
      const { argv: _, context: __, ...action } = await understand(command, context);
      return action;
    },
    run: (input, context) => run(parts, input, context),
  });
  // A line of several commands is none of it.
  const fromCommand = (line: string) => (/^kubectl\s[^|;&<>`$]*$/.test(line) ? { command: line } : undefined);
  return Object.assign(tool, { fromCommand });
}

async function run(parts: KubectlToolParts, { command, context }: KubectlInput, { principal, signal }: ToolContext) {
  const { argv, effect, context: chosen } = await parts.understand(command, context);
  const kubectl = await parts.kubectl();
  const { stdout, stderr, exitCode, cluster } = await kubectl.run({
    argv,
    writes: effect !== 'read',
    context: chosen,
    namespaces: principal.namespaces,
    signal,
    timeoutMs: TIMEOUT_MS,
  });
  const output = joined(stdout, stderr);
  const text = `${heading(cluster, exitCode)}\n\n${output}`;
  return { structured: { output, exitCode, cluster }, text, isError: exitCode !== 0 };
}

/** Warnings, and that nothing was found, are on standard error. */
function joined(stdout: string, stderr: string): string {
  const gap = stdout === '' || stderr === '' || stdout.endsWith('\n') ? '' : '\n';
  return `${stdout}${gap}${stderr}`;
}

function heading({ context, server, capturedAt }: KubectlCluster, exitCode: number): string {
  const name = [context, server === null ? null : `(${server})`].filter((part) => part !== null).join(' ');
  const where = capturedAt === null ? `cluster ${name}` : `snapshot ${name}, captured ${capturedAt}`;
  return exitCode === 0 ? `From the ${where}:` : `From the ${where}, exit code ${exitCode}:`;
}
