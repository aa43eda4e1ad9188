/** Whether a diagnosis answers a case, by the rules of CASES: what counts as solved, and why it does not. */
import type { Cause, DiagnosisResult } from '../../src/diagnosis/result.ts';
import type { Case, CaseRef } from './caseFolder.ts';

export interface Judgement {
  solved: boolean;
  /** Empty when solved. */
  faults: string[];
  /** Symptoms that the case lists and the result does not name as such. */
  unnamedSymptoms: string[];
  /** Root causes that the case expects, and how many of them are found. */
  expected: number;
  found: number;
  /** Root causes that the result reports, and how many of them the case accepts. */
  reported: number;
  acceptable: number;
  /** Reported ones that the case does not accept, and that are called likely or confirmed. */
  overclaims: number;
}

export function judge(expected: Case, result: DiagnosisResult): Judgement {
  const faults: string[] = [];
  let found = 0;
  const first = result.rootCauses.slice(0, expected.rootCauses.length > 1 ? 2 : 1);
  for (const root of expected.rootCauses) {
    const named = first.filter((cause) => root.subjects.some((subject) => names(subject, cause.subject)));
    if (named.length === 0) faults.push(`not first: ${root.subjects.map(show).join(' | ')}`);
    else if (named.some((cause) => says(cause, root.says))) found += 1;
    else faults.push(`named ${named.map(({ code }) => code)} without saying ${JSON.stringify(root.says)}`);
  }
  for (const not of expected.notRootCause) {
    const wrong = result.rootCauses.find((cause) => names(not, cause.subject));
    if (wrong !== undefined) faults.push(`wrongly a root cause: ${show(not)} (${wrong.code})`);
  }
  if (expected.healthy && result.rootCauses.length > 0) {
    faults.push(`healthy, but: ${result.rootCauses.map(({ code, subject }) => `${code} ${show(subject)}`).join(', ')}`);
  }
  const effects = result.rootCauses.flatMap(({ symptoms, chain }) => [
    ...symptoms.map(({ object }) => object),
    ...chain.map(({ from }) => from),
  ]);
  const unnamed = expected.symptoms.filter((symptom) => !effects.some((object) => names(symptom, object)));
  const { rootCauses } = result;
  const wrong = rootCauses.filter((cause) => !isExpected(expected, cause));
  return {
    solved: faults.length === 0,
    faults,
    unnamedSymptoms: unnamed.map(show),
    expected: expected.rootCauses.length,
    found,
    reported: rootCauses.length,
    acceptable: rootCauses.length - wrong.length,
    overclaims: wrong.filter(({ confidence }) => confidence !== 'possible').length,
  };
}

const isExpected = ({ rootCauses }: Case, cause: Cause): boolean =>
  rootCauses.some((root) => root.subjects.some((one) => names(one, cause.subject)) && says(cause, root.says));

function names(wanted: CaseRef, actual: CaseRef): boolean {
  if (wanted.kind !== actual.kind || (wanted.namespace ?? '') !== (actual.namespace ?? '')) return false;
  if (!wanted.name.includes('*')) return wanted.name === actual.name;
  const pattern = wanted.name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(actual.name);
}

function says(cause: Cause, words: readonly (readonly string[])[]): boolean {
  const text = [cause.title, cause.explanation, ...cause.evidence.map(({ quote }) => quote)].join('\n').toLowerCase();
  return words.every((alternatives) => alternatives.some((word) => text.includes(word.toLowerCase())));
}

const show = ({ kind, namespace, name }: CaseRef): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
