/** Multinomial logistic regression over the features of a question: its weights as data, its training, its verdict. */
import { BUCKETS, type Features } from './features.ts';

/** Kept as JSON: one signed byte a weight, types × buckets, base64; `scale` turns a byte into a weight. */
export interface Weights {
  types: string[];
  scale: number;
  bias: number[];
  bytes: string;
  /** SHA-256 of the questions they were learnt from. */
  learntFrom: string;
}

export interface Linear {
  /** Each type with its probability, the likeliest first. */
  rank: (features: Features) => { type: string; probability: number }[];
}

export function openLinear({ types, scale, bias, bytes }: Weights): Linear {
  const raw = Buffer.from(bytes, 'base64');
  const weights = new Int8Array(raw.buffer, raw.byteOffset, raw.length);
  if (weights.length !== types.length * BUCKETS) throw new Error('The classifier’s weights do not fit its features.');
  return {
    rank(features) {
      const scores = types.map((_, type) => (bias[type] ?? 0) + scale * dot(weights, type * BUCKETS, features));
      const shares = softmax(scores);
      const ranked = types.map((type, index) => ({ type, probability: shares[index] ?? 0 }));
      return ranked.sort((a, b) => b.probability - a.probability);
    },
  };
}

export interface Example {
  /** Index of the type. */
  type: number;
  features: Features;
}

export interface Training {
  epochs: number;
  rate: number;
}

/** Full-batch gradient descent with Adam: the same examples in the same order give the same weights. */
export function train(examples: readonly Example[], types: number, { epochs, rate }: Training) {
  const size = types * BUCKETS + types;
  const [weights, first, second] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const gradient = gradientOf(weights, examples, types);
    for (let at = 0; at < size; at++) {
      const slope = gradient[at] ?? 0;
      first[at] = 0.9 * (first[at] ?? 0) + 0.1 * slope;
      second[at] = 0.999 * (second[at] ?? 0) + 0.001 * slope * slope;
      const mean = (first[at] ?? 0) / (1 - 0.9 ** epoch);
      const spread = (second[at] ?? 0) / (1 - 0.999 ** epoch);
      weights[at] = (weights[at] ?? 0) - (rate * mean) / (Math.sqrt(spread) + 1e-8);
    }
  }
  return { weights: weights.subarray(0, types * BUCKETS), bias: weights.subarray(types * BUCKETS) };
}

function gradientOf(weights: Float64Array, examples: readonly Example[], types: number): Float64Array {
  const gradient = new Float64Array(weights.length);
  for (const { type: wanted, features } of examples) {
    const scores = Array.from({ length: types }, (_, type) => {
      return (weights[types * BUCKETS + type] ?? 0) + dot(weights, type * BUCKETS, features);
    });
    softmax(scores).forEach((share, type) => {
      const error = (share - (type === wanted ? 1 : 0)) / examples.length;
      add(gradient, types * BUCKETS + type, error);
      features.buckets.forEach((bucket, index) => {
        add(gradient, type * BUCKETS + bucket, error * (features.values[index] ?? 0));
      });
    });
  }
  return gradient;
}

function add(to: Float64Array, at: number, value: number): void {
  to[at] = (to[at] ?? 0) + value;
}

function dot(weights: Int8Array | Float64Array, offset: number, { buckets, values }: Features): number {
  let sum = 0;
  for (let at = 0; at < buckets.length; at++) sum += (weights[offset + (buckets[at] ?? 0)] ?? 0) * (values[at] ?? 0);
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
