/** A question as numbers: character n-grams over text that is normalised for both languages, hashed into buckets. */

import { GLOSSARY } from './glossary.ts';

/** Buckets of the hash; a power of two. */
export const BUCKETS = 32768;
const SIZES = [2, 3, 4] as const;
/** Longer questions say what they are about before this; it bounds the work on what a stranger sends. */
const MAX_TEXT = 2000;

/** A sparse vector: n-grams of length 1, concepts beside them. */
export interface Features {
  buckets: Int32Array;
  values: Float64Array;
}

/**
 * Full-width forms become plain ones, case and repeated spaces go, digits become one sign each (a port is a port),
 * except for the status and exit codes that mean something; a space stands where Latin and Chinese meet.
 */
export function normalise(question: string): string {
  const plain = question.slice(0, MAX_TEXT).normalize('NFKC').toLowerCase();
  const numbered = plain.replace(/\d+/g, (digits) => (TELLING.has(digits) ? digits : '0'));
  return ` ${numbered
    .replace(/([a-z0-9])(?=\p{Script=Han})|(\p{Script=Han})(?=[a-z0-9])/gu, '$& ')
    .replace(/[^a-z0-9\p{Script=Han}%:]+/gu, ' ')
    .trim()} `;
}

const TELLING = new Set(['137', '139', '127', '100', '401', '403', '404', '429', '500', '502', '503', '504', '509']);

/** Weighted by how often a piece stands there, its logarithm; each part has a fixed length, so that long questions weigh as much. */
export function featuresOf(question: string): Features {
  const pieces = weighed(piecesOf(normalise(question)), 1);
  // Plain text, lower case: spellings such as `pending-upgrade` and `/var` tell more than their letters.
  const plain = ` ${question.slice(0, MAX_TEXT).normalize('NFKC').toLowerCase().trim()} `;
  const concepts = weighed(
    GLOSSARY.flatMap(([concept, terms]) => (terms.test(plain) ? [`#${concept}`] : [])),
    CONCEPTS,
  );
  const all = [...pieces, ...concepts];
  return { buckets: Int32Array.from(all, ([bucket]) => bucket), values: Float64Array.from(all, ([, value]) => value) };
}

/** Length of the concepts' part of the vector; the n-grams' is 1. */
const CONCEPTS = 1.5;

function weighed(pieces: Iterable<string>, wanted: number): [bucket: number, value: number][] {
  const counts = new Map<number, number>();
  for (const piece of pieces) {
    const bucket = hash(piece) & (BUCKETS - 1);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const values = [...counts.values()].map((count) => 1 + Math.log(count));
  const length = Math.hypot(...values) || 1;
  return [...counts.keys()].map((bucket, index) => [bucket, ((values[index] ?? 0) * wanted) / length]);
}

function* piecesOf(text: string): Iterable<string> {
  const characters = [...text];
  for (const size of SIZES) {
    for (let at = 0; at + size <= characters.length; at++) yield characters.slice(at, at + size).join('');
  }
  for (const word of text.split(' ')) if (word !== '') yield `=${word}`;
}

/** FNV-1a over code units, 32 bits, with its bits mixed at the end: the low ones pick the bucket. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  return (state ^ (state >>> 13)) >>> 0;
}
