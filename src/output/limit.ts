/** Keeps a text within what a reader (often a model's context) can take, and says so where it was cut. */

/** About 15,000 tokens of English: room for a long diagnosis, far below the smallest context in use. */
export const MAX_TEXT = 60_000;

/** Cuts at a line's end where there is one near; the last line says how much is missing and where the whole is. */
export function limitText(text: string, max = MAX_TEXT): string {
  if (text.length <= max) return text;
  const newline = text.lastIndexOf('\n', max);
  let end = newline > max * 0.8 ? newline : max;
  if (isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
  const missing = text.length - end;
  return `${text.slice(0, end)}\n[cut: ${missing} of ${text.length} characters are not shown; the structured result is whole]`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
