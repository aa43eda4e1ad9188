/**
 * Diagnoses every case and prints how many are solved, by family:
 * `npm run score [-- FOLDER…] [--id TEXT] [--without events|logs|previous|managedFields]… [--json] [--verbose]`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSnapshot } from '../src/cluster/snapshot/load.ts';
import { diagnose } from '../src/diagnosis/diagnose.ts';
import { createRedactor } from '../src/output/redact.ts';
import { type Case, casesIn } from '../test/support/caseFolder.ts';
import { judge } from '../test/support/judge.ts';
import { reportOf, type Scored, textOf } from './score/print.ts';
import { INFORMATION, sourceWithout } from './score/without.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    id: { type: 'string' },
    without: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', short: 'v', default: false },
  },
});
const missing = new Set(INFORMATION.filter((one) => values.without.includes(one)));
const unknown = values.without.filter((text) => !INFORMATION.some((one) => one === text));
const cases = (positionals.length > 0 ? positionals : ['test/cases', 'config/demo'])
  .flatMap((folder) => casesIn(resolve(folder)))
  .filter(({ id }) => values.id === undefined || id.includes(values.id));
if (unknown.length > 0) {
  process.stderr.write(`--without takes ${INFORMATION.join(', ')}; ${unknown.join(', ')} is none of them.\n`);
  process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
  const scored: Scored[] = [];
  for (const one of cases) scored.push(await score(one));
  if (values.json) process.stdout.write(`${JSON.stringify(reportOf(scored, missing), null, 2)}\n`);
  else process.stdout.write(textOf(scored, missing, values.verbose));
}

async function score(one: Case): Promise<Scored> {
  const source = sourceWithout(await loadSnapshot(one.snapshot), missing);
  const request = { question: one.question, namespace: one.scope?.namespace };
  const result = await diagnose(source, request, { redact: createRedactor(), secrets: true });
  await source.close();
  return { one, result, judgement: judge(one, result) };
}
