/**
 * Every check, in the order in which a failure is found fastest; all run, whatever failed before. With `--static` only
 * those that run nothing of the product. Ends with one line that counts checks and tests.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type Tally, tallyFile } from './tally.ts';

interface Check {
  name: string;
  command: readonly string[];
}

const STATIC: readonly Check[] = [
  { name: 'format', command: ['biome', 'format'] },
  { name: 'lint', command: ['biome', 'lint', '--error-on-warnings'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
];
const BUILD: Check = { name: 'build', command: ['node', 'scripts/build.ts'] };
const TESTS: Check = {
  name: 'tests',
  command: ['vitest', 'run', '--reporter=default', '--reporter=./scripts/tally.ts'],
};

const bin = resolve('node_modules/.bin');
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

const total: Tally = { passed: 0, failed: 0, skipped: [] };
if (process.argv.includes('--static')) STATIC.forEach(count);
else {
  [...STATIC, BUILD].forEach(count);
  addTests(total);
}
report(total);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a check with its output shown; true where it passed. */
function passes({ name, command: [program = '', ...args] }: Check): boolean {
  process.stdout.write(`\n== ${name}: ${program} ${args.join(' ')}\n`);
  const { status, error } = spawnSync(join(bin, program), args, { stdio: 'inherit', env });
  if (error !== undefined) process.stdout.write(`${program} could not be started: ${error.message}\n`);
  return status === 0;
}

function count(check: Check): void {
  if (passes(check)) total.passed++;
  else total.failed++;
}

function addTests(into: Tally): void {
  rmSync(tallyFile, { force: true });
  const passed = passes(TESTS);
  const tally = readTally();
  into.passed += tally.passed;
  // Whatever vitest did not count (it crashed, or found no test) is one failure.
  into.failed += passed ? tally.failed : Math.max(1, tally.failed);
  into.skipped.push(...tally.skipped);
}

function readTally(): Tally {
  try {
    return JSON.parse(readFileSync(tallyFile, 'utf8')) as Tally;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function report({ passed, failed, skipped }: Tally): void {
  process.stdout.write('\n');
  // A group that is skipped as a whole says why in its own title.
  for (const { test, reason } of skipped) process.stdout.write(`skipped: ${test}${reason ? `: ${reason}` : ''}\n`);
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  process.stdout.write(`${passed} passed, ${failed} failed${rest}\n`);
}
