/**
 * Diagnoses every case and prints how many are solved, by family: `npm run score [-- FOLDER…] [--id TEXT] [--verbose]`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSnapshot } from '../src/cluster/snapshot/load.ts';
import { createSnapshotSource } from '../src/cluster/snapshot/source.ts';
import { diagnose } from '../src/diagnosis/diagnose.ts';
import { createRedactor } from '../src/output/redact.ts';
import { casesIn } from '../test/support/caseFolder.ts';
import { judge } from '../test/support/judge.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { id: { type: 'string' }, verbose: { type: 'boolean', short: 'v' } },
});
const folders = positionals.length > 0 ? positionals : ['test/cases', 'config/demo'];
const cases = folders
  .flatMap((folder) => casesIn(resolve(folder)))
  .filter(({ id }) => values.id === undefined || id.includes(values.id));
const write = (line: string): void => void process.stdout.write(`${line}\n`);
const families = new Map<string, { solved: number; all: number }>();

for (const one of cases) {
  const source = createSnapshotSource(await loadSnapshot(one.snapshot));
  const result = await diagnose(
    source,
    { question: one.question, namespace: one.scope?.namespace },
    { redact: createRedactor(), secrets: true },
  );
  await source.close();
  const { solved, faults, unnamedSymptoms } = judge(one, result);
  const family = families.get(one.family) ?? { solved: 0, all: 0 };
  families.set(one.family, { solved: family.solved + Number(solved), all: family.all + 1 });
  if (solved && !values.verbose) continue;
  write(`${solved ? 'ok  ' : 'MISS'} ${one.family}/${one.id} (${one.hops} hops): ${faults.join('; ')}`);
  if (unnamedSymptoms.length > 0) write(`     symptoms not named: ${unnamedSymptoms.join(', ')}`);
  for (const cause of result.rootCauses.slice(0, 4))
    write(
      `     ${cause.confidence} ${cause.code} ${cause.subject.kind} ${cause.subject.namespace ?? ''}/${cause.subject.name}: ${cause.title}`,
    );
  for (const cause of result.other.slice(0, 4))
    write(`     other ${cause.code} ${cause.subject.kind} ${cause.subject.namespace ?? ''}/${cause.subject.name}`);
  if (result.gaps.length > 0)
    write(
      `     gaps: ${result.gaps
        .slice(0, 5)
        .map(({ what, why }) => `${what}: ${why}`)
        .join('; ')}`,
    );
}
write('');
for (const [family, { solved, all }] of [...families].sort(([a], [b]) => (a < b ? -1 : 1)))
  write(`${family.padEnd(28)} ${solved}/${all}`);
const total = [...families.values()].reduce((sum, { solved }) => sum + solved, 0);
write(`solved ${total} of ${cases.length}`);
