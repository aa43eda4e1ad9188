import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_OUTPUT, runShell } from '../../src/shell/run.ts';
import { createLab, type Lab, realKubectl } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.close());

const ran = async (text: string, timeoutSeconds?: number) => {
  const outcome = await lab.run(lab.armed(text), timeoutSeconds);
  if ('denied' in outcome) throw new Error(`${text}: ${outcome.denied}`);
  return outcome;
};

/** Processes of this machine whose command line holds the text. */
const alive = (text: string) => spawnSync('pgrep', ['-fc', text], { encoding: 'utf8' }).stdout.trim();

function start(text: string, signal: AbortSignal, timeoutSeconds = 60) {
  const { run } = lab.classify(text);
  if (run === undefined) throw new Error(`${text} is denied`);
  const guard = run.guard(() => ({ decision: 'allow' }));
  return runShell({ plan: run.plan, guard, kubectl: realKubectl, signal, timeoutSeconds });
}

describe('limits', () => {
  test('a producer without end is stopped, and what it printed is bounded', async () => {
    const { output, exitCode, problem } = await ran('yes', 60);
    expect(output.length).toBe(MOST_OUTPUT);
    expect([exitCode, problem]).toEqual([141, expect.stringContaining('was stopped')]);
  });

  test('a producer whose reader has enough ends by itself', async () => {
    expect(await ran('yes | head -2')).toMatchObject({ output: 'y\ny\n', exitCode: 0 });
    expect(await ran('yes | grep -m1 y; seq 100000000 | tail -n +5 | head -1')).toMatchObject({ output: 'y\n5\n' });
  });

  test('a substitution is bounded too', async () => {
    expect((await ran('x=$(yes); echo done', 30)).problem).toMatch(/more than \d+ bytes/);
  });

  test('what hangs ends when its time is over, with what it printed until then', async () => {
    const outcome = await ran('echo first; sleep 71.25; echo never', 1);
    expect(outcome).toMatchObject({
      output: 'first\n',
      exitCode: 124,
      problem: expect.stringContaining('longer than 1 seconds'),
    });
    expect(alive('sleep 71.25')).toBe('0');
  });

  test('cancelling kills everything that runs, and throws the reason', async () => {
    const control = new AbortController();
    const text = 'for i in 1 2; do sleep 72.25; done | sleep 72.25 | cat';
    const running = start(text, control.signal);
    await expect.poll(() => alive('sleep 72.25')).toBe('2');
    control.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await expect.poll(() => alive('sleep 72.25')).toBe('0');
  });

  test('timeout ends one command, and the rest goes on', async () => {
    expect((await ran('timeout 0.2 sleep 73.25; echo $?; timeout 5 echo in time')).output).toBe('124\nin time\n');
    expect(alive('sleep 73.25')).toBe('0');
  });

  test.each([
    ['brackets without end', '$('.repeat(5000)],
    ['groups without end', '{ '.repeat(5000)],
    ['parentheses', `${'('.repeat(4000)}ls${')'.repeat(4000)}`],
    ['quotes in quotes', '"$(echo '.repeat(1500)],
    ['braces', `echo ${'{1..200}'.repeat(5)}`],
    ['loops in loops', `${'for i in {1..200}; do '.repeat(5)} echo; ${'done; '.repeat(5)}`],
    ['loops of assignments', `${'for i in {1..200}; do '.repeat(6)} x=1; ${'done; '.repeat(6)}`],
    ['loops over what was printed', `y=$(seq 1 90000); ${'for i in $y; do '.repeat(4)} x=1; ${'done; '.repeat(4)}`],
    ['braces side by side', `true ${'{1..200}{1..5} '.repeat(1000)}`],
    ['patterns side by side', `true ${'/usr/*/*/*/*/* '.repeat(1000)}`],
    ['long words side by side', `x=${'a'.repeat(9000)}; ${'x=$x$x; '.repeat(6)} echo ${'$x '.repeat(1500)}`],
    ['doubling', `x=aaaaaaaa; ${'x=$x$x; '.repeat(60)} echo done`],
    ['an awk program of slashes', `awk '${'/'.repeat(8000)}'`],
    ['a pattern of stars', `ls /usr/bin/${'*e'.repeat(120)}b`],
    ['deep pattern', 'echo /*/*/*/*/*'],
    ['very long', 'a'.repeat(20_000)],
    ['sed and jq', `sed '${'s/a/b/;'.repeat(1500)}' /etc/hosts | jq '${'.|'.repeat(3000)}.'`],
  ])(
    'text that would keep the judge busy is soon done with: %s',
    async (_, text) => {
      const outcome = await lab.run(text, 4);
      expect('denied' in outcome ? outcome.denied : outcome.output.length).toBeDefined();
    },
    20_000,
  );

  test('no command can write to a file, whatever it was let do', async () => {
    if (spawnSync('which', ['prlimit']).status !== 0) return;
    expect((await ran('cat /proc/self/limits')).output).toMatch(/Max file size +0 +0 /);
  });

  test('xargs does not run a command for ever', async () => {
    expect((await ran('seq 1 5000 | xargs -n1 echo', 30)).problem).toMatch(/at most 1000/);
  });
});

describe('surroundings', () => {
  test('each run has an empty folder of its own, which is gone afterwards', async () => {
    const { output } = await ran('pwd; ls -A | wc -l');
    const [folder = '', count] = output.split('\n');
    expect(count).toBe('0');
    expect(existsSync(folder)).toBe(false);
  });

  test('the environment is empty but for the path and the language', async () => {
    process.env.SHELL_TEST_SECRET = 'visible';
    const { output } = await ran('cat /proc/self/status | grep -c Name; COLUMNS=90 LC_ALL=C sort /dev/null; echo done');
    expect(output).toBe('1\ndone\n');
    // The environment of the commands themselves, seen by a bystander.
    const control = new AbortController();
    const running = start('sleep 74.25', control.signal);
    await expect.poll(() => alive('sleep 74.25')).toBe('1');
    const pid = spawnSync('pgrep', ['-f', 'sleep 74.25'], { encoding: 'utf8' }).stdout.trim();
    const environment = spawnSync('cat', [`/proc/${pid}/environ`], { encoding: 'utf8' })
      .stdout.split('\0')
      .filter((one) => one !== '');
    control.abort(new Error('seen'));
    await expect(running).rejects.toThrow('seen');
    expect(environment.map((one) => one.split('=')[0]).sort()).toEqual(['LANG', 'PATH']);
  });

  test('a command reads nothing from outside', async () => {
    expect(await ran('cat; wc -c; echo end')).toMatchObject({ output: '0\nend\n', exitCode: 0 });
  });

  test('what is not installed is said, and fails', async () => {
    const outcome = await ran('slabtop -o >/dev/null; mpstat 1 1; echo on');
    if (spawnSync('which', ['mpstat']).status !== 0) expect(outcome.problem).toContain('mpstat is not installed here.');
    expect(outcome.output).toMatch(/on\n$/);
  });

  test('too long a command line is said, and nothing breaks', async () => {
    const outcome = await ran('echo $(seq 1 140000) | wc -w; ls $(yes /etc/hosts | head -60000) | wc -l', 30);
    expect(outcome.output).toMatch(/^(?:140000|0)\n/);
    expect(outcome.exitCode).toBe(0);
  });
});
