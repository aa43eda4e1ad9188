/** What a question may cost, in tokens and in money. */
import type { Usage } from '../llm/types.ts';
import type { AskUsage } from './events.ts';

/** Of a million tokens, in whatever currency. */
export interface Price {
  input: number;
  output: number;
  /** Input that came from the provider's cache; default: as other input. */
  cachedInput?: number;
}

export type Spent = Usage;

export interface Budget {
  /** Whether so many more tokens of input would be too many. */
  exceededBy: (spent: Spent, inputTokens: number) => boolean;
  /** Undefined without a price. */
  costOf: (spent: Spent) => number | undefined;
}

export function createBudget(limits: { tokens: number; cost?: number }, price: Price | undefined): Budget {
  const costOf = ({ inputTokens, outputTokens, cachedTokens }: Spent) => {
    if (price === undefined) return undefined;
    const fresh = Math.max(0, inputTokens - cachedTokens);
    const cost = fresh * price.input + cachedTokens * (price.cachedInput ?? price.input) + outputTokens * price.output;
    return cost / 1_000_000;
  };
  return {
    costOf,
    exceededBy(spent, inputTokens) {
      const then = { ...spent, inputTokens: spent.inputTokens + inputTokens };
      if (then.inputTokens + then.outputTokens > limits.tokens) return true;
      return limits.cost !== undefined && (costOf(then) ?? 0) > limits.cost;
    },
  };
}

/** As it is told, with what it costs where that is known. */
export function usageOf({ costOf }: Budget, spent: Spent): AskUsage {
  const cost = costOf(spent);
  return { ...spent, ...(cost === undefined ? {} : { cost }) };
}

/** Adds what a turn took. */
export function spend(spent: Spent, { inputTokens, outputTokens, cachedTokens }: Usage): void {
  spent.inputTokens += inputTokens;
  spent.outputTokens += outputTokens;
  spent.cachedTokens += cachedTokens;
}
