/** A code with the smallest incident that is one of its kind, and one that looks like it and is none. */
import { FACTS } from '../../../src/diagnosis/facts/table.ts';
import type { Finding } from '../../../src/diagnosis/finding.ts';
import { WHYS } from '../../../src/diagnosis/why/table.ts';
import type { Code } from '../../../src/diagnosis/words/codes.ts';
import { findingsOf, type StateOptions, stateOf } from '../../support/state.ts';
import { NOW } from '../podYaml.ts';

/** Objects in YAML, with what else is read. */
export type Scene = string | ({ objects: string } & StateOptions);

export interface Row {
  code: Code;
  /** `Kind name` of the object that is to be blamed. */
  subject: string;
  fires: Scene;
  /** Nothing in it may be told by this code. */
  unlike: Scene;
}

/** What all rules together find. */
export function scenes(scene: Scene): { findings: Finding[]; roots: Finding[] } {
  const { objects, ...options } = typeof scene === 'string' ? { objects: scene } : scene;
  const { findings, roots } = findingsOf(stateOf(objects, { now: NOW, ...options }), { facts: FACTS, whys: WHYS });
  return { findings, roots: roots.map(({ node }) => node.finding) };
}

export const named = ({ subject }: Finding): string => `${subject.kind} ${subject.name}`;
