/** `xargs`, done here: each command that it comes to is judged like one that was typed. */
import type { Readable } from 'node:stream';
import type { Judgement, XargsOptions } from '../policy/shell/command.ts';
import type { Field } from '../policy/shell/plan.ts';
import { RefusedError } from './machine.ts';

const MOST_READ = 4_194_304;
const MOST_CALLS = 1000;

type Xargs = Extract<Judgement, { kind: 'xargs' }>;

/** Exit codes as those of `xargs`: 0, or 123 where a command failed, 127 where there is none. */
export async function runXargs(
  { options, words }: Xargs,
  input: Readable | null,
  run: (words: Field[]) => Promise<number>,
): Promise<number> {
  const items = splitInput(await readAll(input), options);
  const calls = callsFor(items, options, words);
  if (calls.length > MOST_CALLS)
    throw new RefusedError(`xargs would run ${calls.length} commands; at most ${MOST_CALLS} are run.`);
  let status = 0;
  for (const call of calls) {
    const code = await run(call);
    if (code === 127) return 127;
    if (code !== 0) status = 123;
  }
  return status;
}

async function readAll(input: Readable | null): Promise<string> {
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of input ?? []) {
    read += chunk.length;
    if (read > MOST_READ) throw new RefusedError(`xargs was given more than ${MOST_READ} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function splitInput(text: string, { delimiter, replace }: XargsOptions): string[] {
  if (delimiter === undefined) return unquotedWords(text);
  const items = text.split(delimiter);
  if (items.at(-1) === '') items.pop();
  if (delimiter === '\0') return items;
  const kept = items.map((item) => item.replaceAll('\0', ''));
  return replace === undefined ? kept : kept.map((item) => item.trimStart()).filter((item) => item !== '');
}

/** Words at white space; quotes and backslashes keep it, as `xargs` reads them. */
function unquotedWords(text: string): string[] {
  const words = text.replaceAll('\0', '').match(/(?:[^\s"'\\]|\\[\s\S]|"[^"\n]*"|'[^'\n]*')+|["']/g) ?? [];
  if (words.some((word) => word === '"' || word === "'"))
    throw new RefusedError('xargs: a quote in the input is not closed; use xargs -d "\\n".');
  return words.map((word) => word.replace(/\\([\s\S])|"([^"\n]*)"|'([^'\n]*)'/g, '$1$2$3'));
}

function callsFor(
  items: readonly string[],
  { replace, most, skipEmpty }: XargsOptions,
  words: readonly Field[],
): Field[][] {
  if (replace !== undefined) return items.map((item) => words.map((word) => filled(word, replace, item)));
  const calls: Field[][] = [];
  for (let at = 0; at < items.length; at += most) calls.push([...words, ...items.slice(at, at + most).map(fromInput)]);
  return calls.length === 0 && !skipEmpty ? [[...words]] : calls;
}

const fromInput = (text: string): Field => ({ text, data: true, dataFirst: true, known: true });

function filled(word: Field, replace: string, item: string): Field {
  if (!word.text.includes(replace)) return word;
  return {
    text: word.text.replaceAll(replace, () => item),
    data: true,
    dataFirst: word.text.startsWith(replace),
    known: true,
  };
}
