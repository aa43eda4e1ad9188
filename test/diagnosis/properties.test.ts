/** What holds for any cluster: no rule throws, the same input gives the same answer, and every quote was read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/cluster/objects.ts';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import type { Snapshot } from '../../src/cluster/snapshot/snapshot.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { DiagnosisResult } from '../../src/diagnosis/result.ts';
import { type Case, casesIn } from '../support/caseFolder.ts';

const root = join(import.meta.dirname, '../..');
const IDS = [
  'checkout-502-volume-class-gone',
  'everything-times-out-corefile-typo',
  'home-feed-slow-ranker-ceiling',
  'node-silent-statefulset',
  'ask-prod-is-broken',
];
const chosen = casesIn(join(root, 'test/cases')).filter(({ id }) => IDS.includes(id));
/** Redaction has tests of its own; without it a quote can be looked up as it was read. */
const asRead = (text: string): string => text;

const run = (snapshot: Snapshot, one: Case): Promise<DiagnosisResult> =>
  diagnose(
    createSnapshotSource(snapshot),
    { question: one.question, namespace: one.scope?.namespace },
    { redact: asRead, secrets: true },
  );

/** What must be equal between two runs. */
const answer = ({ runId: _, durationMs: __, ...rest }: DiagnosisResult) => rest;

describe.each(chosen.map((one) => [one.id, one] as const))('%s', (_, one) => {
  it('gives the same answer again, and for any order of objects', async () => {
    const snapshot = await loadSnapshot(one.snapshot);
    const first = answer(await run(snapshot, one));
    expect(answer(await run(snapshot, one))).toEqual(first);
    const reversed = { ...snapshot, objects: [...snapshot.objects].reverse() };
    expect(answer(await run(reversed, one))).toEqual(first);
  });

  it('fails in no rule when any objects are missing', async () => {
    const snapshot = await loadSnapshot(one.snapshot);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.boolean()), async (keep) => {
        const objects = snapshot.objects.filter(() => keep.next().value);
        const { gaps } = await run({ ...snapshot, objects }, one);
        expect(gaps.filter(({ what }) => what.startsWith('rule '))).toEqual([]);
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  it('quotes only what was read', async () => {
    const snapshot = await loadSnapshot(one.snapshot);
    const { rootCauses, other } = await run(snapshot, one);
    const fields = new Set(snapshot.objects.flatMap(scalarsOf));
    const logs = logText(join(one.snapshot, 'logs'));
    for (const { quote, source } of [...rootCauses, ...other].flatMap(({ evidence }) => evidence)) {
      const found = source === 'log' ? logs.includes(quote) : [...fields].some((field) => field.includes(quote));
      expect(found, quote).toBe(true);
    }
  });
});

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

function scalarsOf(value: KubeObject | unknown): string[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [folded(String(value))];
  return Object.entries(value).flatMap(([key, below]) => [key, ...scalarsOf(below)]);
}

function logText(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return folded(files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n'));
}
