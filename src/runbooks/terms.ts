/** How text becomes terms to search by: English words with their simple endings taken off, Chinese as pairs of characters. */

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** Words that are in every question. */
const STOP = new Set(
  'a an and any are as at be been but by can could do does for from get gets got has have how i if in into is it its me my no not of on or our so that the their them there they this to up was we what when where which while why will with you your'.split(
    ' ',
  ),
);
/** Characters that join words and belong to none, so that no pair holds one. */
const PARTICLES = /[的了吗呢啊吧呀么是在和与被把就都也很我你它们这那]/u;

/** All terms of a text, in its order, with repetitions. */
export function termsOf(text: string): string[] {
  const plain = text.normalize('NFKC');
  const chinese = [...plain.matchAll(CJK)].flatMap(([run]) => pairsOf(run));
  const latin = [...plain.replace(CJK, ' ').matchAll(WORD)].flatMap(([word]) => wordsOf(word));
  return [...chinese, ...latin];
}

/** Overlapping pairs: a dictionary splits 重启, 镜像 and 探针, and differs between releases of ICU. */
function pairsOf(run: string): string[] {
  return run.split(PARTICLES).flatMap((part) => {
    const characters = [...part];
    if (characters.length === 1) return characters;
    return characters.slice(1).map((second, at) => `${characters[at]}${second}`);
  });
}

/** `ImagePullBackOff` is found as a whole and by its parts. */
function wordsOf(word: string): string[] {
  const parts = word
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ');
  const all = parts.length > 1 ? [word, ...parts] : [word];
  return all.map((one) => one.toLowerCase()).flatMap((one) => (STOP.has(one) ? [] : [stem(one)]));
}

/** Takes the endings off that a question and a heading are most likely to differ in. */
function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  const short = word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:ings?|ed|es|s)$/, (end) => (end === 's' && /(?:ss|us|is)$/.test(word) ? end : ''));
  const base = short.length < 3 ? word : short;
  return base.replace(/([bdgklmnprt])\1$/, '$1').replace(/e$/, '');
}
