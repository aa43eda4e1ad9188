/** Shell text → plan. What has no place in a plan is refused, so that nothing unknown is ever run. */
import {
  type AndOr,
  type Assignment,
  type CommandNode,
  type CompoundList,
  type ParsedScript,
  type Pipeline,
  parse,
  type Redirection,
  type Command as ShellCommand,
  type Word as ShellWord,
  type Statement,
} from 'unbash';
import { type Command, type List, type Node, PLAIN, ShellRefusal, type Streams, type Word } from './plan.ts';
import { streamsOf } from './streams.ts';
import { type CompileScript, compileWord } from './words.ts';

const LONGEST = 16_384;
const DEEPEST = 20;

/** @throws ShellRefusal with what cannot be run in it, and what to write instead. */
export function parseShell(text: string): List {
  if (text.length > LONGEST) throw new ShellRefusal(`The command is longer than ${LONGEST} characters.`);
  const odd = unprintable(text);
  if (odd !== undefined)
    throw new ShellRefusal(`The command contains the character ${odd}, which cannot be typed; write it without.`);
  const list = script(parse(text), 0);
  if (list.statements.length === 0) throw new ShellRefusal('The command is empty.');
  return list;
}

/** Control characters, line ends that terminals hide, zero-width and bidi characters, unusual spaces, halves of pairs. */
function unprintable(text: string): string | undefined {
  const found = /[^\P{C}\n\t]|[\u2028\u2029]|[^\P{Zs} ]/u.exec(text)?.[0];
  return found === undefined
    ? undefined
    : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function script(parsed: ParsedScript, depth: number): List {
  const error = parsed.errors?.[0];
  if (error !== undefined)
    throw new ShellRefusal(`The command cannot be parsed: ${error.message} at character ${error.pos + 1}.`);
  return list(parsed.commands, depth);
}

function list(statements: readonly Statement[], depth: number): List {
  if (depth > DEEPEST) throw new ShellRefusal('The command is nested too deeply.');
  return { statements: statements.map((one) => statement(one, depth)) };
}

function statement({ command, background }: Statement, depth: number): Node {
  if (background === true) throw new ShellRefusal('A command cannot be left in the background (&): run it to its end.');
  return node(command, depth);
}

function node(command: Statement['command'], depth: number): Node {
  if (command.type === 'AndOr') return andOr(command, depth);
  if (command.type === 'Pipeline') return pipeline(command, depth);
  return commandNode(command, depth, PLAIN);
}

function andOr({ commands, operators }: AndOr, depth: number): Node {
  const [first, ...others] = commands.map((one) => node(one, depth));
  if (first === undefined) throw new ShellRefusal('The command is empty.');
  return { type: 'andOr', first, rest: others.map((one, at) => ({ operator: operators[at] ?? '&&', node: one })) };
}

function pipeline({ commands, operators, prefixes }: Pipeline, depth: number): Node {
  if (prefixes.some(({ type }) => type === 'Time')) throw new ShellRefusal('"time" cannot be used here.');
  const stages = commands.map((one, at) => {
    const stage = commandNode(one, depth, PLAIN);
    if (at > 0 && stage.type !== 'command') {
      throw new ShellRefusal('Only a plain command can read from a pipe: a loop or a group can only be its beginning.');
    }
    return operators[at] === '|&' ? withErrors(stage) : stage;
  });
  return { type: 'pipeline', negated: prefixes.length % 2 === 1, stages };
}

/** `a |& b` is `a 2>&1 | b`. */
function withErrors(stage: Node): Node {
  return { type: 'group', subshell: false, body: { statements: [stage] }, streams: { ...PLAIN, err: 'out' } };
}

function commandNode(command: CommandNode, depth: number, streams: Streams): Node {
  const inner = (body: CompoundList) => list(body.commands, depth + 1);
  switch (command.type) {
    case 'Command':
      return simple(command, depth);
    case 'Redirected':
      return commandNode(command.command, depth, streamsOf(command.redirects));
    case 'Subshell':
    case 'BraceGroup':
      return { type: 'group', subshell: command.type === 'Subshell', body: inner(command.body), streams };
    case 'For':
      if (command.wordlist === undefined) throw new ShellRefusal('"for" needs "in" and words.');
      return {
        type: 'for',
        name: settable(command.name.value),
        words: words(command.wordlist, depth),
        body: inner(command.body),
        streams,
      };
    case 'If': {
      const branches = [command, ...command.elif].map(({ clause, then }) => ({
        clause: inner(clause),
        body: inner(then),
      }));
      return { type: 'if', branches, otherwise: command.else && inner(command.else), streams };
    }
    default:
      throw new ShellRefusal(REFUSED[command.type] ?? `${command.type} cannot be used here.`);
  }
}

const REFUSED: Partial<Record<CommandNode['type'], string>> = {
  While: '"while" and "until" cannot be used here: use "for x in $(…)" or xargs.',
  Case: '"case" cannot be used here: use "if [ … ]".',
  Function: 'A function cannot be defined here: write its commands out.',
  Coproc: '"coproc" cannot be used here.',
  Select: '"select" cannot be used here: nobody could answer.',
  TestCommand: '"[[ … ]]" cannot be used here: use "[ … ]".',
  ArithmeticCommand: '"((…))" cannot be used here: use "[ … ]".',
  ArithmeticFor: '"for ((…))" cannot be used here: use "for i in {1..5}".',
};

function simple(command: ShellCommand, depth: number): Command {
  const shellWords = command.args.map((argument) => {
    if (argument.type === 'Word') return argument;
    throw new ShellRefusal(`${argument.text.slice(0, 60)} cannot be an argument here.`);
  });
  const named = command.name === undefined ? [] : [command.name];
  const assignments = command.prefix.filter((one): one is Assignment => one.type === 'Assignment');
  return {
    type: 'command',
    assignments: assignments.map((one) => assignment(one, depth)),
    words: words([...named, ...shellWords], depth),
    streams: streamsOf(redirectsOf(command)),
  };
}

/** In the order in which they are written, which decides what they mean. */
function redirectsOf(command: ShellCommand): Redirection[] {
  return [...command.prefix, ...command.suffix].filter((one) => one.type !== 'Assignment' && one.type !== 'Word');
}

function assignment({ name, value, index, append, text }: Assignment, depth: number): { name: string; value: Word } {
  if (value.type === 'ArrayValue' || index !== undefined || append === true) {
    throw new ShellRefusal(`${text.slice(0, 60)} cannot be used here: only NAME=VALUE.`);
  }
  // A value is never split, and patterns and braces in it are no patterns.
  if (/^~|[:=]~/.test(value.text)) throw new ShellRefusal('Write a folder in full instead of "~".');
  const [word, ...more] = compileWord(value, compilerAt(depth));
  if (word === undefined || more.length > 0) throw new ShellRefusal(`Write ${text.slice(0, 60)} without braces.`);
  return { name: settable(name), value: word };
}

function settable(name: string): string {
  if (
    !/^[A-Za-z_]\w*$/.test(name) ||
    /^(?:PATH|IFS|ENV|CDPATH|HOME|PS4|PROMPT_COMMAND|SHELLOPTS|GLOBIGNORE|LD_.*|BASH.*)$/.test(name)
  ) {
    throw new ShellRefusal(`The variable ${name.slice(0, 60)} cannot be set here.`);
  }
  return name;
}

function words(all: readonly ShellWord[], depth: number): Word[] {
  return all.flatMap((word) => compileWord(word, compilerAt(depth)));
}

function compilerAt(depth: number): CompileScript {
  return (part) => {
    if (part.script === undefined || /^\$\(\s*</.test(part.text)) {
      throw new ShellRefusal(`${part.text.slice(0, 60)} cannot be used here: name a command, such as cat.`);
    }
    return script(part.script, depth + 1);
  };
}
