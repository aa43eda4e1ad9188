/** Words of a plan → the words that a process gets. */
import type { Field, Piece, Word } from '../policy/shell/plan.ts';
import { expandPattern, isPattern, type Mark } from './glob.ts';

/** The value of a variable: what it is, and whether some of it is output of a command. */
export interface Value {
  text: string;
  data: boolean;
}

export interface Surroundings {
  folder: string;
  variable: (name: string) => Value;
  /** Runs the commands and returns what they printed, without the line ends at its end. */
  substitute: (piece: Extract<Piece, { type: 'substitution' }>) => Promise<string>;
  mayList: (folder: string) => boolean;
}

interface Building {
  marks: Mark[];
  data: boolean;
  dataFirst: boolean;
}

/** None, one or many words: variables and output are split at white space unless quoted, then patterns are looked up. */
export async function expandWord(word: Word, surroundings: Surroundings): Promise<Field[]> {
  const done: Building[] = [];
  let current: Building | undefined;
  const add = ({ text, data }: Value, active: boolean) => {
    current ??= { marks: [], data: false, dataFirst: data };
    if (current.marks.length === 0 && text !== '') current.dataFirst = data;
    current.data ||= data;
    current.marks.push(...Array.from(text, (char) => ({ char, active })));
  };
  const end = () => {
    if (current !== undefined) done.push(current);
    current = undefined;
  };
  for (const piece of word) {
    const value = await readPiece(piece, surroundings);
    if (piece.type === 'text' || piece.type === 'glob' || piece.quoted) {
      add(value, piece.type === 'glob');
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
  return { text: values.map(({ text }) => text).join(''), data: values.some(({ data }) => data) };
}

async function readPiece(piece: Piece, surroundings: Surroundings): Promise<Value> {
  switch (piece.type) {
    case 'text':
    case 'glob':
      return { text: piece.value, data: false };
    case 'variable': {
      const value = surroundings.variable(piece.name);
      return piece.fallback !== undefined && value.text === '' ? { text: piece.fallback, data: false } : value;
    }
    case 'substitution':
      return { text: await surroundings.substitute(piece), data: true };
  }
}

/** A pattern behind a dash stays as it is written: a file must not become an option. */
function fieldsOf({ marks, data, dataFirst }: Building, { folder, mayList }: Surroundings): Field[] {
  const text = marks.map(({ char }) => char).join('');
  const found = text.startsWith('-') || !isPattern(marks) ? [] : expandPattern(marks, folder, mayList);
  if (found.length === 0) return [{ text, data, dataFirst, known: true }];
  return found.map((path) => ({ text: path, data: true, dataFirst: true, known: true }));
}
