/** `aiops-copilot capture DIR`: writes what the cluster looks like to a folder that can be diagnosed later, or given away. */
import { redactObject } from '../output/redact.ts';
import { createApp } from './app.ts';
import { EXIT } from './exit.ts';
import { type CommonOptions, namespaceOf, type ScopeOptions } from './options.ts';
import { createOutput } from './output.ts';

/** Runs the command; resolves with the exit code. The result is the folder's path. */
export async function captureCommand(
  dir: string,
  options: CommonOptions & ScopeOptions,
  signal: AbortSignal,
): Promise<number> {
  const namespace = namespaceOf(options);
  const namespaces = namespace === undefined ? undefined : [namespace];
  const app = createApp(options, { namespaces });
  const output = createOutput(app.env);
  try {
    const { capture } = await import('../cluster/capture.ts');
    const redact = { text: app.redact, object: <T>(value: T) => redactObject(value, app.redact) };
    const source = await app.source();
    const summary = await capture(source, dir, { namespaces, signal, redact, onProgress: output.progress });
    output.endProgress();
    for (const { what, why } of summary.gaps) output.note(app.redact(`not captured: ${what}: ${why}`));
    output.note(`${summary.objects} objects and ${summary.logs} logs captured; secrets were left out.`);
    await output.result(`${dir}\n`);
    return EXIT.done;
  } finally {
    output.endProgress();
    await app.close();
  }
}
