/** Makes the forged cases of the third author: `node make.ts [id…]`; without ids, all. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeScene, type Scene } from '../field/write.ts';

const SCENES = join(import.meta.dirname, 'scenes');
const CASES = process.env.BLIND_CASES ?? join(import.meta.dirname, '..', '..', 'cases');
const wanted = process.argv.slice(2);
for (const file of readdirSync(SCENES).filter((f) => !wanted.length || wanted.includes(f.replace('.ts', '')))) {
  try {
    const { default: scene } = (await import(join(SCENES, file))) as { default: Scene };
    const missing = makeScene(scene, CASES);
    process.stdout.write(`${scene.id}${missing.length ? ` (referred to and not there: ${missing.join(', ')})` : ''}\n`);
  } catch (e) {
    process.stderr.write(`FAILED ${file}: ${(e as Error).stack?.slice(0, 600)}\n`);
  }
}
