/** Composes the classifier of questions: without a model for the engine, with one for answers where that is wanted. */
import type { Classify } from '../agent/classify.ts';
import type { LanguageModel } from '../llm/types.ts';

/** The problem type by n-grams; code and weights are loaded with the first question. */
export function lazyProblemType(): (question: string) => Promise<string> {
  const opened = once(async () => (await import('../agent/classifier/ngrams.ts')).createNgrams());
  return async (question) => (await (await opened())(question)).type;
}

/** `model` undefined: by n-grams alone. */
export async function openClassify(model: LanguageModel | undefined): Promise<Classify> {
  const { createNgrams } = await import('../agent/classifier/ngrams.ts');
  const ngrams = createNgrams();
  if (model === undefined) return ngrams;
  const [{ createModelClassify, Demonstrations }, { default: kept }] = await Promise.all([
    import('../agent/classifier/signature.ts'),
    import('../agent/classifier/demonstrations.json', { with: { type: 'json' } }),
  ]);
  return createModelClassify(model, Demonstrations.parse(kept), ngrams);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
