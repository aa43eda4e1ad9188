/** Cases: incident folders with the question and the expected answer. The format is described in test/cases/README.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const Ref = z.strictObject({ kind: z.string(), namespace: z.string().optional(), name: z.string() });

const CaseFile = z.strictObject({
  id: z.string(),
  question: z.string(),
  scope: z.strictObject({ namespace: z.string().optional() }).optional(),
  healthy: z.boolean().default(false),
  rootCauses: z
    .array(z.strictObject({ subjects: z.array(Ref).min(1), says: z.array(z.array(z.string()).min(1)).default([]) }))
    .default([]),
  symptoms: z.array(Ref).default([]),
  notRootCause: z.array(Ref).default([]),
  hops: z.number().int().min(0).default(0),
  family: z.string(),
});

export type CaseRef = z.infer<typeof Ref>;
export type Case = z.infer<typeof CaseFile> & { folder: string; snapshot: string };

/** Every case below a folder, in the order of their paths. */
export function casesIn(root: string): Case[] {
  if (!existsSync(root)) return [];
  if (existsSync(join(root, 'case.yaml'))) return [readCase(root)];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'snapshot')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => casesIn(join(root, entry.name)));
}

export function readCase(folder: string): Case {
  const file = CaseFile.parse(parse(readFileSync(join(folder, 'case.yaml'), 'utf8')));
  return { ...file, folder, snapshot: join(folder, 'snapshot') };
}
