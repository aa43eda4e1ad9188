/** Goes through a plan before it runs and judges each command as far as its words are known by then. */
import type { Judgement } from './command.ts';
import { judge } from './judge.ts';
import type { Place } from './paths.ts';
import {
  type Command,
  type Field,
  type For,
  type If,
  type List,
  LONGEST_COMMAND,
  type Node,
  ShellRefusal,
  STAND_IN,
  type Word,
} from './plan.ts';
import { standIns, UNKNOWN, type Value, type Values } from './standIns.ts';

/** What is told of each command that stands to run. */
export type Visit = (judgement: Judgement, words: readonly Field[]) => void;

interface Scope {
  /** How many commands may still be judged. */
  budget: { left: number };
  values: Values;
  place: Place;
  visit: Visit;
}

const MOST_TURNS = 200;
/** Loops in loops are judged turn by turn, up to here. */
const MOST_JUDGED = 3000;
/** So many words cost as much as a command. */
const WORDS_A_COMMAND = 50;

/** @throws ShellRefusal for the first command that may not run */
export function walk(list: List, place: Place, visit: Visit): void {
  walkList(list, { values: new Map(), place, visit, budget: { left: MOST_JUDGED } });
}

function walkList({ statements }: List, scope: Scope): void {
  for (const node of statements) walkNode(node, scope);
}

function walkNode(node: Node, scope: Scope): void {
  switch (node.type) {
    case 'command':
      walkCommand(node, scope);
      return;
    case 'pipeline':
      for (const stage of node.stages) walkNode(stage, node.stages.length > 1 ? inside(scope) : scope);
      return;
    case 'andOr':
      for (const one of [node.first, ...node.rest.map((rest) => rest.node)]) walkNode(one, scope);
      return;
    case 'group':
      walkList(node.body, node.subshell ? inside(scope) : scope);
      return;
    case 'for':
      walkFor(node, scope);
      return;
    case 'if':
      walkIf(node, scope);
      return;
  }
}

/** What is set or changed in a subshell stays there. */
const inside = (scope: Scope): Scope => ({ ...scope, values: new Map(scope.values), place: { ...scope.place } });

function walkFor({ name, words, body }: For, scope: Scope): void {
  const fields = fieldsOfAll(words, scope);
  const turns = fields.length > MOST_TURNS ? [UNKNOWN] : fields;
  for (const { text, known, data } of turns) {
    scope.values.set(name, { text, known, data });
    walkList(body, scope);
  }
}

/** After it, a variable that a branch may have set has one of several values. */
function walkIf({ branches, otherwise }: If, scope: Scope): void {
  const ends: Values[] = [];
  for (const { clause, body } of branches) {
    walkList(clause, scope);
    const branch = inside(scope);
    walkList(body, branch);
    ends.push(branch.values);
  }
  const last = inside(scope);
  if (otherwise !== undefined) walkList(otherwise, last);
  for (const [name, value] of [...ends, last.values].flatMap((end) => [...end])) {
    if (scope.values.get(name)?.text !== value.text)
      scope.values.set(name, { text: STAND_IN, known: false, data: value.data });
  }
}

function walkCommand({ assignments, words }: Command, scope: Scope): void {
  spend(1, scope);
  const fields = fieldsOfAll(words, scope);
  for (const { name, value } of assignments) {
    const set = valueOfWord(value, scope);
    if (words.length === 0) scope.values.set(name, set);
    else if (set.known) checkSetting(name, set.text);
  }
  if (fields.length > 0) judgeWords(fields, scope);
}

/** What costs nothing to write may be much to judge: loops in loops of assignments alone, braces side by side. */
function spend(cost: number, { budget }: Scope): void {
  budget.left -= cost;
  if (budget.left < 0) throw new ShellRefusal(`It would run more than ${MOST_JUDGED} commands; split it.`);
}

function fieldsOfAll(words: readonly Word[], scope: Scope): Field[] {
  const all: Field[] = [];
  let length = 0;
  for (const word of words) {
    const fields = fieldsOf(word, scope);
    spend(fields.length / WORDS_A_COMMAND, scope);
    for (const field of fields) {
      length += field.text.length;
      all.push(field);
    }
    if (length > LONGEST_COMMAND)
      throw new ShellRefusal(`A command would be longer than ${LONGEST_COMMAND} characters; split it.`);
  }
  return all;
}

function judgeWords(fields: readonly Field[], scope: Scope): void {
  const judgement = judge(fields, scope.place);
  scope.visit(judgement, fields);
  if (judgement.kind === 'timeout') judgeWords(judgement.words, scope);
  if (judgement.kind === 'xargs') judgeWords(filled(judgement), scope);
  if (judgement.kind === 'builtin' && judgement.name === 'cd' && fields.every(({ known }) => known)) {
    const folder = judgement.args[0] ?? '.';
    scope.place = { ...scope.place, folder: folder.startsWith('/') ? folder : `${scope.place.folder}/${folder}` };
  }
}

/** The inner command of xargs with a stand-in for what it will read. */
function filled({ options, words }: Extract<Judgement, { kind: 'xargs' }>): Field[] {
  const unknown: Field = { text: STAND_IN, known: false, data: true, dataFirst: true };
  const { replace } = options;
  if (replace === undefined) return [...words, unknown];
  return words.map((word) =>
    word.text.includes(replace)
      ? {
          text: word.text.replaceAll(replace, STAND_IN),
          known: false,
          data: true,
          dataFirst: word.text.startsWith(replace),
        }
      : word,
  );
}

/** Before a command, only what changes the form of its output. */
export function checkSetting(name: string, text: string): void {
  const allowed = SETTINGS.get(name);
  if (allowed === undefined)
    throw new ShellRefusal(
      `${name} cannot be set for a command: its environment is empty but for ${[...SETTINGS.keys()].join(', ')}.`,
    );
  if (!allowed.test(text)) throw new ShellRefusal(`${name} cannot be ${text.slice(0, 60)}.`);
}

const LOCALE = /^(?:C|POSIX|[A-Za-z]{1,3}(?:_[A-Z]{2})?)(?:\.[A-Za-z0-9-]{1,12})?$/;
const SETTINGS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    LC_ALL: LOCALE,
    LANG: LOCALE,
    LC_TIME: LOCALE,
    TZ: /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z][A-Za-z0-9_+-]*){0,2}$/,
    COLUMNS: /^\d{1,4}$/,
  }),
);

function fieldsOf(word: Word, scope: Scope): Field[] {
  return standIns(word, {
    variable: (name, optional) => valueOfVariable(name, scope, optional),
    substitution: ({ body }) => walkList(body, inside(scope)),
  });
}

function valueOfWord(word: Word, scope: Scope): Value {
  // A value is one word, whatever is in it.
  const quoted = word.map((piece) =>
    piece.type === 'glob' ? { type: 'text' as const, value: piece.value, quoted: true } : { ...piece, quoted: true },
  );
  const [field] = fieldsOf(quoted, scope);
  return field === undefined
    ? { text: '', known: true, data: false }
    : { text: field.text, known: field.known, data: field.data };
}

function valueOfVariable(name: string, { values }: Scope, optional: boolean): Value {
  // A command can say with it what it read.
  if (name === '?') return { text: STAND_IN, known: false, data: true };
  const value = values.get(name) ?? (optional ? { text: '', known: true, data: false } : undefined);
  if (value === undefined)
    throw new ShellRefusal(`$${name} is not set: only variables that the same text sets can be used.`);
  return value;
}
