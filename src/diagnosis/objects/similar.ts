/** Names that somebody who mistyped or renamed one could have meant. */

/** Of the names, the one most like `wanted`: a few letters differ, or one begins with the other; undefined where none is. */
export function similarName(wanted: string, names: readonly string[]): string | undefined {
  const scored = names
    .filter((name) => name !== wanted)
    .map((name) => ({ name, score: likeness(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name));
  return scored[0]?.name;
}

const ENOUGH = 0.6;
const LONGEST = 128;

/** 1: equal but for case and separators; 0: nothing in common. */
function likeness(a: string, b: string): number {
  const [x, y] = [plain(a), plain(b)];
  if (x === '' || y === '') return 0;
  if (x === y) return 1;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  const prefix = short.length >= 4 && long.startsWith(short) ? 0.9 : 0;
  return Math.max(prefix, 1 - distance(x, y) / long.length);
}

const plain = (name: string): string => name.replace(/[-_.\s]/g, '').slice(0, LONGEST);

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
