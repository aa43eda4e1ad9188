/** Makes the forged cases of the fourth author: `node make.ts [id…]`; without ids, all. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeScene, type Scene } from '../field/write.ts';
import { voices } from './kit.ts';
import { voiced } from './voices.ts';

const SCENES = join(import.meta.dirname, 'scenes');
const BLIND = process.env.BLIND_CASES;
const CASES = BLIND ?? join(import.meta.dirname, '..', '..', 'cases');
const wanted = process.argv.slice(2);

function speak(folder: string): void {
  const logs = join(folder, 'snapshot', 'logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.log'));
  for (const file of files) {
    const [ns = '', pod = '', name = ''] = file.split('/');
    const program = voices.get(`${ns}/${name.replace(/(\.previous)?\.log$/, '')}`);
    const path = join(logs, file);
    if (program) writeFileSync(path, voiced(readFileSync(path, 'utf8'), program, pod));
  }
}

for (const file of readdirSync(SCENES).filter((f) => !wanted.length || wanted.includes(f.replace('.ts', '')))) {
  try {
    const { default: scene } = (await import(join(SCENES, file))) as { default: Scene };
    voices.clear();
    const missing = makeScene(scene, CASES);
    const made = join(CASES, scene.family, scene.id);
    if (!scene.without?.includes('logs')) speak(made);
    if (BLIND) {
      rmSync(join(CASES, scene.id), { recursive: true, force: true });
      renameSync(made, join(CASES, scene.id));
      rmSync(dirname(made), { recursive: true });
    }
    process.stdout.write(`${scene.id}${missing.length ? ` (referred to and not there: ${missing.join(', ')})` : ''}\n`);
  } catch (e) {
    process.stderr.write(`FAILED ${file}: ${(e as Error).stack?.slice(0, 600)}\n`);
  }
}
