/**
 * Removes what a reader cannot see but a terminal, or a model, would act on: ANSI sequences, control characters, zero-width
 * and bidirectional marks, tag characters. New lines and tabs stay; a carriage return becomes a new line.
 */

const ESC = '\\u001b';
/** OSC and the like run to BEL or ESC \ ; CSI to its final byte; other escapes are two characters. */
const ANSI = new RegExp(
  `${ESC}[\\]PX^_][^\\u0007\\u001b\\n]{0,4096}(?:\\u0007|${ESC}\\\\)?|(?:${ESC}\\[|\\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]?|${ESC}[ -/]{0,4}[0-~]?`,
  'g',
);
const INVISIBLE = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e]',
    '[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb]',
    '[\\u{e0000}-\\u{e0fff}]',
  ].join('|'),
  'gu',
);
const SUSPECT = /[^\n\t -~]/;

/** The text without what cannot be seen. */
export function stripInvisible(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(ANSI, '').replace(/\r\n?/g, '\n').replace(INVISIBLE, '');
}
