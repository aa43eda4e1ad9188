/** Makes the field cases: `node test/lab/field/make.ts [id…]`; without ids, all. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, type Scene } from './write.ts';

const SCENES = join(import.meta.dirname, 'scenes');
const CASES = join(import.meta.dirname, '..', '..', 'cases');
const wanted = process.argv.slice(2);
for (const file of readdirSync(SCENES)) {
  const { default: scenes } = (await import(join(SCENES, file))) as { default: Scene[] };
  for (const scene of scenes.filter((s) => !wanted.length || wanted.includes(s.id))) {
    const missing = makeScene(scene, CASES);
    process.stdout.write(`${scene.id}${missing.length ? ` (referred to and not there: ${missing.join(', ')})` : ''}\n`);
  }
}
