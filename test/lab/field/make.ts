/** Makes the field cases: `node test/lab/field/make.ts [id…]`; without ids, all. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, type Scene } from './write.ts';

const SCENES = join(import.meta.dirname, 'scenes');
const CASES = join(import.meta.dirname, '..', '..', 'cases');
const wanted = process.argv.slice(2);
for (const file of readdirSync(SCENES).filter((f) => !wanted.length || wanted.includes(f.replace('.ts', '')))) {
  const { default: scene } = (await import(join(SCENES, file))) as { default: Scene };
  const missing = makeScene(scene, CASES);
  process.stdout.write(`${scene.id}${missing.length ? ` (referred to and not there: ${missing.join(', ')})` : ''}
`);
}
