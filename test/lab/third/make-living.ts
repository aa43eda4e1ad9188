/** Makes the living cases of the third author: `node make-living.ts [id…]`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dangling } from '../check.ts';
import type { Incident } from '../incident.ts';
import { live } from '../living/live.ts';
import { writeLogs } from '../logs/write.ts';
import { tidy } from '../tidy.ts';
import { writeCase } from '../write.ts';

const HERE = join(import.meta.dirname, 'incidents');
const CASES = process.env.BLIND_CASES ?? join(import.meta.dirname, '..', '..', 'cases');
const ids = process.argv.slice(2);
for (const id of ids.length ? ids : readdirSync(HERE).map((f) => f.replace('.ts', ''))) {
  try {
    const { default: incident } = (await import(join(HERE, `${id}.ts`))) as { default: Incident };
    const snapshot = await live(incident);
    tidy(snapshot, incident);
    for (const ref of dangling(snapshot).filter((r) => !(incident.absent ?? []).includes(r)))
      process.stderr.write(`  ${id}: ${ref} is referred to and not there\n`);
    const logs = writeLogs(snapshot, incident.logs ?? [], incident.onset ?? 25);
    writeCase(join(CASES, incident.family, id), incident, snapshot, logs);
    process.stdout.write(`${id}: ${snapshot.objects.length} objects, ${logs.size} logs\n`);
  } catch (e) {
    process.stderr.write(`FAILED ${id}: ${(e as Error).message.slice(0, 1500)}\n`);
  }
}
