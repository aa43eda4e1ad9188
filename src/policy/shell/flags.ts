/** The options of a command as a table, and its arguments read by it as `getopt_long` would. */
import { type Field, ShellRefusal } from './plan.ts';

/** What an option's value, or an operand, is; `read` and `list` are paths for that use; a `pair` is two words. */
export type ValueKind = 'word' | 'int' | 'read' | 'list' | 'pair';

interface Option {
  value: 'none' | 'required' | 'optional';
  kind: ValueKind;
}

export type Options = ReadonlyMap<string, Option>;

/**
 * Options as they are written in a manual: `-alh` are three without values, `-n=int` has one, `--color?word` may have
 * one behind `=`, `-NUM` stands for any number.
 */
export function defineOptions(text: string): Options {
  const options = new Map<string, Option>();
  for (const token of text.split(/\s+/).filter((one) => one !== '')) {
    const [, name = token, mark, kind] = /^(--?[^=?]+|-\?)(?:([=?])(\w+))?$/.exec(token) ?? [];
    if (mark === undefined && /^-[^-]/.test(name) && name !== '-NUM') {
      for (const letter of name.slice(1)) options.set(`-${letter}`, { value: 'none', kind: 'word' });
    } else {
      const value = mark === undefined ? 'none' : mark === '=' ? 'required' : 'optional';
      options.set(name, { value, kind: (kind ?? 'word') as ValueKind });
    }
  }
  return options;
}

export interface Arguments {
  options: readonly { name: string; kind: ValueKind; value?: Field }[];
  operands: readonly Field[];
}

/**
 * Sorts arguments into options and operands.
 * @param ordered the command stops looking for options at its first operand
 * @throws ShellRefusal for an option that is not in the table, and for data in an option's place
 */
export function readArguments(command: string, fields: readonly Field[], table: Options, ordered = false): Arguments {
  const found: Arguments['options'][number][] = [];
  const operands: Field[] = [];
  const waiting = [...fields];
  const take = (name: string, kind: ValueKind) => {
    const value = waiting.shift();
    if (value === undefined) throw new ShellRefusal(`${command}: ${name} needs a value.`);
    found.push({ name, kind, value });
    if (kind === 'pair') take(name, 'word');
  };
  for (let field = waiting.shift(); field !== undefined; field = waiting.shift()) {
    if (field.text === '--') {
      for (const rest of waiting.splice(0)) operands.push(rest);
    } else if (!field.text.startsWith('-') || field.text === '-') {
      operands.push(field);
      if (ordered) for (const rest of waiting.splice(0)) operands.push(rest);
    } else {
      for (const one of optionsIn(command, field, table)) {
        if (one.missing) take(one.name, one.kind);
        else found.push(one);
      }
    }
  }
  return { options: found, operands };
}

type Found = Arguments['options'][number] & { missing: boolean };

function optionsIn(command: string, field: Field, table: Options): Found[] {
  if (field.dataFirst) {
    throw new ShellRefusal(
      `${command}: "${field.text.slice(0, 60)}" is output of a command and would become an option.`,
    );
  }
  if (/^-\d+$/.test(field.text) && table.has('-NUM')) return [{ name: field.text, kind: 'int', missing: false }];
  return field.text.startsWith('--') ? [longOption(command, field, table)] : shortOptions(command, field, table);
}

function longOption(command: string, field: Field, table: Options): Found {
  const [, name = '', value] = /^(--[^=]*)(?:=([\s\S]*))?$/.exec(field.text) ?? [];
  const option = table.get(name);
  if (option === undefined) throw unknown(command, name);
  if (value !== undefined && option.value === 'none') throw new ShellRefusal(`${command}: ${name} takes no value.`);
  const missing = value === undefined && option.value === 'required';
  return { name, kind: option.kind, missing, ...(value === undefined ? {} : { value: { ...field, text: value } }) };
}

function shortOptions(command: string, field: Field, table: Options): Found[] {
  const found: Found[] = [];
  for (let at = 1; at < field.text.length; at += 1) {
    const name = `-${field.text[at]}`;
    const option = table.get(name);
    if (option === undefined) throw unknown(command, name);
    const rest = field.text.slice(at + 1);
    if (option.value === 'none') {
      found.push({ name, kind: option.kind, missing: false });
      continue;
    }
    const missing = rest === '' && option.value === 'required';
    found.push({ name, kind: option.kind, missing, ...(rest === '' ? {} : { value: { ...field, text: rest } }) });
    break;
  }
  return found;
}

function unknown(command: string, name: string): ShellRefusal {
  return new ShellRefusal(`${command} ${name} is not among the options that are known only to read.`);
}
