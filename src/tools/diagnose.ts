/** The tool `diagnose`: the engine behind one call. */
import * as z from 'zod';
import type { ClusterSource } from '../cluster/source.ts';
import type { ReadMetrics } from '../diagnosis/metrics/figures.ts';
import { renderMarkdown } from '../diagnosis/render/markdown.ts';
import { type DiagnosisRequest, DiagnosisResult, Language } from '../diagnosis/result.ts';
import { contextField, hasChoice } from './contextField.ts';
import { defineTool, type Tool, type ToolContext } from './define.ts';

export interface DiagnoseParts {
  /** Connects at the first call; a failed connection is tried anew at the next. */
  source: (context?: string) => Promise<ClusterSource>;
  /** Contexts that a caller may choose from. */
  contexts: readonly string[];
  redact: (text: string) => string;
  /** Whether Secrets may be read (keys, types, certificate dates; never values). */
  secrets: () => boolean;
  /** Reads the Prometheus that is configured for a context; undefined where none is. */
  metrics?: (context?: string) => ReadMetrics | undefined;
  /** The problem type of a question; without it the engine goes by words. */
  problemType?: (question: string) => Promise<string>;
}

/** A part of a path in the API: anything but what would leave it. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^(?!\.{1,2}$)[^/%]+$/, 'it cannot be a name in Kubernetes');
const namespace = z
  .string()
  .trim()
  .regex(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/, 'it must be lower-case letters, digits and -');

export const DiagnoseInput = z.object({
  question: z.string().max(8000).optional().describe('The problem in plain words, English or Chinese'),
  namespace: namespace
    .optional()
    .describe('Only this namespace; default: one named in the question, else all readable'),
  kind: name.optional().describe('With name: ask about this object, e.g. Deployment'),
  name: name.optional(),
  language: Language.optional().describe('Default: that of the question'),
});
type DiagnoseInput = z.infer<typeof DiagnoseInput> & { context?: string };

/** Reads the cluster and derives the root cause; never changes anything. */
export function diagnoseTool(parts: DiagnoseParts): Tool {
  return defineTool<DiagnoseInput, DiagnosisResult>({
    name: 'diagnose',
    title: 'Diagnose a Kubernetes problem',
    description:
      'Finds the root cause of a Kubernetes problem by reading objects, events and logs: causes with evidence, the causal chain, fixes, and what could not be read. Call it first; it changes nothing.',
    effect: 'read',
    input: inputFor(parts.contexts).refine((input) => (input.name === undefined) === (input.kind === undefined), {
      message: 'give kind and name together, such as kind "Pod" and name "web-1"',
    }),
    output: DiagnosisResult,
    classify: (input) => ({
      effect: 'read',
      namespaces: input.namespace === undefined ? undefined : [input.namespace],
      summary: summaryOf(input),
    }),
    run: (input, context) => run(parts, input, context),
  });
}

function inputFor(contexts: readonly string[]): z.ZodType<DiagnoseInput> {
  return hasChoice(contexts) ? DiagnoseInput.extend({ context: contextField(contexts) }) : DiagnoseInput;
}

async function run(
  { source, redact, secrets, metrics, problemType }: DiagnoseParts,
  { context, ...input }: DiagnoseInput,
  { signal, progress }: ToolContext,
) {
  const request: DiagnosisRequest = { ...input, question: input.question?.trim() || undefined };
  const opened = await source(context);
  signal.throwIfAborted();
  const { diagnose } = await import('../diagnosis/diagnose.ts');
  const structured = await diagnose(opened, request, {
    signal,
    onProgress: progress,
    redact,
    secrets: secrets(),
    metrics: metrics?.(context),
    problemType: request.question === undefined ? undefined : await problemType?.(request.question),
  });
  return { structured, text: renderMarkdown(structured) };
}

function summaryOf({ kind, name, namespace, question, context }: DiagnoseInput): string {
  const what = kind === undefined ? (question ?? 'everything') : `${kind}${name === undefined ? '' : `/${name}`}`;
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  return `diagnose ${what.slice(0, 200)}${where}${context === undefined ? '' : ` of ${context}`}`;
}
