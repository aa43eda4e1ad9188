/** Judges the words of one command, as they would reach the process. */
import type { Judgement } from './command.ts';
import { isRecursive } from './commands/filters.ts';
import { type Arguments, readArguments, type ValueKind } from './flags.ts';
import { type PathUse, type Place, pathRefusal } from './paths.ts';
import { type Field, ShellRefusal } from './plan.ts';
import { COMMANDS, GRAMMARS, INSTEAD } from './table.ts';
import { wrapper } from './wrappers.ts';

/** @throws ShellRefusal with what is not known only to read, and perhaps what to use instead */
export function judge(words: readonly Field[], place: Place): Judgement {
  const [name, ...args] = words;
  if (name === undefined) return { kind: 'builtin', name: 'true', args: [] };
  if (name.data || !name.known)
    throw new ShellRefusal('The name of a command must be written out, not come from other output.');
  const wrapped = wrapper(name.text, args, place);
  if (wrapped !== undefined) return wrapped;
  const grammar = GRAMMARS.get(name.text);
  if (grammar !== undefined) {
    grammar.check(args, place);
    const texts = args.map(({ text }) => text);
    return { kind: 'process', argv: [name.text, ...(grammar.rewrite?.(texts) ?? texts)], host: grammar.host };
  }
  return judgeBySpec(name.text, args, place);
}

function judgeBySpec(name: string, args: readonly Field[], place: Place): Judgement {
  const spec = COMMANDS.get(name);
  if (spec === undefined) throw new ShellRefusal(unknownCommand(name));
  const texts = args.map(({ text }) => text);
  if (spec.free === true) return { kind: 'process', argv: [name, ...texts], host: false };
  const read = readArguments(name, args, spec.options, spec.ordered);
  const words = spec.words?.(read) ?? 0;
  const operands = read.operands.slice(words);
  if (spec.operands === 'none' && operands.length > 0)
    throw new ShellRefusal(`${name} takes no operand such as "${operands[0]?.text.slice(0, 60)}".`);
  if (operands.length > (spec.most ?? Number.POSITIVE_INFINITY))
    throw new ShellRefusal(`${name} takes at most ${spec.most} operands here.`);
  for (const { name: option, kind, value } of read.options)
    if (value !== undefined) checkValue(`${name} ${option}`, kind, value, place);
  const tree = name === 'grep' && isRecursive(read.options);
  const files = tree && operands.length === 0 ? [CURRENT] : operands;
  if (spec.operands !== 'none') for (const operand of files) checkValue(name, spec.operands, operand, place, tree);
  spec.check?.(read, place);
  const host = spec.host === true || (spec.operands === 'read' && files.some(({ text }) => text !== '-'));
  const last = spec.last?.(read) ?? [];
  const rest =
    last.length === 0
      ? texts
      : [...read.options.flatMap(written), ...last, '--', ...read.operands.map(({ text }) => text)];
  return {
    kind: 'process',
    argv: [spec.runs ?? name, ...(spec.first?.(read) ?? []), ...rest],
    host,
    scratch: spec.scratch === true,
  };
}

/** An option as it was read. */
function written({ name, value }: Arguments['options'][number]): string[] {
  if (value === undefined) return [name];
  return name.startsWith('--') ? [`${name}=${value.text}`] : [name, value.text];
}

const CURRENT: Field = { text: '.', data: false, dataFirst: false, known: true };

function checkValue(what: string, kind: ValueKind, { text, known }: Field, place: Place, tree = false): void {
  if (!known) return;
  if (kind === 'int' && !/^[-+]?\d{1,9}$/.test(text))
    throw new ShellRefusal(`${what} needs a number, not "${text.slice(0, 60)}".`);
  if (kind !== 'read' && kind !== 'list') return;
  if (kind === 'read' && text === '-') return;
  const use: PathUse = kind === 'list' ? 'list' : tree ? 'readTree' : 'read';
  const refusal = pathRefusal(text, use, place);
  if (refusal !== undefined) throw new ShellRefusal(`${what}: ${refusal}`);
}

function unknownCommand(name: string): string {
  const instead = INSTEAD.get(name.replace(/^.*\//, ''));
  if (instead !== undefined) return `${name} cannot be used: ${instead}.`;
  if (name.includes('/')) return `${name.slice(0, 60)}: write a command by its name alone, without a folder.`;
  return `${name.slice(0, 60)} is not among the commands that are known only to read.`;
}
