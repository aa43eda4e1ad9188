/** Puts the files of several places together: a later place replaces a runbook of the same id as a whole. */
import { type ParsedRunbook, parseRunbook, type RunbookFile } from './parse.ts';
import type { Runbook, RunbookProblem } from './runbook.ts';

/** A folder or a ConfigMap, with what could be read of it. */
export interface Place {
  /** Such as `/etc/aiops/runbooks` or `ConfigMap aiops/aiops-runbooks`. */
  name: string;
  files: readonly RunbookFile[];
  problems: readonly RunbookProblem[];
}

export interface Merged {
  /** By id, in the order of the ids. */
  runbooks: ReadonlyMap<string, Runbook>;
  problems: readonly RunbookProblem[];
}

export function merge(places: readonly Place[]): Merged {
  const runbooks = new Map<string, Runbook>();
  const problems: RunbookProblem[] = [];
  for (const place of places) {
    problems.push(...place.problems);
    for (const runbook of runbooksOf(place, problems)) runbooks.set(runbook.id, runbook);
  }
  const sorted = [...runbooks].sort(([a], [b]) => (a < b ? -1 : 1));
  return { runbooks: new Map(sorted), problems };
}

function runbooksOf({ name, files }: Place, problems: RunbookProblem[]): Iterable<Runbook> {
  const found = new Map<string, Runbook>();
  for (const file of files) {
    const skip = (why: string) => problems.push(`The runbook ${file.name} of ${name} was skipped: ${why}`);
    try {
      const parsed = parseRunbook(file);
      const known = found.get(parsed.id);
      if (known?.texts[parsed.language] === undefined) found.set(parsed.id, withText(known, parsed));
      else skip(`another file there has the same id "${parsed.id}" and language.`);
    } catch (error) {
      skip(error instanceof Error ? error.message : String(error));
    }
  }
  return found.values();
}

function withText(known: Runbook | undefined, parsed: ParsedRunbook): Runbook {
  const { id, language, codes, tools, title, symptoms, body } = parsed;
  return {
    id,
    codes: [...new Set([...(known?.codes ?? []), ...codes])],
    tools: [...new Set([...(known?.tools ?? []), ...tools])],
    texts: { ...known?.texts, [language]: { title, symptoms, body } },
  };
}
