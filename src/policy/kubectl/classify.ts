/** What a kubectl command would do, from its words alone. What is not surely a read is never called one. */
import type { Command, Group } from './command.ts';
import { ALIASES, COMMANDS } from './commands.ts';
import { COMMON, REFUSED } from './commonFlags.ts';
import { flagTable, isSurelyOn, mergeTables, type ParsedFlags, parseFlags, valuesOf } from './flags.ts';
import { isChange, reachOf } from './objects.ts';
import { commandRefusal, refusalOf } from './refusals.ts';
import type { ClassifyKubectl, KubectlAction, KubectlRules } from './types.ts';
import { printWords } from './words.ts';

/** Before a command's name, kubectl knows these flags only: with another one it takes another word for the command. */
const BEFORE = flagTable('namespace/n context request-timeout v/v');
const EVERY_COMMAND = mergeTables(COMMON, REFUSED);

/** Makes the classifier for a configuration. */
export function createClassifyKubectl(rules: KubectlRules): ClassifyKubectl {
  return (argv) => {
    const summary = `kubectl ${printWords(argv)}`.trimEnd();
    const found = findCommand(argv);
    if ('refused' in found) return { effect: 'unknown', forbidden: found.refused, summary };
    return { ...classifyCommand(found, rules), summary };
  };
}

interface Found {
  /** Full name, such as `rollout status`. */
  verb: string;
  command: Command;
  /** The words that are none of the command's name. */
  words: string[];
}

function classifyCommand({ verb, command, words }: Found, rules: KubectlRules): Omit<KubectlAction, 'summary'> {
  const never = commandRefusal(verb, command);
  if (never !== undefined) return { effect: 'unknown', verb, forbidden: never };
  const parsed = parseFlags(words, mergeTables(command.flags, EVERY_COMMAND));
  if ('refused' in parsed) return { effect: 'unknown', verb, forbidden: parsed.refused };
  const context = valuesOf(parsed, 'context').at(-1);
  const forbidden = refusalOf({ verb, command, parsed, rules });
  const { kind, namespaces } = isSurelyOn(parsed, 'help')
    ? { kind: undefined, namespaces: [] }
    : reachOf(command, parsed, () => rules.namespace?.(context));
  return {
    effect: effectOf(command, parsed),
    verb,
    ...(kind === undefined ? {} : { kind }),
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(forbidden === undefined ? {} : { forbidden }),
    ...(context === undefined ? {} : { context }),
  };
}

function effectOf(command: Command, parsed: ParsedFlags): KubectlAction['effect'] {
  if (parsed.unknown.length > 0) return 'unknown';
  if (isSurelyOn(parsed, 'help')) return 'read';
  if (command.effect === 'read') return 'read';
  // With --dry-run=client kubectl prints what it would send, and sends no change.
  const dry = valuesOf(parsed, 'dry-run');
  const printsOnly = command.flags.kinds.has('dry-run') && dry.length > 0 && dry.every((value) => value === 'client');
  return printsOnly || listsOnly(parsed) ? 'read' : 'write';
}

/** `--list` of label, annotate and set env, with nothing that is to be set or removed. */
function listsOnly(parsed: ParsedFlags): boolean {
  const changes = [...parsed.positional, ...parsed.rest].some(isChange);
  const sets = ['env', 'from'].some((name) => valuesOf(parsed, name).length > 0);
  return isSurelyOn(parsed, 'list') && !changes && !sets;
}

/** Walks down the commands as kubectl does: at each level the first word that is no flag names the next. */
function findCommand(argv: readonly string[]): Found | { refused: string } {
  const path: string[] = [];
  const before: string[] = [];
  let group: Group = COMMANDS;
  let words = [...argv];
  for (;;) {
    const skipped = flagsBefore(words);
    if ('refused' in skipped) return skipped;
    before.push(...words.slice(0, skipped.count));
    words = words.slice(skipped.count);
    const word = words[0];
    if (word === undefined || word.startsWith('-')) return ownCommand(group, path, [...before, ...words]);
    const name = ALIASES[[...path, word].join(' ')] ?? word;
    const next: Command | Group | undefined = Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
    if (next === undefined) return { refused: unknownCommand(path, word) };
    path.push(name);
    words = words.slice(1);
    if (!('commands' in next)) return { verb: path.join(' '), command: next, words: [...before, ...words] };
    group = next;
  }
}

function ownCommand(group: Group, path: readonly string[], words: string[]): Found | { refused: string } {
  const verb = path.join(' ');
  if (words.some((word) => word === '--help' || word === '-h')) return help(group, verb, words);
  if (group.own === undefined) {
    const known = Object.keys(group.commands).join(', ');
    if (path.length === 0) {
      const flag = words.find((word) => word.startsWith('-'));
      if (flag === undefined) return { refused: 'No command is given; write one such as: get pods -A.' };
      return { refused: `Write the command first and ${flag.split('=')[0]} after it, such as: get pods -n shop.` };
    }
    return { refused: `kubectl ${verb} needs to be told what: one of ${known}.` };
  }
  const parsed = parseFlags(words, mergeTables(group.own.flags, EVERY_COMMAND));
  // A command's name after its parent's own flags: kubectl finds it, and reads the flags as those of that command.
  if (!('refused' in parsed) && parsed.positional.length > 0)
    return { refused: unknownCommand(path, parsed.positional[0] ?? '') };
  return { verb, command: group.own, words };
}

/** Nothing but the request for help is let through: it is then clear that nothing else is done. */
function help(group: Group, verb: string, words: string[]): Found | { refused: string } {
  if (words.length > 1) return { refused: 'Ask for help with the name of one command and --help alone.' };
  const command: Command = group.own ?? { effect: 'read', subject: 'none', flags: flagTable() };
  return { verb: verb === '' ? 'help' : verb, command, words };
}

function unknownCommand(path: readonly string[], word: string): string {
  const shown = printWords([...path, word]);
  const known = 'get, describe, logs, events, top, rollout, explain, api-resources, auth can-i, …';
  return `"${shown}" is no command of kubectl itself, and plug-ins are not run; known are ${known}.`;
}

/** How many words before a command's name are flags, with their values. */
function flagsBefore(words: readonly string[]): { count: number } | { refused: string } {
  let count = 0;
  for (;;) {
    const word = words[count];
    if (word === undefined || !word.startsWith('-')) return { count };
    const size = [1, 2].find((length) => isWhole(words.slice(count, count + length), length));
    if (size === undefined) return { count };
    count += size;
  }
}

/** Whether exactly these words are one flag that may stand there. */
function isWhole(words: readonly string[], length: number): boolean {
  if (words.length < length || words[0]?.includes('_')) return false;
  const parsed = parseFlags(words, BEFORE);
  if ('refused' in parsed) return false;
  return (
    parsed.flags.length === 1 &&
    parsed.positional.length === 0 &&
    parsed.unknown.length === 0 &&
    parsed.rest.length === 0
  );
}
