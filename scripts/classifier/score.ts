/** Prints how well the classifier does on the questions it has never seen: `npm run score:classifier`. */
import { openLinear } from '../../src/agent/classifier/linear.ts';
import weights from '../../src/agent/classifier/weights.json' with { type: 'json' };
import { questionsOf, score } from './data.ts';

const questions = questionsOf('test');
const independent = questionsOf('independent');
const { macroF1, types, wrong } = score(questions, openLinear(weights));
const percent = (share: number) => (100 * share).toFixed(0).padStart(9);
const rows = types
  .toSorted((a, b) => a.f1 - b.f1)
  .map(({ type, precision, recall, f1 }) => `${type.padEnd(15)}${percent(precision)}${percent(recall)}${percent(f1)}`);
const lines = [
  `${'type'.padEnd(15)}precision   recall       F1`,
  ...rows,
  '',
  ...wrong.map(({ type, said, question }) => `${type} taken for ${said}: ${question}`),
  '',
  `macro-F1 ${macroF1.toFixed(3)} on ${questions.length} held-back questions`,
  `macro-F1 ${score(independent, openLinear(weights)).macroF1.toFixed(3)} on ${independent.length} by two independent writers`,
];
process.stdout.write(`${lines.join('\n')}\n`);
