/** Finds the demonstrations that help a model most: candidates from the train split, each set scored on the rest of it. */
import { predict } from '../../llm/signature.ts';
import { type LanguageModel, ModelError } from '../../llm/types.ts';
import { namesIn } from './names.ts';
import { CLASSIFIER, type ClassifierDemonstration } from './signature.ts';

export interface BootstrapOptions {
  /** Sets of demonstrations that are tried, besides none at all. */
  sets: number;
  /** Demonstrations in a set. */
  size: number;
  /** Questions that a set is scored on. */
  judged: number;
  signal: AbortSignal;
  onSet?: (share: number, size: number) => void;
}

interface Labelled {
  type: string;
  question: string;
}

/**
 * The set with the most right answers; the smaller one at a tie, as it costs less. A question is never judged with itself
 * among the demonstrations.
 * @throws ModelError when the model answers nothing at all.
 */
export async function bootstrap(
  model: LanguageModel,
  questions: readonly Labelled[],
  { sets, size, judged, signal, onSet = () => {} }: BootstrapOptions,
): Promise<{ demonstrations: ClassifierDemonstration[]; share: number }> {
  const mixed = interleaved(questions);
  const judges = mixed.slice(0, judged);
  const pool = mixed.slice(judges.length);
  let best: { demonstrations: ClassifierDemonstration[]; share: number } | undefined;
  for (let set = 0; set <= sets; set++) {
    const demonstrations = set === 0 ? [] : pickOf(pool, (set - 1) * size, size).map(demonstrationOf);
    const share = await shareRight(model, judges, demonstrations, signal);
    onSet(share, demonstrations.length);
    if (best === undefined || share > best.share) best = { demonstrations, share };
  }
  return best ?? { demonstrations: [], share: 0 };
}

/** One of each type, then the next of each, so that any stretch holds many types. */
function interleaved(questions: readonly Labelled[]): Labelled[] {
  const byType = [...Map.groupBy(questions, ({ type }) => type).values()];
  const longest = Math.max(0, ...byType.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => byType.flatMap((all) => all[at] ?? [])).flat();
}

const pickOf = (pool: readonly Labelled[], start: number, size: number): Labelled[] =>
  Array.from({ length: Math.min(size, pool.length) }, (_, at) => pool[(start + at) % pool.length] ?? []).flat();

function demonstrationOf({ question, type }: Labelled): ClassifierDemonstration {
  const output = CLASSIFIER.output.parse({ type, ...namesIn(question), confidence: 0.95 });
  return { input: { question }, output };
}

async function shareRight(
  model: LanguageModel,
  judges: readonly Labelled[],
  demonstrations: readonly ClassifierDemonstration[],
  signal: AbortSignal,
): Promise<number> {
  let right = 0;
  let failure = new ModelError('refused', 'The model never gave the form that was asked for.');
  let answered = 0;
  for (const { question, type } of judges) {
    try {
      const { output } = await predict(model, CLASSIFIER, demonstrations, { input: { question }, signal });
      if (output !== undefined) answered++;
      if (output?.type === type) right++;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      failure = error;
    }
  }
  if (answered === 0 && judges.length > 0) throw failure;
  return right / (judges.length || 1);
}
