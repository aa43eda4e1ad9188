/** What holds for any cluster: no rule throws, the same input gives the same answer, and every quote was read. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/cluster/objects.ts';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import type { Snapshot } from '../../src/cluster/snapshot/snapshot.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { derive } from '../../src/diagnosis/causes/derive.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { FACTS } from '../../src/diagnosis/facts/table.ts';
import { defineFact, defineWhy } from '../../src/diagnosis/finding.ts';
import { DiagnosisResult } from '../../src/diagnosis/result.ts';
import { createRedactor } from '../../src/output/redact.ts';
import { type Case, casesIn } from '../support/caseFolder.ts';
import { stateOf } from '../support/state.ts';
import { inventedQuotes } from './quotes.ts';

const root = join(import.meta.dirname, '../..');
const IDS = [
  'checkout-502-volume-class-gone',
  'everything-times-out-corefile-typo',
  'home-feed-slow-ranker-ceiling',
  'node-silent-statefulset',
  'ask-prod-is-broken',
  'ingress-cert-expired',
  'crew-pg-operator-cannot-create-secrets',
];
const cases = casesIn(join(root, 'test/cases'));
const chosen = cases.filter(({ id }) => IDS.includes(id));
/** Redaction has tests of its own; without it a quote can be looked up as it was read. */
const asRead = (text: string): string => text;

const run = (snapshot: Snapshot, one: Case, redact = asRead): Promise<DiagnosisResult> =>
  diagnose(
    createSnapshotSource(snapshot),
    { question: one.question, namespace: one.scope?.namespace },
    { redact, secrets: true },
  );

/** What must be equal between two runs. */
const answer = ({ runId: _, durationMs: __, ...rest }: DiagnosisResult) => rest;
const brokenRules = ({ gaps }: DiagnosisResult) => gaps.filter(({ what }) => what.startsWith('rule '));

it('knows the cases that it takes', () => {
  expect(chosen.map(({ id }) => id).sort()).toEqual(IDS.toSorted());
});

describe.each(chosen.map((one) => [one.id, one] as const))('%s', (_, one) => {
  it('gives the same answer again, and for any order of objects', async () => {
    const snapshot = await loadSnapshot(one.snapshot);
    const first = answer(await run(snapshot, one));
    expect(answer(await run(snapshot, one))).toEqual(first);
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const objects = shuffled(snapshot.objects, seed);
        expect(answer(await run({ ...snapshot, objects }, one))).toEqual(first);
      }),
      { numRuns: 6, seed: 11, endOnFailure: true },
    );
  });

  it('fails in no rule and invents no quote when any objects are missing', async () => {
    const snapshot = await loadSnapshot(one.snapshot);
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.constantFrom(5, 30, 60, 90), fc.nat()), async (choice) => {
        const rest = { ...snapshot, objects: subsetOf(snapshot.objects, choice) };
        const result = await run(rest, one);
        expect(DiagnosisResult.safeParse(result).error).toBeUndefined();
        expect(brokenRules(result)).toEqual([]);
        expect(inventedQuotes(result, rest)).toEqual([]);
      }),
      { numRuns: 25, seed: 7, endOnFailure: true },
    );
  });

  it('redacts each quote, and changes it in no other way', async () => {
    const snapshot = await loadSnapshot(one.snapshot);
    const redact = createRedactor();
    const quotes = ({ rootCauses, other }: DiagnosisResult) =>
      [...rootCauses, ...other].map(({ id, evidence }) => [id, evidence.map(({ quote }) => quote)] as const);
    const read = quotes(await run(snapshot, one)).map(([id, texts]) => [id, texts.map(redact)]);
    expect(quotes(await run(snapshot, one, redact))).toEqual(read);
  });
});

/** Few objects missing, or most of them; told by a number, so that a counterexample is short. */
function subsetOf(objects: readonly KubeObject[], [dropped, seed]: readonly [number, number]): KubeObject[] {
  const chances = fc.sample(fc.integer({ min: 0, max: 99 }), { numRuns: objects.length, seed });
  return objects.filter((_, index) => (chances[index] ?? 0) >= dropped);
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const [order = []] = fc.sample(fc.shuffledSubarray([...items.keys()], { minLength: items.length }), {
    numRuns: 1,
    seed,
  });
  return order.flatMap((index) => items.slice(index, index + 1));
}

describe('every case', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s quotes only what was read', async (_id, one) => {
    const snapshot = await loadSnapshot(one.snapshot);
    const invented = inventedQuotes(await run(snapshot, one), snapshot);
    expect(invented).toEqual([]);
  });
});

describe('a rule that throws', () => {
  const state = stateOf(`{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop},
    spec: {containers: [{name: web, image: web}]},
    status: {containerStatuses: [{name: web, state: {waiting: {reason: ImagePullBackOff}}}]}}`);
  const broken = (): never => {
    throw new TypeError('conditions is not iterable');
  };

  it('becomes a gap that names it, and stops no other', () => {
    const others = derive(state, { facts: FACTS, whys: [] });
    const fact = defineFact({ id: 'broken-fact', needs: ['pods'], find: broken });
    const codes = [...others.graph.nodes.values()].map(({ finding }) => finding.code);
    const why = defineWhy({ id: 'broken-why', needs: ['pods'], explains: codes, why: broken });
    const { graph, gaps } = derive(state, { facts: [fact, ...FACTS], whys: [why] });
    expect([...graph.nodes.keys()]).toEqual([...others.graph.nodes.keys()]);
    expect(new Set(gaps.map(({ what }) => what))).toEqual(new Set(['rule broken-fact', 'rule broken-why']));
    expect(gaps[0]?.why).toContain('conditions is not iterable');
  });
});
