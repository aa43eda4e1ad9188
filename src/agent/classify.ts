import type { Usage } from '../llm/types.ts';

/** What a question is about, before anything is read. */
export interface Classification {
  /** One of the published problem types. */
  type: string;
  /** As the question writes it; nobody has looked whether it exists. */
  namespace?: string;
  workload?: string;
  language: 'en' | 'zh';
  /** 0 to 1. */
  confidence: number;
  /** What a model took to say so, where one was asked. */
  usage?: Usage;
}

/** @throws the signal's reason when it aborts. */
export type Classify = (question: string, signal: AbortSignal) => Promise<Classification>;
