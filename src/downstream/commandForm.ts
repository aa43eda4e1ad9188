/** Command lines that a tool stands for: how a line of a runbook becomes the arguments of a call. */

export interface CommandForm {
  /** What the line begins with, such as `helm repo add`. */
  words: string;
  /** Names of the arguments for what stands after it without an option, in order. */
  positional: readonly string[];
  /** Options whose argument is not simply the option with `_` for `-`. */
  options?: Readonly<Record<string, string>>;
  /** The argument that holds what `--set a.b=c` sets. */
  set?: string;
  /** Options that change nothing of what the tool does. */
  idle?: readonly string[];
}

type Properties = Readonly<Record<string, unknown>>;
type Arguments = Record<string, unknown>;

/** `properties` are those of the tool's input schema; undefined where anything on the line has no place in them. */
export function fromCommand(line: string, form: CommandForm, properties: Properties): Arguments | undefined {
  const words = wordsOf(line);
  const own = form.words.split(' ');
  if (!own.every((word, index) => words[index] === word)) return undefined;
  const given: Arguments = {};
  const rest = words.slice(own.length);
  let place = 0;
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    const argument = word.startsWith('-') ? undefined : form.positional[place++];
    const fits =
      argument === undefined ? takeOption(word, rest, form, properties, given) : put(given, argument, word, properties);
    if (!fits) return undefined;
  }
  return given;
}

/** Words as a shell splits them, quotes removed. */
function wordsOf(line: string): string[] {
  const parts = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return parts.map((part) => part.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}

/** False where the option is not known. */
function takeOption(
  word: string,
  rest: string[],
  form: CommandForm,
  properties: Properties,
  given: Arguments,
): boolean {
  const [, name = '', attached] = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
  if (form.idle?.includes(name) === true) return true;
  if (name === 'set' || name === 'set-string') {
    const settings = attached ?? rest.shift() ?? '';
    return form.set !== undefined && setAll(given, form.set, settings, name === 'set');
  }
  const argument = form.options?.[name] ?? name.replaceAll('-', '_');
  if (typeOf(properties[argument]) === 'boolean') return put(given, argument, attached ?? 'true', properties);
  const value = attached ?? rest.shift();
  return value !== undefined && put(given, argument, value, properties);
}

function put(given: Arguments, argument: string, value: string, properties: Properties): boolean {
  if (!Object.hasOwn(properties, argument)) return false;
  const type = typeOf(properties[argument]);
  const typed = type === 'boolean' || type === 'integer' || type === 'number' ? scalar(value) : value;
  if (type !== undefined && type !== 'string' && typeof typed === 'string') return false;
  given[argument] = typed;
  return true;
}

function typeOf(schema: unknown): unknown {
  return typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined;
}

/** `a.b=c,d=e`; a backslash keeps a dot or a comma. Lists are not understood. */
function setAll(given: Arguments, argument: string, text: string, typed: boolean): boolean {
  const values = { ...(given[argument] as Arguments | undefined) };
  for (const setting of text.split(/(?<!\\),/)) {
    const [, key, value = ''] = /^([^=[\]{}]+)=([^{].*)?$/s.exec(setting) ?? [];
    const path = key?.split(/(?<!\\)\./).map((part) => part.replace(/\\([.,])/g, '$1')) ?? [];
    if (path.length === 0 || path.some((part) => UNSAFE.test(part))) return false;
    const plain = value.replace(/\\([.,])/g, '$1');
    setAt(values, path, typed ? scalar(plain) : plain);
  }
  given[argument] = values;
  return true;
}

const UNSAFE = /^(?:__proto__|constructor|prototype|)$/;

function setAt(target: Arguments, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = typeof target[first] === 'object' && target[first] !== null ? { ...target[first] } : {};
  target[first] = inner;
  setAt(inner, rest, value);
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/** As `--set` reads a value. */
function scalar(text: string): unknown {
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  return Object.hasOwn(WORDS, text) ? WORDS[text] : text;
}
