/** `aiops-copilot diagnose`: one diagnosis on standard output. */
import { renderText } from '../diagnosis/render/text.ts';
import { DiagnosisResult } from '../diagnosis/result.ts';
import type { CallResult } from '../tools/call.ts';
import { type App, createApp } from './app.ts';
import { EXIT, ExitError } from './exit.ts';
import { type CommonOptions, namespaceOf, oneOf, type ScopeOptions } from './options.ts';
import { createOutput, type Output } from './output.ts';

export interface DiagnoseOptions extends CommonOptions, ScopeOptions {
  output?: string;
  failOnProblems?: boolean;
}

/** Runs the command; resolves with the exit code. */
export async function diagnoseCommand(
  words: readonly string[],
  options: DiagnoseOptions,
  signal: AbortSignal,
): Promise<number> {
  const format = oneOf('-o', options.output, ['text', 'json', 'markdown']) ?? 'text';
  const namespace = namespaceOf(options);
  const app = createApp(options, { namespaces: namespace === undefined ? [] : [namespace] });
  const output = createOutput(app.env);
  try {
    const language = app.loaded.config.language;
    const result = await callDiagnose(app, { ...targetOf(words.join(' ')), namespace, language }, output, signal);
    await output.result(print(format, result.text, result.diagnosis, output));
    const fails = options.failOnProblems === true && result.diagnosis.status !== 'healthy';
    return fails ? EXIT.problems : EXIT.done;
  } finally {
    output.endProgress();
    await app.close();
  }
}

function print(
  format: 'text' | 'json' | 'markdown',
  markdown: string,
  diagnosis: DiagnosisResult,
  output: Output,
): string {
  if (format === 'json') return `${JSON.stringify(diagnosis, null, 2)}\n`;
  return format === 'markdown' ? markdown : renderText(diagnosis, output);
}

/** `kind/name` is an object; anything else is a question. */
function targetOf(text: string): { question?: string; kind?: string; name?: string } {
  const target = /^([A-Za-z][A-Za-z0-9.-]*)\/([A-Za-z0-9][\w.:-]*)$/.exec(text.trim());
  if (target !== null) return { kind: target[1], name: target[2] };
  return text.trim() === '' ? {} : { question: text };
}

export interface Diagnosed {
  diagnosis: DiagnosisResult;
  /** Markdown. */
  text: string;
}

/** Calls the tool as the person at this terminal. @throws ExitError with the tool's sentence. */
export async function callDiagnose(
  app: App,
  input: { question?: string; kind?: string; name?: string; namespace?: string; language?: 'en' | 'zh' },
  output: Output,
  signal: AbortSignal,
): Promise<Diagnosed> {
  const principal = { name: 'terminal', role: 'operator' } as const;
  const result = await app.call({ tool: 'diagnose', arguments: input, principal, signal, progress: output.progress });
  output.endProgress();
  if (!result.ok) throw failureOf(result);
  return { diagnosis: DiagnosisResult.parse(result.structured), text: result.text };
}

function failureOf({ failure, text }: CallResult): ExitError {
  return new ExitError(failure === 'invalid_arguments' ? EXIT.usage : EXIT.unreadable, text);
}
