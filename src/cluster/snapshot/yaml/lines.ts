/** Lines of the YAML that kubectl prints: their indentation, their quotes, their ends. */
import { fold } from './scalar.ts';

/** Thrown to give up. */
export const GIVE_UP = Symbol('not the YAML that kubectl prints');

export function spacesBefore(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 0x20) indent += 1;
  return indent;
}

/** Spaces before the text; tabs among them are an error, which the full reader words. */
export function indentOf(line: string): number {
  const indent = spacesBefore(line);
  if (line.charCodeAt(indent) === 0x09) throw GIVE_UP;
  return indent;
}

/** Without spaces around it; only spaces and tabs are white space in YAML, and tabs are left to the full reader. */
export function trimmed(text: string): string {
  const cut = text.replace(/^ +| +$/g, '');
  if (cut.startsWith('\t') || cut.endsWith('\t')) throw GIVE_UP;
  return cut;
}

/** A line within quotes; a space at its end that a backslash keeps is left to the full reader. */
export function quotedLine(line: string, quote: '"' | "'"): string {
  const text = trimmed(line);
  if (quote === '"' && text.endsWith('\\') && !line.endsWith('\\')) throw GIVE_UP;
  return text;
}

export function isBlank(line: string): boolean {
  return spacesBefore(line) === line.length;
}

/** True where a sequence's entry stands at `indent`. */
export function isEntry(line: string, indent: number): boolean {
  return line.charAt(indent) === '-' && (line.length === indent + 1 || line.charAt(indent + 1) === ' ');
}

/** True where the rest of a quoted scalar ends on this line; gives up where anything follows the quote. */
export function closes(rest: string, quote: '"' | "'"): boolean {
  const pattern = quote === '"' ? /^(?:[^"\\]|\\.)*(")?/ : /^(?:[^']|'')*(')?/;
  const match = pattern.exec(rest);
  // A backslash at the end of the line escapes the line break.
  if (match?.[1] === undefined) return false;
  if (match[0].length !== rest.length) throw GIVE_UP;
  return true;
}

/** Folds a double-quoted scalar, in which a backslash before a line break removes it. */
export function foldDouble(lines: readonly string[]): string {
  const parts: string[][] = [[]];
  for (const line of lines) {
    const escaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
    parts.at(-1)?.push(escaped ? line.slice(0, -1) : line);
    if (escaped) parts.push([]);
  }
  return parts.map(fold).join('');
}

export function chomped(lines: readonly string[], chomping: string): string {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end -= 1;
  const text = lines.slice(0, end).join('\n');
  if (chomping === '-') return text;
  const trailing = lines.length - end;
  if (chomping === '+') return (end === 0 ? '' : `${text}\n`) + '\n'.repeat(trailing);
  return end === 0 ? '' : `${text}\n`;
}
