/** Investigations kept as data: test/agent/incidents.yaml. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Case, readCase } from './caseFolder.ts';
import type { Reply } from './scriptedModel.ts';

export interface Incident {
  incident: Case;
  question: string;
  steps: number;
  turns: Reply[];
}

const ROOT = join(import.meta.dirname, '..', '..');

export function incidents(): Incident[] {
  const listed: { case: string; question?: string; steps: number; turns: Reply[] }[] = parse(
    readFileSync(join(ROOT, 'test', 'agent', 'incidents.yaml'), 'utf8'),
  );
  return listed.map(({ case: path, question, steps, turns }) => {
    const incident = readCase(join(ROOT, path.endsWith('/*') ? first(path.slice(0, -2)) : path));
    return { incident, question: question ?? incident.question, steps, turns };
  });
}

/** The first case of a family. */
function first(family: string): string {
  return join(family, readdirSync(join(ROOT, family)).sort()[0] ?? '');
}
