/** What a question is about, before anything is read. */
import { problemTypeOf } from '../diagnosis/problemType.ts';
import { languageOf } from '../diagnosis/question.ts';

export interface Classification {
  /** One of the published problem types. */
  type: string;
  namespace?: string;
  workload?: string;
  language: 'en' | 'zh';
  /** 0 to 1. */
  confidence: number;
}

export type Classify = (question: string) => Classification;

/** From the words of the question alone. */
export const classifyByWords: Classify = (question) => {
  const type = problemTypeOf(question);
  return { type, language: languageOf(question), confidence: type === 'general' ? 0.3 : 0.7 };
};
