/** Patterns → the names of files, as a shell finds them. */
import { lstatSync, readdirSync } from 'node:fs';

/** One character of a word: whether it can be part of a pattern, or was quoted. */
export interface Mark {
  char: string;
  active: boolean;
}

const MOST = 5000;
const MAGIC = /[*?[]/;

export function isPattern(marks: readonly Mark[]): boolean {
  return marks.some(({ char, active }) => active && MAGIC.test(char));
}

/**
 * The paths that a pattern stands for, sorted; none: nothing matches. A name that begins with a dash gets `./` before it,
 * so that no file can be named like an option.
 */
export function expandPattern(marks: readonly Mark[], folder: string, mayList: (folder: string) => boolean): string[] {
  const absolute = marks[0]?.char === '/';
  let found = [absolute ? '/' : ''];
  const segments = splitSegments(marks);
  segments.forEach((segment, at) => {
    const last = at === segments.length - 1;
    found = found.flatMap((path) => step(path, segment, folder, mayList)).slice(0, MOST);
    if (!last) found = found.filter((path) => isThere(absolutePath(`${path}/.`, folder)));
    if (!last) found = found.map((path) => `${path}/`);
  });
  return found.sort(byBytes).map((path) => (path.startsWith('-') ? `./${path}` : path));
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

function step(path: string, segment: readonly Mark[], folder: string, mayList: (folder: string) => boolean): string[] {
  const literal = segment.map(({ char }) => char).join('');
  if (!isPattern(segment)) return isThere(absolutePath(path + literal, folder)) ? [path + literal] : [];
  const within = absolutePath(path, folder);
  if (!mayList(within)) return [];
  const tokens = tokensOf(segment);
  const hidden = literal.startsWith('.');
  return namesIn(within)
    .filter((name) => (hidden || !name.startsWith('.')) && matches(tokens, Array.from(name)))
    .map((name) => path + name);
}

const absolutePath = (path: string, folder: string): string => (path.startsWith('/') ? path : `${folder}/${path}`);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function splitSegments(marks: readonly Mark[]): Mark[][] {
  const segments: Mark[][] = [[]];
  for (const mark of marks) {
    if (mark.char !== '/') segments.at(-1)?.push(mark);
    else if ((segments.at(-1)?.length ?? 0) > 0) segments.push([]);
  }
  return segments;
}

type Token = { star: true } | { star: false; test: (char: string) => boolean };

function tokensOf(segment: readonly Mark[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < segment.length; at += 1) {
    const { char, active } = segment[at] ?? { char: '', active: false };
    const bracket = active && char === '[' ? bracketAt(segment, at) : undefined;
    if (active && char === '*') tokens.push({ star: true });
    else
      tokens.push({
        star: false,
        test: bracket?.test ?? (active && char === '?' ? () => true : (one) => one === char),
      });
    at = bracket?.end ?? at;
  }
  return tokens;
}

/** Goes back to the last star only, so that no pattern takes longer than its length times that of the name. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let [at, token, star, resume] = [0, 0, -1, 0];
  while (at < name.length) {
    const next = tokens[token];
    if (next?.star === true) [star, resume, token] = [token, at, token + 1];
    else if (next?.test(name[at] ?? '') === true) [at, token] = [at + 1, token + 1];
    else if (star === -1) return false;
    else [resume, at, token] = [resume + 1, resume + 1, star + 1];
  }
  return tokens.slice(token).every((rest) => rest.star);
}

/** `[abc]`, `[a-z]`, `[!a]`; undefined where the bracket is never closed. */
function bracketAt(segment: readonly Mark[], start: number) {
  const negated = /[!^]/.test(segment[start + 1]?.char ?? '');
  const first = start + (negated ? 2 : 1);
  const end = segment.findIndex(({ char }, at) => at > first && char === ']');
  if (end === -1) return undefined;
  const ranges = rangesOf(segment.slice(first, end));
  const test = (char: string) => ranges.some(([from, to]) => from <= char && char <= to) !== negated;
  return { end, test };
}

function rangesOf(inner: readonly Mark[]): [string, string][] {
  const ranges: [string, string][] = [];
  for (let at = 0; at < inner.length; at += 1) {
    const from = inner[at]?.char ?? '';
    const to = inner[at + 2];
    const isRange = inner[at + 1]?.char === '-' && inner[at + 1]?.active === true && to !== undefined;
    ranges.push([from, isRange ? to.char : from]);
    if (isRange) at += 2;
  }
  return ranges;
}
