/** The score as people read it, and as JSON. */
import type { Cause, DiagnosisResult } from '../../src/diagnosis/result.ts';
import { nameOf } from '../../src/diagnosis/words/fill.ts';
import type { Case } from '../../test/support/caseFolder.ts';
import type { Judgement } from '../../test/support/judge.ts';
import { type Figures, figuresOf, outcomeOf, type Share } from './figures.ts';

export interface Scored {
  one: Case;
  result: DiagnosisResult;
  judgement: Judgement;
}

/** Every case that is missed (all, where verbose), then a table of families. */
export function textOf(scored: readonly Scored[], missing: ReadonlySet<string>, verbose: boolean): string {
  const shown = scored.filter(({ judgement }) => verbose || !judgement.solved);
  return `${[...shown.flatMap(caseLines), '', ...tableLines(scored, missing)].join('\n')}\n`;
}

export function reportOf(scored: readonly Scored[], missing: ReadonlySet<string>) {
  const missed = scored.filter(({ judgement }) => !judgement.solved);
  return {
    without: [...missing],
    cases: scored.length,
    ...figuresFor(scored),
    families: Object.fromEntries(byFamily(scored).map(([family, those]) => [family, figuresFor(those)])),
    missed: missed.map(({ one, judgement }) => ({
      id: one.id,
      outcome: outcomeOf(judgement),
      faults: judgement.faults,
    })),
  };
}

function caseLines({ one, result, judgement }: Scored): string[] {
  const unnamed = judgement.unnamedSymptoms;
  return [
    `${outcomeOf(judgement).padEnd(6)} ${one.family}/${one.id} (${one.hops} hops): ${judgement.faults.join('; ')}`,
    ...(unnamed.length > 0 ? [`       symptoms not named: ${unnamed.join(', ')}`] : []),
    ...result.rootCauses.slice(0, 4).map((cause) => `       ${cause.confidence} ${lineOf(cause)}: ${cause.title}`),
    ...result.other.slice(0, 4).map((cause) => `       other ${lineOf(cause)}`),
    ...result.gaps.slice(0, 4).map(({ what, why }) => `       gap: ${what}: ${why}`),
  ];
}

function tableLines(scored: readonly Scored[], missing: ReadonlySet<string>): string[] {
  const row = (family: string, solved: string, precision: string, recall: string): string =>
    `${family.padEnd(24)} ${solved.padEnd(24)} ${precision.padEnd(24)} ${recall}`;
  const { outcomes } = figuresFor(scored);
  const left = missing.size > 0 ? ` without ${[...missing].join(' and ')}` : '';
  return [
    row('family', 'solved', 'precision', 'recall'),
    ...[...byFamily(scored), ['all', scored] as const].map(([family, those]) => {
      const { solved, precision, recall } = figuresFor(those);
      return row(family, shareText(solved), shareText(precision), shareText(recall));
    }),
    '',
    `solved ${outcomes.solved} of ${scored.length}${left}; of the others ${outcomes.honest} honest (nothing wrong called likely or confirmed), ${outcomes.wrong} wrong`,
  ];
}

const figuresFor = (scored: readonly Scored[]): Figures => figuresOf(scored.map(({ judgement }) => judgement));

const byFamily = (scored: readonly Scored[]): [string, Scored[]][] =>
  [...Map.groupBy(scored, ({ one }) => one.family)].sort(([a], [b]) => (a < b ? -1 : 1));

const lineOf = ({ code, subject }: Cause): string => `${code} ${nameOf(subject)}`;
const percent = (share: number | null): string => String(Math.round((share ?? 0) * 100));

const shareText = ({ hits, of, share, low, high }: Share): string =>
  share === null ? '-' : `${hits}/${of} ${percent(share)} % [${percent(low)}–${percent(high)}]`;
