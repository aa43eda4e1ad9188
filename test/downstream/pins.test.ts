import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openDataFolder } from '../../src/store/dataFolder.ts';
import { createPins } from '../../src/store/pins.ts';
import { runProgram, scratchFolder, until } from '../support/program.ts';
import { bench, faulty } from './hub.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const ends: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

const env = { XDG_STATE_HOME: scratch.path };
const folder = openDataFolder({ env }, 'pins');
const pins = () => createPins(folder, () => new Date().toISOString());

it('a tool whose definition changes is taken away until a person has accepted it, in every process', async () => {
  const running = bench({ x: faulty() }, { pins: pins() });
  ends.push(running.hub.close);
  await running.is('x', 'ready');
  await running.call('x__mutate');
  await until(() => (running.hub.tools().has('x__echo') ? undefined : true));
  expect(running.state('x').problems.join()).toMatch(/echo: its definition has changed.*mcp pins accept x__echo/);
  expect((await running.call('x__echo', { say: 'x' })).failure).toBe('unknown_tool');
  expect(running.hub.tools().has('x__refuse')).toBe(true);

  const list = await runProgram(['mcp', 'pins', 'list'], { env });
  expect(list.stdout).toMatch(/x__echo {2}CHANGED/);
  expect(list.stdout).toMatch(/- description: "Says what it is told"\n.*\+ description: ".*id_rsa/);
  expect(list.stdout).toMatch(/x__refuse {2}accepted/);
  const accept = /mcp pins accept (x__echo@[0-9a-f]{12})$/m.exec(list.stdout)?.[1] ?? '';
  const other = await runProgram(['mcp', 'pins', 'accept', 'x__echo@0123456789ab'], { env });
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('has changed again') });
  expect(await runProgram(['mcp', 'pins', 'accept', accept], { env })).toMatchObject({
    code: 0,
    stdout: 'x__echo  accepted\n',
  });

  await until(() => (running.hub.tools().has('x__echo') ? true : undefined));
  expect(await running.call('x__echo', { say: 'accepted' })).toMatchObject({ ok: true, text: 'accepted' });
  const again = await runProgram(['mcp', 'pins', 'accept', 'x__echo'], { env });
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toMatch(/Nothing of x__echo waits/);
  // What was accepted before is kept.
  const stored = JSON.parse(readFileSync(join(folder ?? '', 'x.json'), 'utf8'));
  expect(stored.tools.echo.earlier[0].definition.description).toBe('Says what it is told');

  // The server falls back to what it was: that is a change too.
  const later = bench({ x: faulty() }, { pins: pins() });
  ends.push(later.hub.close);
  await later.is('x', 'ready');
  expect(later.hub.tools().has('x__echo')).toBe(false);
});

it('accepts by digest only what was shown', () => {
  const kept = createPins(undefined, () => '2026-01-01T00:00:00Z');
  const say = (description: string) => kept.review('x', new Map([['a@b', { description }]]));
  const waits = () => kept.list().get('x')?.['a@b']?.pending?.digest ?? '';
  say('first');
  say('shown');
  const shown = waits();
  say('slipped in after it was shown');
  expect(kept.accept('x', 'a@b', shown.slice(0, 12))).toEqual([]);
  expect(kept.accept('x', 'a@b', waits().slice(0, 12))).toEqual(['a@b']);
  expect(say('slipped in after it was shown').size).toBe(0);
});

it('a file of pins that cannot be read accepts nothing', async () => {
  writeFileSync(join(folder ?? '', 'y.json'), '{"format": 99}');
  const { hub, is, state } = bench({ y: faulty() }, { pins: pins() });
  ends.push(hub.close);
  await is('y', 'ready');
  expect(hub.tools().size).toBe(0);
  expect(state('y').problems.join()).toMatch(/y\.json is not a file of pins/);
});

it('the command line says what it wants', async () => {
  expect((await runProgram(['mcp', 'pins', 'accept'], { env })).stderr).toMatch(/Name what to accept/);
});
