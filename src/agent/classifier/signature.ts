/** The classifier as a model is asked for it, and the verdict that is taken from its answer. */
import { z } from 'zod';
import { PROBLEM_TYPES } from '../../diagnosis/problemType.ts';
import { type Demonstration, defineSignature, predict } from '../../llm/signature.ts';
import { type LanguageModel, ModelError } from '../../llm/types.ts';
import type { Classify } from '../classify.ts';
import type { ClassifyByNgrams } from './ngrams.ts';

const Input = z.strictObject({ question: z.string() });
const Output = z.object({
  type: z.enum(PROBLEM_TYPES),
  namespace: z.string().max(63).nullish(),
  workload: z.string().max(253).nullish(),
  confidence: z.number().min(0).max(1).catch(0.5),
});

export type ClassifierDemonstration = Demonstration<z.infer<typeof Input>, z.infer<typeof Output>>;

/** Demonstrations as they are kept in a file. */
export const Demonstrations = z.array(z.object({ input: Input, output: Output }));

export const CLASSIFIER = defineSignature({
  instruction: `You sort questions about Kubernetes clusters, in English, Chinese or both, with typing errors, by the problem that they are about. "action" asks for a change; "general" names no particular problem. Give the namespace and the workload only where the question names them.`,
  input: Input,
  output: Output,
});

/** Of the time that an answer may take, no more than this goes into sorting the question. */
const SECONDS = 10;

/** Asks the model; where it fails, dawdles or answers outside the types, the n-grams' verdict stands. */
export function createModelClassify(
  model: LanguageModel,
  demonstrations: readonly ClassifierDemonstration[],
  ngrams: ClassifyByNgrams,
): Classify {
  return async (question, signal) => {
    const fallback = await ngrams(question);
    const limit = AbortSignal.timeout(SECONDS * 1000);
    try {
      const asked = { input: { question: question.slice(0, 2000) }, signal: AbortSignal.any([signal, limit]) };
      const { output, usage } = await predict(model, CLASSIFIER, demonstrations, asked);
      if (output === undefined) return { ...fallback, usage };
      const { type, namespace, workload, confidence } = output;
      const names = { namespace: namespace ?? fallback.namespace, workload: workload ?? fallback.workload };
      return { type, ...names, language: fallback.language, confidence, usage };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ModelError || limit.aborted) return fallback;
      throw error;
    }
  };
}
