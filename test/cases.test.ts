import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const named = z.strictObject({ kind: z.string().min(1), namespace: z.string().optional(), name: z.string().min(1) });
const words = z.array(z.array(z.string().min(1)).min(1)).min(1);
const schema = z
  .strictObject({
    id: z.string(),
    question: z.string().min(5),
    scope: z.strictObject({ namespace: z.string() }).optional(),
    healthy: z.boolean().default(false),
    rootCauses: z.array(z.strictObject({ subjects: z.array(named).min(1), says: words })).default([]),
    symptoms: z.array(named).default([]),
    notRootCause: z.array(named).default([]),
    hops: z.number().int().min(0).max(6),
    family: z.string().min(1),
  })
  .refine((c) => c.healthy === (c.rootCauses.length === 0), 'healthy exactly where no root cause is expected');

type Named = z.infer<typeof named>;
interface Item {
  kind?: string;
  items?: Item[];
  metadata?: { name?: string; namespace?: string };
}

/** Folders that hold a case.yaml below a folder. */
function cases(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (existsSync(join(folder, 'case.yaml'))) return [folder];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());
  return folders.flatMap((e) => cases(join(folder, e.name)));
}

const documents = (text: string): Item[] =>
  text
    .split(/^---$/m)
    .filter((part) => part.trim())
    .map((part) => parse(part) as Item);

function objects(folder: string): Item[] {
  const files = readdirSync(folder).filter((f) => /\.(ya?ml|json)$/.test(f) && f !== 'snapshot.yaml');
  return files.flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const found = file.endsWith('.json') ? [JSON.parse(text) as Item] : documents(text);
    return found.flatMap((o) => o.items ?? [o]);
  });
}

const wildcard = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
const isIn = (all: Item[], n: Named): boolean =>
  all.some(
    (o) =>
      o.kind === n.kind &&
      (n.namespace ?? o.metadata?.namespace) === o.metadata?.namespace &&
      wildcard(n.name, o.metadata?.name ?? ''),
  );

/** Logs of pods that the snapshot does not hold. */
function strayLogs(logs: string, all: Item[]): string[] {
  const namespaces = existsSync(logs) ? readdirSync(logs) : [];
  const pods = namespaces.flatMap((ns) =>
    readdirSync(join(logs, ns)).map((name) => ({ kind: 'Pod', namespace: ns, name })),
  );
  return pods.filter((p) => !isIn(all, p)).map((p) => `${p.namespace}/${p.name}`);
}

const folders = [...cases(join(ROOT, 'test', 'cases')), ...cases(join(ROOT, 'config', 'demo'))];

describe('cases', () => {
  it('has ids that are unique', () => {
    const ids = folders.map((f) => f.split('/').at(-1));
    expect(ids.length).toBe(new Set(ids).size);
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each(folders.map((f) => [relative(ROOT, f), f]))('%s is well formed', (_name, folder) => {
    const one = schema.parse(parse(readFileSync(join(folder, 'case.yaml'), 'utf8')));
    expect(one.id).toBe(folder.split('/').at(-1));
    const all = objects(join(folder, 'snapshot'));
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(all.filter((o) => !o.kind || !o.metadata?.name)).toEqual([]);
    // A subject may be an object that ought to exist and does not, but one of them must be there to be looked at.
    for (const cause of one.rootCauses) expect(cause.subjects.filter((s) => isIn(all, s))).not.toEqual([]);
    for (const other of [...one.symptoms, ...one.notRootCause])
      expect(isIn(all, other), JSON.stringify(other)).toBe(true);
    if (one.scope) expect(isIn(all, { kind: 'Namespace', name: one.scope.namespace })).toBe(true);
    expect(strayLogs(join(folder, 'snapshot', 'logs'), all)).toEqual([]);
    const time = join(folder, 'snapshot', 'time.txt');
    if (existsSync(time))
      expect(readFileSync(time, 'utf8').trim()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  });
});
