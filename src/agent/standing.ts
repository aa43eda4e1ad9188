/** Whether a model's answer may stand alone. One too weak for the task quotes, too: anything but what proves a cause. */
import type { DiagnosisResult } from '../diagnosis/result.ts';
import { type Found, plain } from './quotes.ts';

/** Characters: a shorter quote stands in some text or other, by chance. */
const MIN_QUOTE = 8;

/** It quotes what the model itself looked up. */
export const looksUp = (found: readonly Found[]): boolean =>
  found.some(({ quote, label }) => quote.length >= MIN_QUOTE && !OURS.has(label));

/** It proves a cause of the engine's that it names; where there is none, it quotes what was read. */
export function proves(answer: string, found: readonly Found[], { rootCauses }: DiagnosisResult): boolean {
  if (rootCauses.length === 0) return found.some(({ quote }) => quote.length >= MIN_QUOTE);
  return rootCauses.some(({ subject, evidence }) => {
    const proofs = evidence.map(({ quote }) => plain(quote));
    return names(answer, subject.name) && found.some(({ quote }) => proofs.some((proof) => overlap(quote, proof)));
  });
}

/** Labels of what a model is given without asking for it. */
const OURS: ReadonlySet<string> = new Set(['diagnose', 'question']);

/** A single word out of a proof, such as a host name, proves nothing. */
function overlap(quote: string, proof: string): boolean {
  if (quote === proof) return true;
  if (quote.length < MIN_QUOTE || proof === '') return false;
  return quote.includes(proof) || (/\s/.test(quote) && proof.includes(quote));
}

/** As an object, with its namespace or kind before it at most: not as a part of another name or of an image. */
export function names(answer: string, name: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.:/-])(?:[\\w-]+/){0,2}${literal}(?![\\w/-]|[.:]\\w)`).test(answer);
}
