/** Notices a model that writes the same over and over: weak ones, and thoughts of strong ones, do so until their limit. */

/** Characters that are looked at, the last of what was written. */
const WINDOW = 2000;
/** Looked at again after so many more. */
const STRIDE = 250;
/** Characters of a piece; more than a word, so that prose about one thing does not count. */
const PIECE = 12;
/** Of the pieces of a window, how many differ where a text goes in circles: it has then been said eight times. */
const FEW = 0.125;
/** Characters of a text that is nothing but one repetition. */
const SHOWN = 200;

/** Takes what is written as it comes; true as soon as it goes in circles. Numbers that only count up are no news. */
export function createCirclingWatch(): (piece: string) => boolean {
  let recent = '';
  let fresh = 0;
  let circling = false;
  return (piece) => {
    recent = (recent + piece).slice(-WINDOW);
    fresh += piece.length;
    if (fresh < STRIDE || recent.length < WINDOW) return circling;
    fresh = 0;
    circling ||= fewDiffer(recent.replace(/\d+/g, '0'));
    return circling;
  };
}

function fewDiffer(text: string): boolean {
  const pieces = new Set<string>();
  const count = Math.max(1, text.length - PIECE);
  for (let at = 0; at < count; at++) pieces.add(text.slice(at, at + PIECE));
  return pieces.size < count * FEW;
}

/** A text that has begun to go in circles, without the sentences at its end that stood in it before. */
export function beforeCircling(text: string): string {
  // What went in circles was something else.
  if (text.length <= SHOWN) return text;
  const sentences = text.split(/(?<=[\n.!?。！？])/);
  const shapes = sentences.map((sentence) => sentence.replace(/\d+/g, '0').trim());
  const said = (index: number) => shapes.indexOf(shapes[index] ?? '') < index || shapes[index] === '';
  // The last broke off.
  let end = sentences.length - 1;
  while (end > 0 && said(end - 1)) end -= 1;
  return end === 0 ? `${text.slice(0, SHOWN)}…` : sentences.slice(0, end).join('').trimEnd();
}
