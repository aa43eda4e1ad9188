/** The words of one command as a shell would make them, where nothing is expanded and nothing but that command runs. */

/** Either the words, or one sentence that says why the text is not one plain command. */
export type Words = { words: string[] } | { refused: string };

const BASH = 'use the bash tool for that';
const OPERATORS: Readonly<Record<string, string>> = {
  '|': `This runs one kubectl command and has no pipes; ${BASH}.`,
  '&': `This runs one kubectl command, without & or &&; ${BASH}.`,
  ';': `This runs one kubectl command, without ;: call it once for each, or ${BASH}.`,
  '<': `This reads no files and no standard input; ${BASH}.`,
  '>': `This writes no files: standard error is in the result as it is; leave the redirection away or ${BASH}.`,
  '(': 'A bracket must be quoted here, as in a shell; put the argument in single quotes.',
  ')': 'A bracket must be quoted here, as in a shell; put the argument in single quotes.',
  '`': `Nothing is substituted here; write the value itself, or ${BASH}.`,
  '\n': `This runs one kubectl command of one line: call it once for each, or ${BASH}.`,
};
const DOLLAR = `Nothing is substituted here; write the value itself, put a literal $ in single quotes, or ${BASH}.`;
/** What follows a dollar sign that a shell would replace; any other dollar sign stands for itself. */
const EXPANDED = /^[\w{(?!@*#$'"-]/;
/** Characters that people cannot see; a quoted tab or line feed is one that they can. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/u;
const DASHES = /^[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;

/** Splits a command line into words; quotes and backslashes are understood, all else that a shell would act on is refused. */
export function splitWords(text: string): Words {
  const line = text.trim().replace(/\\\r?\n/g, ' ');
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (/[ \t]/.test(line.charAt(at))) {
      at += 1;
      continue;
    }
    const word = readWord(line, at);
    if ('refused' in word) return word;
    words.push(word.text);
    at = word.end;
  }
  const odd = words.map(oddity).find((sentence) => sentence !== undefined);
  return odd === undefined ? { words } : { refused: odd };
}

function oddity(word: string): string | undefined {
  if (INVISIBLE.test(word)) return 'The command holds an invisible or control character; write it without.';
  return DASHES.test(word) ? `"${word}" begins with a dash that is not the plain hyphen -.` : undefined;
}

type Piece = { text: string; end: number } | { refused: string };

function readWord(line: string, start: number): Piece {
  let text = '';
  let at = start;
  while (at < line.length && !/[ \t]/.test(line.charAt(at))) {
    const piece = readPiece(line, at);
    if ('refused' in piece) return piece;
    if (at === start && line.charAt(at) === '#')
      return { refused: `A comment is no part of a command; leave it away.` };
    text += piece.text;
    at = piece.end;
  }
  return { text, end: at };
}

function readPiece(line: string, at: number): Piece {
  const char = line.charAt(at);
  if (char === "'") return readSingle(line, at);
  if (char === '"') return readDouble(line, at);
  if (char === '\\') return { text: line.charAt(at + 1), end: at + 2 };
  const operator = OPERATORS[char];
  if (operator !== undefined) return { refused: operator };
  if (char === '$' && EXPANDED.test(line.slice(at + 1))) return { refused: DOLLAR };
  return { text: char, end: at + 1 };
}

function readSingle(line: string, at: number): Piece {
  const close = line.indexOf("'", at + 1);
  if (close < 0) return { refused: "A single quote (') is not closed." };
  return { text: line.slice(at + 1, close), end: close + 1 };
}

function readDouble(line: string, start: number): Piece {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const char = line.charAt(at);
    const next = line.charAt(at + 1);
    if (char === '"') return { text, end: at + 1 };
    if (char === '`') return { refused: `Nothing is substituted here, also not in double quotes; use single quotes.` };
    if (char === '$' && EXPANDED.test(line.slice(at + 1)) && next !== '"' && next !== "'") return { refused: DOLLAR };
    const escaped = char === '\\' && /[$`"\\]/.test(next);
    text += escaped ? next : char;
    if (escaped) at += 1;
  }
  return { refused: 'A double quote (") is not closed.' };
}

/** Words as a shell would have to be given them; {@link splitWords} gives them back. */
export function printWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word))).join(' ');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
