/** `aiops-copilot demo`: diagnoses an incident that comes with the package, without any cluster. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { nearest } from '../config/nearest.ts';
import { renderText } from '../diagnosis/render/text.ts';
import { packageFolder } from '../packageFolder.ts';
import { createApp } from './app.ts';
import { callDiagnose } from './diagnose.ts';
import { EXIT, ExitError } from './exit.ts';
import type { Interrupt } from './interrupt.ts';
import { createOutput, type Output } from './output.ts';
import { type ServeOptions, serveCommand } from './serve.ts';

export interface DemoOptions extends ServeOptions {
  list?: boolean;
  serve?: boolean;
}

/** The part of a case that a demonstration needs. */
const Case = z.object({
  id: z.string(),
  question: z.string(),
  scope: z.object({ namespace: z.string().optional() }).optional(),
  hops: z.number().default(0),
});
type Case = z.infer<typeof Case>;

/** Lists the incidents, or diagnoses one: by default the one whose cause lies furthest from its symptom. */
export async function demoCommand(id: string | undefined, options: DemoOptions, interrupt: Interrupt): Promise<number> {
  const folder = join(packageFolder(), 'config', 'demo');
  const cases = await readCases(folder);
  if (options.list === true) {
    const width = Math.max(...cases.map((incident) => incident.id.length));
    const lines = cases.map((incident) => `${incident.id.padEnd(width)}  ${incident.question}\n`);
    await createOutput(createApp(options).env).result(lines.join(''));
    return EXIT.done;
  }
  const incident = choose(cases, id);
  const snapshot = join(folder, incident.id);
  await show(incident, { ...options, snapshot }, interrupt.signal);
  return options.serve === true ? serveCommand({ ...options, snapshot }, interrupt) : EXIT.done;
}

async function show(incident: Case, options: DemoOptions & { snapshot: string }, signal: AbortSignal): Promise<void> {
  const app = createApp(options);
  const output = createOutput(app.env, 'always');
  try {
    output.note(`${incident.id}: ${incident.question}\n`);
    const input = {
      question: incident.question,
      namespace: incident.scope?.namespace,
      language: app.loaded.config.language,
    };
    const { diagnosis } = await callDiagnose(app, input, output, signal);
    output.note('');
    await output.result(renderText(diagnosis, output));
    sayWhatNext(options.snapshot, output);
  } finally {
    await app.close();
  }
}

function sayWhatNext(snapshot: string, output: Output): void {
  const folder = relative(process.cwd(), snapshot);
  output.note(
    `\nThe other incidents: aiops-copilot demo --list. This one as a cluster: aiops-copilot replay ${folder}.`,
  );
}

async function readCases(folder: string): Promise<Case[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const cases = await Promise.all(ids.toSorted().map((id) => readCase(join(folder, id, 'case.yaml'))));
  if (cases.length > 0) return cases;
  throw new ExitError(EXIT.usage, `There are no incidents in ${folder}; install the package again.`);
}

async function readCase(file: string): Promise<Case> {
  return Case.parse(parse(await readFile(file, 'utf8')));
}

function choose(cases: readonly Case[], id: string | undefined): Case {
  const furthest = cases.toSorted((a, b) => b.hops - a.hops)[0];
  const chosen = id === undefined ? furthest : cases.find((incident) => incident.id === id);
  if (chosen !== undefined) return chosen;
  const ids = cases.map((incident) => incident.id);
  const meant = nearest(id ?? '', ids);
  const hint = meant === undefined ? `there are ${ids.join(', ')}` : `did you mean ${meant}?`;
  throw new ExitError(EXIT.usage, `There is no incident "${id}"; ${hint}${hint.endsWith('?') ? '' : '.'}`);
}
