import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HONEST } from './honest.ts';
import { createLab, type Lab } from './lab.ts';

let lab: Lab;
let log: string;
beforeAll(async () => {
  lab = await createLab();
  log = join(lab.dir, 'app.log');
  writeFileSync(
    log,
    ['10:00 INFO start', '10:01 ERROR took 120ms', '10:02 INFO done', '10:03 ERROR took 80ms', ''].join('\n'),
  );
});
afterAll(() => lab.close());

test('of what people type at least 97 % is allowed, and runs', async () => {
  expect(HONEST.length).toBeGreaterThanOrEqual(150);
  const stopped: string[] = [];
  const absent = new Set<string>();
  for (const line of HONEST) {
    const outcome = await lab.run(line.replaceAll('LOG', log), 20);
    if ('denied' in outcome) stopped.push(`${line}: ${outcome.denied}`);
    else if (/is not installed here/.test(outcome.problem ?? '')) absent.add(outcome.problem ?? '');
    else if (outcome.problem !== undefined) stopped.push(`${line}: ${outcome.problem}`);
  }
  // Shown where it fails: which lines, and why.
  expect(stopped.length / HONEST.length, stopped.join('\n')).toBeLessThanOrEqual(0.03);
  expect([...absent].length, [...absent].join(' ')).toBeLessThan(20);
});

test('what they print is what was asked for', async () => {
  const output = async (line: string) => {
    const outcome = await lab.run(line.replaceAll('LOG', log));
    return 'denied' in outcome ? outcome.denied : outcome.output;
  };
  expect(await output('grep -c ERROR LOG')).toBe('2\n');
  expect(await output("grep -oE '[0-9]+ms' LOG | sort -n | tail -1")).toBe('120ms\n');
  expect(await output('n=$(grep -c ERROR LOG); if [ "$n" -gt 0 ]; then echo "$n errors"; else echo fine; fi')).toBe(
    '2 errors\n',
  );
  expect(await output('ls /etc/hosts /etc/hostname | xargs wc -l | tail -1')).toMatch(/total/);
  expect(await output('for i in {1..3}; do echo "n $i"; done | tail -1')).toBe('n 3\n');
  expect(await output('false; echo $?; ! true; echo $?; true | false; echo $?')).toBe('1\n1\n1\n');
});
