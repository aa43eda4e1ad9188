/** The labelled questions of the classifier. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { featuresOf } from '../../src/agent/classifier/features.ts';
import { type Linear, train, type Weights } from '../../src/agent/classifier/linear.ts';

export const FOLDER = join(import.meta.dirname, '../../src/agent/classifier');
const Questions = z.record(z.string(), z.array(z.string().min(1)));

export interface Labelled {
  type: string;
  question: string;
}

export function questionsOf(split: 'train' | 'test' | 'independent'): Labelled[] {
  const byType = Questions.parse(parse(readFileSync(join(FOLDER, `questions.${split}.yaml`), 'utf8')));
  return Object.entries(byType).flatMap(([type, questions]) => questions.map((question) => ({ type, question })));
}

/** What weights were learnt from: the questions, and how they are read. */
export function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['questions.train.yaml', 'features.ts', 'glossary.ts', 'linear.ts']) {
    hash.update(readFileSync(join(FOLDER, file)));
  }
  return hash.digest('hex');
}

/** Chosen by cross-validation within the train split, one writer's questions held out at a time; few epochs keep weights small. */
const TRAINING = { epochs: 45, rate: 0.1 };

export function learn(questions: readonly Labelled[]): Weights {
  const types = [...new Set(questions.map(({ type }) => type))];
  const examples = questions.map(({ type, question }) => ({
    type: types.indexOf(type),
    features: featuresOf(question),
  }));
  const { weights, bias } = train(examples, types.length, TRAINING);
  const scale = weights.reduce((top, weight) => Math.max(top, Math.abs(weight)), 0) / 127;
  const bytes = Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / scale)).buffer).toString('base64');
  return { types, scale, bias: [...bias], bytes, learntFrom: fingerprint() };
}

export interface Score {
  macroF1: number;
  types: { type: string; precision: number; recall: number; f1: number }[];
  wrong: { question: string; type: string; said: string }[];
}

export function score(questions: readonly Labelled[], linear: Linear): Score {
  const judged = questions.map((one) => ({
    ...one,
    said: linear.rank(featuresOf(one.question))[0]?.type ?? 'general',
  }));
  const types = [...new Set(questions.map(({ type }) => type))].map((type) => {
    const right = judged.filter((one) => one.type === type && one.said === type).length;
    const said = judged.filter((one) => one.said === type).length;
    const are = judged.filter((one) => one.type === type).length;
    return { type, precision: right / (said || 1), recall: right / are, f1: (2 * right) / (said + are) };
  });
  const macroF1 = types.reduce((sum, { f1 }) => sum + f1, 0) / types.length;
  return { macroF1, types, wrong: judged.filter(({ type, said }) => type !== said) };
}
