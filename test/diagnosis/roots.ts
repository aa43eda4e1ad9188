/** The root causes that all rules find in a state, as short lines: `Code Kind namespace/name`. */
import { FACTS } from '../../src/diagnosis/facts/table.ts';
import { WHYS } from '../../src/diagnosis/why/table.ts';
import { CODES } from '../../src/diagnosis/words/codes.ts';
import { findingsOf, type StateOptions, stateOf } from '../support/state.ts';

/** Notices are left out, and what only leads on: from a question, or from a call to who answers it. */
export function rootsIn(objects: string, options: StateOptions = {}): string[] {
  const { roots } = findingsOf(stateOf(objects, options), { facts: FACTS, whys: WHYS });
  return roots
    .map(({ node }) => node.finding)
    .filter(({ code }) => CODES[code].role !== 'notice' && code !== 'AskedAbout' && code !== 'WorkloadDegraded')
    .map(({ code, subject }) => `${code} ${subject.kind} ${subject.namespace ?? ''}/${subject.name}`)
    .sort();
}
