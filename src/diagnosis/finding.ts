/** What rules produce: findings (something is so, with proof) and steps (a finding explained by another). */
import type { KindName } from '../cluster/kinds.ts';
import type { ObjectRef } from '../cluster/objects.ts';
import type { Change, Confidence, Evidence, Link } from './result.ts';
import type { State } from './state.ts';
import type { Code } from './words/codes.ts';
import type { Relation } from './words/relations.ts';

/** The object that a finding is about; `missing` when it ought to exist and does not. */
export type Subject = ObjectRef & { missing?: boolean };

/** Values for the words of a code: `{image}` in a template is `params.image`. Absent ones drop their `[[…]]` segment. */
export type Params = Record<string, string | number | undefined>;

export interface Finding {
  code: Code;
  /** The object whose change mends it (a workload rather than its pods, where the fault is in the template). */
  subject: Subject;
  /** Tells apart several findings of one code about one subject, such as two calls to different targets. */
  about?: string;
  confidence: Confidence;
  params?: Params;
  evidence: Evidence[];
  /** RFC 3339: when it began, where that is known. */
  since?: string;
  change?: Change;
  /** Objects that it harms directly, such as a workload and its pods: their symptoms are explained by it. */
  affects?: readonly Affected[];
  /** True where it was looked for because the question speaks of just this: then it answers the question. */
  answers?: boolean;
  /** What was looked at and excluded, as words already in both languages. */
  ruledOut?: readonly Words[];
}

/** An object harmed, and its relation to the finding's subject (`runsOn`, `limitedBy`, …). */
export interface Affected {
  ref: ObjectRef;
  relation: Relation;
  /** The whole way to the subject, where it leads through other objects; absent: one link of that relation. */
  chain?: readonly Link[];
}

/** A sentence in both languages. */
export interface Words {
  en: string;
  zh: string;
}

/** A finding explained by another one, and the way between them through the object graph. */
export interface Step {
  cause: Finding;
  /** From the explained finding's subject to the cause's. */
  chain: readonly Link[];
}

/** A rule that reads objects and states what is wrong with them (forward). */
export interface Fact {
  id: string;
  needs: readonly KindName[];
  find(state: State): Finding[];
}

/** A rule that says why a finding is so: the first broken link in the order in which the thing itself works (backward). */
export interface Why {
  id: string;
  needs: readonly KindName[];
  explains: readonly Code[];
  /** Empty where this rule finds no reason. */
  why(finding: Finding, state: State): Step[];
}

/** Declares a fact. `needs` types the state: reading a kind that is not declared does not compile. */
export function defineFact<const K extends KindName>(fact: {
  id: string;
  needs: readonly K[];
  find(state: State<K>): Finding[];
}): Fact {
  return fact;
}

/** Declares a why; see `defineFact` for `needs`. */
export function defineWhy<const K extends KindName>(why: {
  id: string;
  needs: readonly K[];
  explains: readonly Code[];
  why(finding: Finding, state: State<K>): Step[];
}): Why {
  return why;
}
