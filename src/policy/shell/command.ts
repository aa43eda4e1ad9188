/** What a row of the command table says, and what judging a command comes to. */
import type { Arguments, Options, ValueKind } from './flags.ts';
import type { Place } from './paths.ts';
import type { Field } from './plan.ts';

/** A command that is known only to read, with the ways of using it that do. */
export interface CommandSpec {
  /** Options that may be used; see {@link Options}. */
  options: Options;
  /** What its operands are; `none`: it takes none. */
  operands: ValueKind | 'none';
  /** As many operands as it may have. */
  most?: number;
  /** Operands before the first of `operands`: patterns and programs, as many as this says. */
  words?: (args: Arguments) => number;
  /** No argument of it can do harm, whether it looks like an option or not. */
  free?: true;
  /** The program that does it, where that has another name. */
  runs?: string;
  /** It stops looking for options at its first operand. */
  ordered?: true;
  /** It keeps what it reads from a pipe in a temporary file. */
  scratch?: true;
  /** It tells of this machine even where it names no file. */
  host?: true;
  /** What the table cannot say. @throws ShellRefusal */
  check?: (args: Arguments, place: Place) => void;
  /** Arguments to put first: they forbid the command itself what was judged here already. */
  first?: (args: Arguments) => readonly string[];
  /** Options to put after all others, where the last one counts. */
  last?: (args: Arguments) => readonly string[];
}

/** A command whose arguments have a grammar of their own. @throws ShellRefusal */
export type CheckArguments = (args: readonly Field[], place: Place) => void;

/** What is to be done with the words of one command. */
export type Judgement =
  | { kind: 'process'; argv: readonly string[]; host: boolean; scratch?: boolean }
  | { kind: 'builtin'; name: BuiltinName; args: readonly string[] }
  | { kind: 'xargs'; options: XargsOptions; words: readonly Field[] }
  | { kind: 'timeout'; seconds: number; words: readonly Field[] }
  | { kind: 'kubectl'; args: readonly string[]; writes?: boolean; context?: string };

/** Judges what is about to run, and where folders are read for a pattern: the words as they really came out. */
export interface Guard {
  /** `refused`: why not, as one sentence. */
  judge: (
    words: readonly Field[],
    place: Pick<Place, 'folder' | 'own'>,
  ) => Judgement | { kind: 'refused'; reason: string };
  mayList: (folder: string) => boolean;
}

export type BuiltinName = 'cd' | 'pwd' | 'which' | 'true' | 'false';

export interface XargsOptions {
  /** At most so many words a call. */
  most: number;
  /** Put each line in the place of this text. */
  replace?: string;
  /** Words end here; undefined: at white space, with quotes. */
  delimiter?: string;
  /** Run nothing for no input. */
  skipEmpty: boolean;
}
