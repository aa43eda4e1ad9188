/**
 * Flags as kubectl's own parser (spf13/pflag) reads them: attached and clustered short flags, `=`, `--`, and underscores
 * for hyphens. A word that begins with a hyphen is never taken as the value of the flag before it, so that no flag can
 * hide there whatever a release makes of the flag before it.
 */

/**
 * `value`: takes one, in the same word or the next. `switch`: on without a value, which only `=` can give.
 * `optional`: like a switch, with another value where none is given.
 */
export type FlagKind = 'value' | 'switch' | 'optional';

export interface FlagTable {
  kinds: ReadonlyMap<string, FlagKind>;
  /** Long names by their letter. */
  letters: ReadonlyMap<string, string>;
}

export interface Flag {
  name: string;
  /** `true` for a switch without a value; undefined for an optional value that is not there. */
  value: string | undefined;
}

export interface ParsedFlags {
  flags: Flag[];
  positional: string[];
  /** What stands after `--`. */
  rest: string[];
  /** Flags that the table does not have, written with `=`, so that it is clear where they end. */
  unknown: string[];
}

export type FlagResult = ParsedFlags | { refused: string };

/** A table from a text such as `output/o recursive/R! dry-run?`: `/x` is the letter, `!` a switch, `?` an optional value. */
export function flagTable(...texts: readonly string[]): FlagTable {
  const kinds = new Map<string, FlagKind>();
  const letters = new Map<string, string>();
  for (const item of texts.join(' ').split(/\s+/).filter(Boolean)) {
    const [name = '', letter] = item.replace(/[!?]$/, '').split('/');
    kinds.set(name, item.endsWith('!') ? 'switch' : item.endsWith('?') ? 'optional' : 'value');
    if (letter !== undefined) letters.set(letter, name);
  }
  return { kinds, letters };
}

/** The first table wins where both have a name or a letter, as a command's own flags do over the global ones. */
export function mergeTables(own: FlagTable, common: FlagTable): FlagTable {
  const letters = new Map([...common.letters].filter(([, name]) => !own.kinds.has(name)));
  return {
    kinds: new Map([...common.kinds, ...own.kinds]),
    letters: new Map([...letters, ...own.letters]),
  };
}

/** Reads all words after the verb. */
export function parseFlags(words: readonly string[], table: FlagTable): FlagResult {
  const parsed: ParsedFlags = { flags: [], positional: [], rest: [], unknown: [] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      parsed.rest = words.slice(at + 1);
      return parsed;
    }
    if (!word.startsWith('-') || word === '-') {
      parsed.positional.push(word);
      continue;
    }
    const read = word.startsWith('--') ? readLong(word, table) : readShort(word, table);
    if ('refused' in read) return read;
    parsed.flags.push(...read.flags);
    parsed.unknown.push(...read.unknown);
    if (read.wants === undefined) continue;
    const value = words[at + 1];
    if (value === undefined) return { refused: `The flag --${read.wants} needs a value.` };
    if (isFlag(value))
      return { refused: `The value of --${read.wants} begins with a hyphen; write --${read.wants}=${value}.` };
    parsed.flags.push({ name: read.wants, value });
    at += 1;
  }
  return parsed;
}

/** A negative number is a value (`--tail -1`); no flag of kubectl begins with a digit. */
const isFlag = (word: string) => word.startsWith('-') && word !== '-' && !/^-\d+$/.test(word);

/** `wants`: the flag whose value is the next word. */
type Read = { flags: Flag[]; unknown: string[]; wants?: string } | { refused: string };

function readLong(word: string, { kinds }: FlagTable): Read {
  const equals = word.indexOf('=');
  const given = equals < 0 ? word.slice(2) : word.slice(2, equals);
  // kubectl takes both for the same: --all_namespaces is --all-namespaces.
  const name = given.replaceAll('_', '-');
  if (!/^[a-z][a-z0-9-]*$/i.test(name)) return { refused: `"${word}" is no flag of kubectl.` };
  const kind = kinds.get(name);
  const value = equals < 0 ? undefined : word.slice(equals + 1);
  if (kind === undefined) {
    if (value === undefined) return { refused: `kubectl has no flag --${name} here.` };
    return { flags: [{ name, value }], unknown: [name] };
  }
  if (value !== undefined) return { flags: [{ name, value }], unknown: [] };
  if (kind === 'value') return { flags: [], unknown: [], wants: name };
  return { flags: [{ name, value: kind === 'switch' ? 'true' : undefined }], unknown: [] };
}

function readShort(word: string, { kinds, letters }: FlagTable): Read {
  const flags: Flag[] = [];
  for (let rest = word.slice(1); rest !== ''; rest = rest.slice(1)) {
    const name = letters.get(rest.charAt(0));
    if (name === undefined) return { refused: `kubectl has no flag -${rest.charAt(0)} here (in ${word}).` };
    if (rest.length > 2 && rest.charAt(1) === '=') {
      flags.push({ name, value: rest.slice(2) });
      return { flags, unknown: [] };
    }
    if (kinds.get(name) === 'value') {
      if (rest.length === 1) return { flags, unknown: [], wants: name };
      flags.push({ name, value: rest.slice(1) });
      return { flags, unknown: [] };
    }
    flags.push({ name, value: kinds.get(name) === 'switch' ? 'true' : undefined });
  }
  return { flags, unknown: [] };
}

/** Values that Go's `strconv.ParseBool` takes for true. */
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

/** Whether a switch is on: the last one counts; one that cannot be read as a truth value counts as on. */
export function isOn({ flags }: ParsedFlags, name: string): boolean {
  const last = flags.findLast((flag) => flag.name === name);
  return last !== undefined && !OFF.has(last.value ?? '');
}

const OFF = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** Whether a switch was certainly turned on, each time that it stands there. */
export function isSurelyOn({ flags }: ParsedFlags, name: string): boolean {
  const all = flags.filter((flag) => flag.name === name);
  return all.length > 0 && all.every(({ value }) => TRUE.has(value ?? ''));
}

export function valuesOf({ flags }: ParsedFlags, name: string): string[] {
  return flags.filter((flag) => flag.name === name).map(({ value }) => value ?? '');
}
