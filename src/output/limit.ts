/** Keeps a text within what a reader (often a model's context) can take. */

/** Characters; about 8,000 tokens of English: room for a long diagnosis, and several results fit the smallest contexts in use. */
export const MAX_TEXT = 30_000;

/** Where to cut so that at most `max` characters stay: at a line's end where there is one near, never inside a character. */
export function cutAt(text: string, max = MAX_TEXT): number {
  if (text.length <= max) return text.length;
  const newline = text.lastIndexOf('\n', max - 1);
  const end = newline > max * 0.8 ? newline + 1 : max;
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
