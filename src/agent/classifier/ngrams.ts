/** Classifies without a model. What it has learnt is loaded with the first question. */
import { languageOf } from '../../diagnosis/question.ts';
import type { Classification } from '../classify.ts';
import { featuresOf } from './features.ts';
import { type Linear, openLinear } from './linear.ts';
import { namesIn } from './names.ts';

export type ClassifyByNgrams = (question: string) => Promise<Classification>;

export function createNgrams(): ClassifyByNgrams {
  let opened: Promise<Linear> | undefined;
  return async (question) => {
    opened ??= import('./weights.json', { with: { type: 'json' } }).then(({ default: weights }) => openLinear(weights));
    const first = question.trim() === '' ? undefined : (await opened).rank(featuresOf(question))[0];
    const { type, probability } = first ?? { type: 'general', probability: 1 };
    return { type, ...namesIn(question), language: languageOf(question), confidence: probability };
  };
}
