/** Makes cases: `node test/lab/make.ts [id…]`; without ids, all that are forged (`--living`: all that are living, `--all`). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dangling } from './check.ts';
import { forge } from './forge/forge.ts';
import type { Incident } from './incident.ts';
import { live } from './living/live.ts';
import { writeLogs } from './logs/write.ts';
import { tidy } from './tidy.ts';
import { writeCase } from './write.ts';

const INCIDENTS = join(import.meta.dirname, 'incidents');
const CASES = join(import.meta.dirname, '..', 'cases');
const DEMO = join(import.meta.dirname, '..', '..', 'config', 'demo');

async function load(id: string): Promise<Incident> {
  const module = (await import(join(INCIDENTS, `${id}.ts`))) as { default: Incident };
  if (module.default.id !== id)
    throw new Error(`The incident in ${id}.ts calls itself ${module.default.id}; make both the same.`);
  return module.default;
}

async function make(incident: Incident): Promise<void> {
  const snapshot = incident.mode === 'living' ? await live(incident) : forge(incident);
  tidy(snapshot, incident);
  const meant = incident.absent ?? [];
  for (const ref of dangling(snapshot).filter((r) => !meant.includes(r)))
    process.stderr.write(`  ${incident.id}: ${ref} is referred to and not there\n`);
  const folder = incident.family === 'demo' ? join(DEMO, incident.id) : join(CASES, incident.family, incident.id);
  const logs = writeLogs(snapshot, incident.logs ?? [], incident.onset ?? 25);
  writeCase(folder, incident, snapshot, logs);
  process.stdout.write(`${incident.id}: ${snapshot.objects.length} objects, ${logs.size} logs\n`);
}

const args = process.argv.slice(2);
const ids = args.filter((a) => !a.startsWith('--'));
const every = readdirSync(INCIDENTS).map((f) => f.replace(/\.ts$/, ''));
for (const id of ids.length ? ids : every) {
  const incident = await load(id);
  const wanted = ids.length > 0 || args.includes('--all') || (incident.mode === 'living') === args.includes('--living');
  if (wanted) await make(incident);
}
