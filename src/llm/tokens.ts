/** How many tokens a text is, without any model's own table: an estimate that errs on the high side. */

const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g;

/** About 3.3 characters of English, JSON or YAML a token; one of Chinese. */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return Math.ceil((text.length - wide) / 3.3 + wide);
}
