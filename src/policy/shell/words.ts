/** Words of a shell text → pieces of a plan. */
import type { BraceExpansionPart, ParameterExpansionPart, Word as ShellWord, WordPart } from 'unbash';
import { expandBraces } from './braces.ts';
import { type List, type Piece, ShellRefusal, type Word } from './plan.ts';

/** How the script inside `$(…)` becomes a plan. */
export type CompileScript = (part: Extract<WordPart, { type: 'CommandExpansion' }>) => List;

const MOST_WORDS = 1000;

/** The words that one word of the text stands for: more than one only where it has braces. */
export function compileWord(word: ShellWord, compileScript: CompileScript): Word[] {
  const alternatives = (word.parts ?? [literal(word)]).map((part, index) =>
    part.type === 'BraceExpansion' ? braces(part) : [piecesOf(part, index === 0, compileScript)],
  );
  if (alternatives.reduce((count, { length }) => count * length, 1) > MOST_WORDS) {
    throw new ShellRefusal(`${word.text.slice(0, 60)} stands for more than ${MOST_WORDS} words.`);
  }
  return alternatives.reduce<Piece[][]>(
    (heads, tails) => heads.flatMap((head) => tails.map((tail) => [...head, ...tail])),
    [[]],
  );
}

function literal(word: ShellWord): WordPart {
  return { type: 'Literal', pos: word.pos, end: word.end, value: word.value, text: word.text };
}

function piecesOf(part: WordPart, first: boolean, compileScript: CompileScript): Piece[] {
  switch (part.type) {
    case 'Literal':
      if (first && part.text.startsWith('~')) throw new ShellRefusal('Write a folder in full instead of "~".');
      return [{ type: 'text', value: part.value, quoted: part.text.includes('\\') }];
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ type: 'text', value: part.value, quoted: true }];
    case 'DoubleQuoted':
      // Quotes make a word also of nothing.
      return [
        { type: 'text', value: '', quoted: true },
        ...part.parts.flatMap((child) => inQuotes(child, compileScript)),
      ];
    case 'Glob':
      return [{ type: 'glob', value: part.text }];
    default:
      return [expansion(part, false, compileScript)];
  }
}

function inQuotes(part: WordPart, compileScript: CompileScript): Piece[] {
  if (part.type === 'Literal') return [{ type: 'text', value: part.value, quoted: true }];
  return [expansion(part, true, compileScript)];
}

function expansion(part: WordPart, quoted: boolean, compileScript: CompileScript): Piece {
  switch (part.type) {
    case 'SimpleExpansion':
      return { type: 'variable', name: variableName(part.text.slice(1), part.text), quoted };
    case 'ParameterExpansion':
      return { type: 'variable', name: variableName(part.parameter, part.text), quoted, ...fallbackOf(part) };
    case 'CommandExpansion':
      return { type: 'substitution', body: compileScript(part), quoted };
    default:
      throw new ShellRefusal(`${NAMES[part.type] ?? part.type} (${part.text.slice(0, 60)}) cannot be used here.`);
  }
}

const NAMES: Partial<Record<WordPart['type'], string>> = {
  ArithmeticExpansion: 'Arithmetic',
  ProcessSubstitution: 'Process substitution',
  ExtendedGlob: 'An extended pattern',
  LocaleString: 'A translated string',
};

function variableName(name: string, text: string): string {
  if (name === '?' || /^[A-Za-z_]\w*$/.test(name)) return name;
  throw new ShellRefusal(`${text} cannot be used here: only variables that the same text sets, and $?.`);
}

function fallbackOf({ prefix, index, operation, text }: ParameterExpansionPart): { fallback?: string } {
  if (prefix === undefined && index === undefined && operation === undefined) return {};
  if (prefix === undefined && index === undefined && operation?.type === 'Default' && operation.operator === ':-') {
    const { operand } = operation;
    if (operand.parts === undefined && !/[~\\]/.test(operand.text)) return { fallback: operand.value };
  }
  throw new ShellRefusal(`${text.slice(0, 60)} cannot be used here: only $NAME, \${NAME} and \${NAME:-TEXT}.`);
}

function braces(part: BraceExpansionPart): Piece[][] {
  const texts = part.parts === undefined ? expandBraces(part.text) : undefined;
  if (texts === undefined)
    throw new ShellRefusal(`Write out ${part.text.slice(0, 60)}: only plain {a,b} and {1..5} can be expanded.`);
  return texts.map((value): Piece[] => [{ type: 'text', value, quoted: false }]);
}
