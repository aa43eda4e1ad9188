/** Runbooks: each that a code names is there, in both languages, with the same commands, and it helps with a case. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadSnapshot } from '../src/cluster/snapshot/load.ts';
import { serveSnapshot } from '../src/cluster/snapshot/serve.ts';
import { createSnapshotSource } from '../src/cluster/snapshot/source.ts';
import { diagnose } from '../src/diagnosis/diagnose.ts';
import { CODES } from '../src/diagnosis/words/codes.ts';
import type { CodeWords } from '../src/diagnosis/words/words.ts';
import { createRedactor } from '../src/output/redact.ts';
import { kubeboxKubectl, kubeboxMissing } from './kubebox.ts';
import { blocks, filled, namesFrom, readingCommands } from './runbooks/commands.ts';
import { readCase } from './support/caseFolder.ts';
import { scratchFolder } from './support/program.ts';

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

/** What a person must never write into a runbook; a placeholder, a variable or the name of a key is none. */
const CREDENTIAL =
  /eyJ[\w-]{10,}\.|AKIA[0-9A-Z]{12}|ghp_\w{20}|sk-\w{20}|BEGIN (?:\w+ )?PRIVATE KEY|(?:password|passwd|token|secret|api[-_]?key) *[=:] *["']?(?!<|\$|…|\*)[\w+/.-]{8,}/i;

it('hold no credential', () => {
  const texts = files.map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')] as const);
  expect(texts.flatMap(([file, text]) => CREDENTIAL.exec(text)?.map((found) => `${file}: ${found}`) ?? [])).toEqual([]);
  const redact = createRedactor();
  expect(texts.filter(([, text]) => redact(text) !== text).map(([file]) => file)).toEqual([]);
});

const TRIED = z
  .record(z.string(), z.string())
  .parse(parse(readFileSync(join(import.meta.dirname, 'runbooks/tried.yaml'), 'utf8')));
/** Their codes need metrics over time, or a log that no case has; tests of those findings stand beside the findings. */
const FOUND_IN_NO_CASE = ['cpu-throttling', 'init-container'];
/** kubectl did not understand the line. */
const MISUNDERSTOOD =
  /unknown (?:flag|command|shorthand)|error parsing|unrecognized|unterminated|invalid argument|must specify|Usage:|cannot be combined|syntax error/i;
/** What the snapshot cannot hold, or an object that this case does not have; neither is a fault of the runbook. */
const ABSENT =
  /\(NotFound\)|not found|doesn't have a resource type|Metrics (?:API )?not available|snapshot|is waiting to start|(?:previous terminated|is not valid for) |no matching resources/i;

const run = promisify(execFile);
const scratch = scratchFolder();
afterAll(scratch.remove);
const title = `tried on a case${kubeboxMissing === undefined ? '' : ` (skipped: ${kubeboxMissing})`}`;
describe.skipIf(kubeboxMissing !== undefined)(title, () => {
  const bin = join(scratch.path, 'bin');
  beforeAll(() => {
    mkdirSync(bin);
    symlinkSync(kubeboxKubectl[0], join(bin, 'kubectl'));
  });

  it('is every one', () => {
    expect(Object.keys(TRIED).sort()).toEqual(ids);
  });

  it.each(Object.entries(TRIED))(
    '%s on %s',
    async (id, folder) => {
      const { about, body } = read(`${id}.md`);
      const one = readCase(join(import.meta.dirname, 'cases', folder));
      const snapshot = await loadSnapshot(one.snapshot);
      const source = createSnapshotSource(snapshot);
      const request = { question: one.question, namespace: one.scope?.namespace };
      const result = await diagnose(source, request, { redact: createRedactor(), secrets: true });
      const found = [...result.rootCauses, ...result.other].flatMap(({ code, symptoms }) => [
        code,
        ...symptoms.map((symptom) => symptom.code),
      ]);
      expect(
        found.some((code) => about.codes.includes(code)),
        `found ${found.join(', ')}`,
      ).toBe(!FOUND_IN_NO_CASE.includes(id));

      const nameOf = namesFrom(snapshot, result);
      const served = await serveSnapshot(snapshot);
      const env = { PATH: `${bin}:${process.env.PATH}`, KUBECONFIG: served.kubeconfigPath, HOME: scratch.path };
      try {
        const outcomes = await inTurns(readingCommands(body), async (line) => {
          const command = filled(line, nameOf);
          const failed = (error: { stdout: string; stderr: string }) => ({ ...error, command, ok: false });
          return run('sh', ['-c', command], { env, timeout: 30_000 }).then(
            (out) => ({ ...out, command, ok: true }),
            failed,
          );
        });
        const faults = outcomes.filter(({ ok, stderr }) => MISUNDERSTOOD.test(stderr) || (!ok && !ABSENT.test(stderr)));
        expect(faults.map(({ command, stderr }) => `${command}: ${stderr.slice(0, 300)}`)).toEqual([]);
        const telling = outcomes.filter(({ ok, stdout }) => ok && stdout.trim() !== '');
        expect(
          telling.length,
          outcomes.map(({ command, stderr }) => `${command}: ${stderr.slice(0, 200)}`).join('\n'),
        ).toBeGreaterThan(0);
      } finally {
        await served.close();
        await source.close();
      }
    },
    60_000,
  );
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
