/**
 * `awk`: its program may compute and print, and nothing else. Told from the program's text by its tokens, strictly:
 * whatever two awks could read differently is refused.
 */
import { ShellRefusal } from '../plan.ts';

/** What reaches outside: commands, files, the list of input files, tables of all names, and loading. */
const OUTSIDE = new Set(
  'system getline ARGV ARGC SYMTAB FUNCTAB PROCINFO ENVIRON load include close fflush extension namespace'.split(' '),
);

const TOKEN =
  /(?<space>[ \t\n]+)|(?<comment>#[^\n]*)|(?<string>"(?:[^"\\\n]|\\[^\n])*")|(?<word>[A-Za-z_]\w*)|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))|(?<operator>&&|\|\||>=|<=|==|!=|\+\+|--|[-+*/%^]=|\*\*|[-+*/%^!<>=~?:;,(){}[\]$&])/y;

/** A pattern between slashes: on one line, without brackets that hold a slash. */
const REGEX = /\/(?:[^/\\\n[]|\\[^\n]|\[\^?\]?[^\]/\n\\]*\])+\//y;

interface State {
  /** The last token that counts; decides whether `/` divides or begins a pattern. */
  before: string;
  /** In a `print`: until its statement ends, `>` writes to a file. */
  printing: boolean;
  /** For each open parenthesis: whether it is the condition of an `if`, `for` or `while`. */
  conditions: boolean[];
  /** The last `)` closed such a condition: what follows is a statement, so that `/` is not surely a division. */
  afterCondition: boolean;
}

/** @throws ShellRefusal where the program could do more than compute and print, or cannot be told */
export function checkAwkProgram(program: string): void {
  const state: State = { before: ';', printing: false, conditions: [], afterCondition: false };
  for (let at = 0; at < program.length; ) {
    at = program[at] === '/' ? slash(program, at, state) : token(program, at, state);
  }
}

function token(program: string, at: number, state: State): number {
  TOKEN.lastIndex = at;
  const found = TOKEN.exec(program);
  const text = found?.[0];
  if (text === undefined) throw refusal(program, at);
  if (found?.groups?.space !== undefined || found?.groups?.comment !== undefined) {
    // In parentheses some awks end a statement there and some do not.
    if (text.includes('\n') && state.conditions.length > 0) throw refusal(program, at);
    if (text.includes('\n')) state.before = '\n';
    return at + text.length;
  }
  if (found?.groups?.word !== undefined) word(text, program, at, state);
  if (found?.groups?.operator !== undefined) operator(text, program, at, state);
  state.before = found?.groups?.string === undefined ? text : '"';
  return at + text.length;
}

function word(text: string, program: string, at: number, state: State): void {
  if (OUTSIDE.has(text)) throw refusal(program, at);
  if (text === 'print' || text === 'printf') state.printing = true;
}

function operator(text: string, program: string, at: number, state: State): void {
  if (text === ';' || text === '}') state.printing = false;
  if (text === '(') state.conditions.push(/^(?:if|for|while)$/.test(state.before));
  if (text === ')') state.afterCondition = state.conditions.pop() ?? false;
  // In parentheses it compares.
  if (text.startsWith('>') && state.printing && state.conditions.length === 0) throw refusal(program, at);
}

/** After a value it divides; after what needs one it begins a pattern; after all else it cannot be told. */
function slash(program: string, at: number, state: State): number {
  const { before, afterCondition } = state;
  if (/^(?:[\w.+-]*\w|\d+\.|"|\])$/.test(before) && !KEYWORDS.test(before)) return divide(program, at, state);
  if (before === ')' && !afterCondition) return divide(program, at, state);
  REGEX.lastIndex = at;
  const pattern = /^(?:[;,({}!~\n]|&&|\|\|)$/.test(before) ? REGEX.exec(program)?.[0] : undefined;
  if (pattern === undefined) throw refusal(program, at);
  state.before = '"';
  return at + pattern.length;
}

const KEYWORDS =
  /^(?:if|else|do|while|for|in|return|print|printf|delete|exit|next|nextfile|function|func|BEGIN|END|break|continue|switch|case|default)$/;

function divide(program: string, at: number, state: State): number {
  state.before = '/';
  return at + (program[at + 1] === '=' ? 2 : 1);
}

function refusal(program: string, at: number): ShellRefusal {
  return new ShellRefusal(
    `awk: "${program.slice(at, at + 30)}" cannot be judged: a program may compute and print, without files, commands, getline, ">" in a print, or backslashes at line ends.`,
  );
}
