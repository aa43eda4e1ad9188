// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell has placeholders of its own
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLab, type Lab } from './lab.ts';
import { SAME_AS_BASH } from './sameAsBash.ts';

let lab: Lab;
let folder: string;
beforeAll(async () => {
  lab = await createLab();
  folder = realpathSync(mkdtempSync(join(lab.dir, 'work-')));
  for (const name of ['a.log', 'b.log', 'c d.log', '.hidden', 'x1', 'x2', 'y'])
    writeFileSync(join(folder, name), `${name}\n1 two\n3 four\n`);
});
afterAll(() => lab.close());

/** What the real shell does with a line, in the same folder and with the same environment. */
function inBash(line: string): { output: string; exitCode: number } {
  const { stdout, status } = spawnSync('bash', ['--norc', '-c', `exec 2>&1; ${line}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { output: stdout, exitCode: status ?? -1 };
}

async function here(line: string): Promise<{ output: string; exitCode: number }> {
  const outcome = await lab.run(`cd ${folder}; ${line}`);
  return 'denied' in outcome
    ? { output: `denied: ${outcome.denied}`, exitCode: -1 }
    : { output: outcome.output + (outcome.problem ?? ''), exitCode: outcome.exitCode };
}

/** Where jq is not installed its lines are left out. */
const hasJq = spawnSync('which', ['jq']).status === 0;

test.each(SAME_AS_BASH.filter((line) => hasJq || !line.includes('jq ')))('as in bash: %s', async (line) => {
  expect(await here(line)).toEqual(inBash(line));
});

/** Quotes a text so that a shell takes it as one word. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$(id)',
        '`id`',
        '${x}',
        '$x',
        ';',
        '&',
        '|',
        '>',
        '<',
        '\n',
        '\t',
        ' ',
        '*',
        '?',
        '[a]',
        '{a,b}',
        '~',
        '!',
        '#',
        '\\',
        '"',
        "'",
        '-',
        '--',
        '$((1))',
        '%s',
        '<(id)',
        '\\n',
        '=',
        '(',
        ')',
      ),
      fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'Z', '0', 'é', '点', '😀', '_', '.', '/') }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('any word at all', () => {
  test('reaches a process as one word, quoted or in a variable', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (word) => {
        const text = `x=${quoted(word)}; printf '<%s>' ${quoted(word)} "$x" "a${'$'}{x}b"; for y in ${quoted(word)}; do printf '<%s>' "$y"; done`;
        expect((await here(text)).output).toBe(`<${word}><${word}><a${word}b><${word}>`);
      }),
      { numRuns: 60 },
    );
  });

  test('printed by a command is words of data, and never more commands', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (word) => {
        const trimmed = word.replace(/\n+$/, '');
        expect((await here(`printf '<%s>' "$(printf %s ${quoted(word)})"`)).output).toBe(`<${trimmed}>`);
        const words = trimmed.split(/[ \t\n]+/).filter((one) => one !== '');
        expect((await here(`printf '<%s>' $(printf %s ${quoted(word)}) end`)).output).toBe(
          `${words.map((one) => `<${one}>`).join('')}<end>`,
        );
      }),
      { numRuns: 60 },
    );
  });
});
