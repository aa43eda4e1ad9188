/** What a shell text means, in the few forms that are run: the tree that is judged is the tree that is run. */

/** Statements one after another. */
export interface List {
  statements: readonly Node[];
}

export type Node = Command | Pipeline | AndOr | For | If | Group;

/** `NAME=VALUE …` alone sets variables; before a command it may only set its language, time zone or width. */
export interface Command {
  type: 'command';
  assignments: readonly { name: string; value: Word }[];
  /** Its name and arguments; empty where there are only assignments. */
  words: readonly Word[];
  streams: Streams;
}

export interface Pipeline {
  type: 'pipeline';
  /** `! …`: success and failure change places. */
  negated: boolean;
  /** The first may be anything, the others are commands. */
  stages: readonly Node[];
}

export interface AndOr {
  type: 'andOr';
  first: Node;
  rest: readonly { operator: '&&' | '||'; node: Node }[];
}

export interface For {
  type: 'for';
  name: string;
  words: readonly Word[];
  body: List;
  streams: Streams;
}

export interface If {
  type: 'if';
  branches: readonly { clause: List; body: List }[];
  otherwise?: List;
  streams: Streams;
}

/** `{ …; }`, and `( … )` where variables set inside stay inside. */
export interface Group {
  type: 'group';
  subshell: boolean;
  body: List;
  streams: Streams;
}

/** Where standard output and error go: the two of the surroundings, or nowhere. Standard input: that of the surroundings, or nothing. */
export interface Streams {
  out: 'out' | 'err' | 'null';
  err: 'out' | 'err' | 'null';
  noInput: boolean;
}

export const PLAIN: Streams = { out: 'out', err: 'err', noInput: false };

/** Pieces side by side that make none, one or many words. */
export type Word = readonly Piece[];

export type Piece =
  | { type: 'text'; value: string; quoted: boolean }
  /** `*`, `?` or `[…]`, unquoted. */
  | { type: 'glob'; value: string }
  | { type: 'variable'; name: string; quoted: boolean; fallback?: string }
  | { type: 'substitution'; body: List; quoted: boolean };

/** One word that a process would see as one element of argv. */
export interface Field {
  text: string;
  /** Some of it is output of a command or the name of a file found: it may name things, never be a program. */
  data: boolean;
  /** It begins with such data: then it may not be an option either. */
  dataFirst: boolean;
  /** False while judging before the run, where the data does not exist yet: `text` then holds a stand-in for it. */
  known: boolean;
}

/** As long as a word or the value of a variable may be. */
export const LONGEST = 1_048_576;

/** As many characters as all words of one command may have together: systems take no more, `ARG_MAX`. */
export const LONGEST_COMMAND = 2_097_152;

/** What stands for data that does not exist yet. */
export const STAND_IN = '\u{fffc}';

/** A reason not to run a text, as a sentence for whoever wrote it. */
export class ShellRefusal extends Error {
  override name = 'ShellRefusal';
}
