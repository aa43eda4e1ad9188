/** Learns the classifier's weights from the labelled questions and writes them as data: `npm run train:classifier`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, learn, questionsOf } from './data.ts';

const questions = questionsOf('train');
writeFileSync(join(FOLDER, 'weights.json'), `${JSON.stringify(learn(questions))}\n`);
process.stdout.write(`Learnt from ${questions.length} questions.\n`);
