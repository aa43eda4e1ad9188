/** Every case is diagnosed and judged. A case that is known to be missed is listed; once it is solved it must leave the list. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { createRedactor } from '../../src/output/redact.ts';
import { casesIn } from '../support/caseFolder.ts';
import { judge } from '../support/judge.ts';
import { BY_CASE } from './codes/byCase.ts';

const root = join(import.meta.dirname, '../..');
const unsolved = new Set(
  readFileSync(join(root, 'test/cases/unsolved.txt'), 'utf8')
    .split('\n')
    .map((line) => line.split(/\s/)[0] ?? '')
    .filter((id) => id !== ''),
);
const cases = ['test/cases', 'config/demo'].flatMap((folder) => casesIn(join(root, folder)));
const redact = createRedactor();
/** The codes that each case was told by. */
const told = new Map<string, Set<string>>();

describe('cases', () => {
  it('lists only cases that exist as unsolved', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect([...unsolved].filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(cases.map((one) => [`${one.family}/${one.id}`, one] as const))('%s', async (_, one) => {
    const source = createSnapshotSource(await loadSnapshot(one.snapshot));
    const request = { question: one.question, namespace: one.scope?.namespace };
    const result = await diagnose(source, request, { redact, secrets: true });
    const causes = [...result.rootCauses, ...result.other];
    told.set(one.id, new Set(causes.flatMap(({ code, symptoms }) => [code, ...symptoms.map((each) => each.code)])));
    expect(result.gaps.filter(({ what }) => what.startsWith('rule '))).toEqual([]);
    const { faults } = judge(one, result);
    if (unsolved.has(one.id)) expect(faults, 'is solved now: take it off test/cases/unsolved.txt').not.toEqual([]);
    else expect(faults).toEqual([]);
  });

  it('tells each code where it belongs, and not where something only looks like it', () => {
    const wrong = Object.entries(BY_CASE).flatMap(([code, { fires, unlike }]) => [
      ...(told.get(fires)?.has(code) === true ? [] : [`${code} is not told of ${fires}`]),
      ...(told.get(unlike)?.has(code) === false ? [] : [`${code} is told of ${unlike}, or there is no such case`]),
    ]);
    expect(wrong).toEqual([]);
  });
});
