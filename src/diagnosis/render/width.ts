/** How wide text is in a terminal, and where it may be broken. */

const segmenter = new Intl.Segmenter();
/** East Asian wide and fullwidth ranges (Unicode TR 11), and emoji shown as pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
/** Chinese text is not broken before these. */
const NO_BREAK_BEFORE = /^[\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d\u300f\u201d\u2019%,.;:!?)\]}]/;

/** Columns that a text takes. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfCluster(segment);
  return width;
}

function widthOfCluster(cluster: string): number {
  if (COMBINING.test(cluster)) return 0;
  return WIDE.test(cluster) ? 2 : 1;
}

/** Breaks a text into lines of at most `columns`; words longer than a line are broken, nothing is lost. */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(8, columns)));
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  const flush = () => {
    lines.push(line.trimEnd());
    line = '';
    width = 0;
  };
  for (const piece of pieces(text)) {
    const pieceWidth = widthOf(piece);
    if (width + widthOf(piece.trimEnd()) > columns && line !== '') flush();
    if (pieceWidth <= columns) {
      line += piece;
      width += pieceWidth;
      continue;
    }
    for (const { segment } of segmenter.segment(piece)) {
      if (width + widthOfCluster(segment) > columns) flush();
      line += segment;
      width += widthOfCluster(segment);
    }
  }
  if (line !== '' || lines.length === 0) flush();
  return lines;
}

/** Words with the space behind them; Chinese characters one by one, punctuation with the one before. */
function pieces(text: string): string[] {
  const out: string[] = [];
  let word = '';
  for (const { segment } of segmenter.segment(text)) {
    const wide = widthOfCluster(segment) === 2;
    const endsWord = word !== '' && (/\s$/.test(word) ? segment !== ' ' : wide || widthOf(word.slice(-1)) === 2);
    if (endsWord && !NO_BREAK_BEFORE.test(segment)) {
      out.push(word);
      word = '';
    }
    word += segment;
  }
  if (word !== '') out.push(word);
  return out;
}
