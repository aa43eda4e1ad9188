/** The words of a command before anything has run: what other commands would print is not known yet. */
import { type Field, LONGEST, type Piece, ShellRefusal, STAND_IN, type Word } from './plan.ts';

/** What is known of a variable; undefined in the map: it was never set. */
export interface Value {
  text: string;
  known: boolean;
  data: boolean;
}

export type Values = Map<string, Value>;

export const UNKNOWN: Value = { text: STAND_IN, known: false, data: true };

/** A variable that was never set, or a substitution that is to be judged by the caller. */
export interface Lookup {
  variable: (name: string, optional: boolean) => Value;
  substitution: (piece: Extract<Piece, { type: 'substitution' }>) => void;
}

/** The fields that a word would come to; an unknown one stands for none or many. */
export function standIns(word: Word, lookup: Lookup): Field[] {
  const fields: Field[] = [];
  let current: Field | undefined;
  const add = ({ text, known, data }: Value) => {
    current ??= { text: '', data: false, dataFirst: data && text !== '', known: true };
    if (current.text.length + text.length > LONGEST)
      throw new ShellRefusal(`A word would be longer than ${LONGEST} characters.`);
    current = { ...current, text: current.text + text, data: current.data || data, known: current.known && known };
  };
  const end = () => {
    if (current !== undefined) fields.push(current);
    current = undefined;
  };
  for (const piece of word) {
    const value = readPiece(piece, lookup, current?.text.startsWith('-') === true);
    if (piece.type === 'text' || piece.type === 'glob' || piece.quoted) {
      if (value.text !== '' || (piece.type !== 'glob' && piece.quoted)) add(value);
    } else split(value, add, end);
  }
  end();
  return fields;
}

function split(value: Value, add: (value: Value) => void, end: () => void): void {
  const parts = value.text.split(/[ \t\n]+/);
  parts.forEach((text, at) => {
    if (at > 0) end();
    if (text !== '') add({ ...value, text });
  });
}

/** A pattern behind a dash is taken as it is: names of files never become options. */
function readPiece(piece: Piece, lookup: Lookup, option: boolean): Value {
  switch (piece.type) {
    case 'text':
      return { text: piece.value, known: true, data: false };
    case 'glob':
      return option ? { text: piece.value, known: true, data: false } : { text: piece.value, known: false, data: true };
    case 'variable': {
      const { name, fallback } = piece;
      const value = lookup.variable(name, fallback !== undefined);
      return fallback !== undefined && value.text === '' ? { text: fallback, known: true, data: false } : value;
    }
    case 'substitution':
      lookup.substitution(piece);
      return UNKNOWN;
  }
}
