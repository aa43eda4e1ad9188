/** Runbooks: each that a code names is there, in both languages, with the same commands, and kubectl knows them. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { CODES } from '../src/diagnosis/words/codes.ts';
import type { CodeWords } from '../src/diagnosis/words/words.ts';
import { kubeboxKubectl, kubeboxMissing, startKubebox } from './kubebox.ts';
import { demoCase, scratchFolder } from './support/program.ts';

const FOLDER = join(import.meta.dirname, '../runbooks');
const FrontMatter = z.strictObject({
  id: z.string(),
  title: z.string().min(2),
  symptoms: z.array(z.string().min(2)).min(3),
  tools: z.array(z.enum(['kubectl', 'helm', 'promql'])).min(1),
  codes: z.array(z.string()).min(1),
});
const SEED = ['disk-full', 'crashloop-backoff', 'port-conflict', 'prometheus-metrics', 'helm-observability-install'];
const codes: [string, CodeWords][] = Object.entries(CODES);
const files = readdirSync(FOLDER).sort();
const ids = files.filter((file) => !file.endsWith('.zh.md')).map((file) => file.replace(/\.md$/, ''));

function read(file: string) {
  const [, head = '', body = ''] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(FOLDER, file), 'utf8')) ?? [];
  return { about: FrontMatter.parse(parse(head)), body };
}

/** The lines of all fenced blocks. */
const blocks = (body: string): string[] =>
  [...body.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].flatMap(([, text = '']) => text.trim().split(/\n\s*/));

it('are there in both languages, for every code that names one', () => {
  const named = new Set(codes.flatMap(([, { runbook }]) => runbook ?? []));
  expect([...named, ...SEED].filter((id) => !ids.includes(id))).toEqual([]);
  expect(files).toEqual(ids.flatMap((id) => [`${id}.md`, `${id}.zh.md`]).sort());
});

describe.each(ids)('%s', (id) => {
  const [en, zh] = [read(`${id}.md`), read(`${id}.zh.md`)];

  it('lists the codes that name it', () => {
    const naming = codes.filter(([, { runbook }]) => runbook === id).map(([code]) => code);
    for (const { about } of [en, zh]) {
      expect(about.id).toBe(id);
      expect(about.codes.filter((code) => !Object.hasOwn(CODES, code))).toEqual([]);
      if (naming.length > 0) expect(about.codes.toSorted()).toEqual(naming.toSorted());
    }
  });

  it('says the same in both languages', () => {
    expect(zh.about.title).toMatch(/\p{Script=Han}/u);
    expect(en.body).not.toMatch(/\p{Script=Han}/u);
    expect(blocks(zh.body)).toEqual(blocks(en.body));
    const headings = (body: string) => body.match(/^#+ /gm);
    expect(headings(zh.body)).toEqual(headings(en.body));
  });

  it('refers only to runbooks that exist', () => {
    const text = `${en.body}${zh.body}`;
    const referred = [...text.matchAll(/(?:see|: as in|转|见|参照) `([a-z]+(?:-[a-z]+)*)`/g)].map(([, other]) => other);
    expect(referred.filter((other) => !ids.includes(other ?? ''))).toEqual([]);
  });
});

/** Commands that only read, with a name in place of every `<placeholder>`, up to the first pipe. */
function readingCommands(body: string): string[] {
  const typed = [...blocks(body), ...[...body.matchAll(/`(kubectl [^`]+)`/g)].map(([, text = '']) => text)];
  return typed
    .filter((line) => /^kubectl (?:get|describe|top|logs|rollout (?:history|status)|auth|api-resources) /.test(line))
    .filter((line) => !/ -w\b/.test(line))
    .map((line) =>
      line
        .replace(/ \|(?! *\|).*$/, '')
        .replace(/<kind>/g, 'pod')
        .replace(/<[a-z-]+>/g, 'x1'),
    );
}

/** kubectl did not understand the line; that an object is not there is no fault of a runbook. */
const MISUNDERSTOOD =
  /unknown (?:flag|command|shorthand)|error parsing|unrecognized|unterminated|invalid argument|must specify|Usage:|cannot be combined|syntax error/i;

const run = promisify(execFile);
const title = `commands of runbooks${kubeboxMissing === undefined ? '' : ` (skipped: ${kubeboxMissing})`}`;
describe.skipIf(kubeboxMissing !== undefined)(title, () => {
  const scratch = scratchFolder();
  afterAll(scratch.remove);

  it('are understood by kubectl', async () => {
    const bin = join(scratch.path, 'bin');
    mkdirSync(bin);
    symlinkSync(kubeboxKubectl[0], join(bin, 'kubectl'));
    const server = await startKubebox(['serve', '--snapshot', join(demoCase('volume-four-hops'), 'snapshot')]);
    const env = { PATH: `${bin}:${process.env.PATH}`, KUBECONFIG: server.kubeconfig, HOME: scratch.path };
    try {
      const commands = [...new Set(ids.flatMap((id) => readingCommands(read(`${id}.md`).body)))];
      const faults = await inTurns(commands, async (command) => {
        const { stderr } = await run('sh', ['-c', command], { env, timeout: 30_000 }).catch((error) => ({
          stderr: String(error.stderr),
        }));
        return MISUNDERSTOOD.test(stderr) ? `${command}: ${stderr.slice(0, 300)}` : undefined;
      });
      expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
      expect(commands.length).toBeGreaterThan(100);
    } finally {
      await server.stop();
    }
  }, 180_000);
});

/** Two at a time: each starts a process. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results.push(await work(next));
  };
  await Promise.all([worker(), worker()]);
  return results;
}
