/**
 * Asks the configured model to sort questions of the train split, with one set of demonstrations after the other, and
 * writes the set that served best as data: `npm run compile:classifier [-- --config FILE --sets 4 --size 12 --judged 50]`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from '../../src/agent/classifier/bootstrap.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createModel } from '../../src/llm/client.ts';
import { FOLDER, questionsOf } from './data.ts';

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    sets: { type: 'string', default: '4' },
    size: { type: 'string', default: '12' },
    judged: { type: 'string', default: '50' },
    out: { type: 'string', default: join(FOLDER, 'demonstrations.json') },
  },
});
const { config, model } = loadConfig({ env: process.env, named: values.config });
if (model.configured) await main();
else {
  process.stderr.write('No model is configured: set LLM_API_KEY, or llm in a file that --config names.\n');
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { baseUrl, name, apiKey } = model;
  const { thinking, timeout_seconds: timeoutSeconds, context_tokens: contextTokens } = config.llm;
  const { demonstrations, share } = await bootstrap(
    createModel({ baseUrl, name, apiKey, thinking, timeoutSeconds, contextTokens }),
    questionsOf('train'),
    {
      sets: Number(values.sets),
      size: Number(values.size),
      judged: Number(values.judged),
      signal: new AbortController().signal,
      onSet: (right, size) => process.stdout.write(`${size} demonstrations: ${(100 * right).toFixed(1)} % right\n`),
    },
  );
  writeFileSync(values.out, `${JSON.stringify(demonstrations, null, 2)}\n`);
  process.stdout.write(`Wrote ${demonstrations.length} demonstrations, ${(100 * share).toFixed(1)} % right.\n`);
}
