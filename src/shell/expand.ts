/** Words of a plan → the words that a process gets. */
import type { Field, Piece, Word } from '../policy/shell/plan.ts';
import { expandPattern, isPattern, type Mark } from './glob.ts';
import { RefusedError } from './machine.ts';

/** The value of a variable: what it is, and whether some of it is output of a command. */
export interface Value {
  text: string;
  data: boolean;
}

export interface Surroundings {
  folder: string;
  /** `optional`: one that was never set is empty; else it is refused. */
  variable: (name: string, optional: boolean) => Value;
  /** Runs the commands and returns what they printed, without the line ends at its end. */
  substitute: (piece: Extract<Piece, { type: 'substitution' }>) => Promise<string>;
  mayList: (folder: string) => boolean;
}

/** As many as all words of one command, or a value, may have together: systems take no more, `ARG_MAX`. */
export const MOST_CHARACTERS = 2_097_152;

interface Building {
  /** `active`: characters of patterns in it mean something. */
  parts: { text: string; active: boolean }[];
  data: boolean;
  dataFirst: boolean;
}

/** None, one or many words: variables and output are split at white space unless quoted, then patterns are looked up. */
export async function expandWord(word: Word, surroundings: Surroundings): Promise<Field[]> {
  const done: Building[] = [];
  let current: Building | undefined;
  let length = 0;
  const add = ({ text, data }: Value, active: boolean) => {
    current ??= { parts: [], data: false, dataFirst: data };
    if (current.parts.every((part) => part.text === '')) current.dataFirst = data;
    current.data ||= data;
    current.parts.push({ text, active });
    length += text.length;
    if (length > MOST_CHARACTERS) throw new RefusedError(`A word would be longer than ${MOST_CHARACTERS} characters.`);
  };
  const end = () => {
    if (current !== undefined) done.push(current);
    current = undefined;
  };
  for (const piece of word) {
    const value = await readPiece(piece, surroundings);
    if (piece.type === 'text' || piece.type === 'glob' || piece.quoted) {
      // Quotes make a word of nothing; an empty part of braces does not.
      if (value.text !== '' || (piece.type !== 'glob' && piece.quoted)) add(value, piece.type === 'glob');
      continue;
    }
    // Patterns in what a command printed stay what they are.
    value.text.split(/[ \t\n]+/).forEach((part, at) => {
      if (at > 0) end();
      if (part !== '') add({ ...value, text: part }, !value.data);
    });
  }
  end();
  return done.flatMap((building) => fieldsOf(building, surroundings));
}

/** The value of an assignment: one text, neither split nor looked up. */
export async function expandValue(word: Word, surroundings: Surroundings): Promise<Value> {
  const values: Value[] = [];
  for (const piece of word) values.push(await readPiece(piece, surroundings));
  const text = values.map((value) => value.text).join('');
  if (text.length > MOST_CHARACTERS)
    throw new RefusedError(`A value would be longer than ${MOST_CHARACTERS} characters.`);
  return { text, data: values.some(({ data }) => data) };
}

async function readPiece(piece: Piece, surroundings: Surroundings): Promise<Value> {
  switch (piece.type) {
    case 'text':
    case 'glob':
      return { text: piece.value, data: false };
    case 'variable': {
      const { name, fallback } = piece;
      const value = surroundings.variable(name, fallback !== undefined);
      return fallback !== undefined && value.text === '' ? { text: fallback, data: false } : value;
    }
    case 'substitution':
      return { text: await surroundings.substitute(piece), data: true };
  }
}

/** A pattern behind a dash stays as it is written: a file must not become an option. */
function fieldsOf({ parts, data, dataFirst }: Building, { folder, mayList }: Surroundings): Field[] {
  const text = parts.map((part) => part.text).join('');
  const marks = parts.some(({ active, text: part }) => active && /[*?[]/.test(part)) ? parts.flatMap(marksOf) : [];
  const found = text.startsWith('-') || !isPattern(marks) ? [] : expandPattern(marks, folder, mayList);
  if (found.length === 0) return [{ text, data, dataFirst, known: true }];
  return found.map((path) => ({ text: path, data: true, dataFirst: true, known: true }));
}

const marksOf = ({ text, active }: Building['parts'][number]): Mark[] => Array.from(text, (char) => ({ char, active }));
