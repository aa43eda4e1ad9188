import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { downstreamProvider } from '../../src/mcp/downstream.ts';
import { createHeldCalls } from '../../src/mcp/held.ts';
import { toolsProvider } from '../../src/mcp/tools.ts';
import { scratchFolder, until } from '../support/program.ts';
import { type Bench, bench, FAULTY, faulty, settings } from './hub.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const ends: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

let files = 0;
/** A misbehaving server, ready, and what it wrote about its life. */
async function ready(env: Record<string, string> = {}, timeout = 20): Promise<Bench & { log: () => string[] }> {
  const file = join(scratch.path, `log-${++files}`);
  const made = bench({ x: faulty({ LOG: file, ...env }, {}, timeout) });
  ends.push(made.hub.close);
  await made.is('x', 'ready');
  const log = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  return { ...made, log };
}

/** Children of this process that run the misbehaving server. */
function childrenOf(): number[] {
  const out = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return out.split('\n').flatMap((line) => (line.includes(FAULTY) ? [Number.parseInt(line, 10)] : []));
}

describe('a server that dies', () => {
  it('in the middle of a call: the call ends at once, is not repeated, and the next one works', async () => {
    const { call, log, is } = await ready();
    const result = await call('x__die');
    expect(result.ok).toBe(false);
    expect(result.text).toMatch(/x was lost during the call.*Whether the call took effect is not known/);
    await is('x', 'ready');
    expect(await call('x__echo', { say: 'again' })).toMatchObject({ ok: true, text: 'again' });
    expect(log().filter((line) => line === 'call die')).toHaveLength(1);
    expect(log().filter((line) => line === 'start')).toHaveLength(2);
  });

  it('in the middle of a call that only reads: it is repeated once', async () => {
    const { call, log } = await ready();
    const result = await call('x__die_reading');
    expect(result.text).toMatch(/x was lost during the call/);
    expect(result.text).not.toMatch(/not known/);
    expect(log().filter((line) => line === 'call die_reading')).toHaveLength(2);
  });

  it('by kill -9 while nobody looks: it is started again, and its tools never went away', async () => {
    const { hub, call, state } = await ready();
    const before = state('x').since;
    for (const pid of childrenOf()) process.kill(pid, 'SIGKILL');
    await until(() => (state('x').since === before ? undefined : true));
    expect(hub.tools().has('x__echo')).toBe(true);
    expect(await call('x__echo', { say: 'back' })).toMatchObject({ ok: true, text: 'back' });
  });

  it('every time: the breaker opens, its tools go, and calls are refused in a sentence', async () => {
    const command = settings({ config: { mode: 'stdio', command: process.execPath, args: ['-e', 'process.exit(3)'] } });
    const { hub, is, state } = bench({ x: command });
    ends.push(hub.close);
    await is('x', 'open');
    expect(state('x').lastError).not.toBeNull();
    expect([...hub.tools()]).toEqual([]);
  });
});

describe('a server that hangs', () => {
  it('in one call: that call ends by its time-out, others go on', async () => {
    const { call, log, state } = await ready({}, 1);
    const [hung, fine] = await Promise.all([call('x__hang'), call('x__echo', { say: 'still here' })]);
    expect(hung.text).toMatch(/did not answer within 1 s\. Whether the call took effect is not known/);
    expect(fine).toMatchObject({ ok: true, text: 'still here' });
    await until(() => (log().includes('cancelled') ? true : undefined));
    expect(state('x').state).toBe('ready');
    expect(log().filter((line) => line === 'start')).toHaveLength(1);
  });

  it('as a whole: it is killed and started again', async () => {
    const { call, log, is, state } = await ready({}, 1);
    expect((await call('x__freeze')).text).toMatch(/did not answer within 1 s/);
    await until(() => (state('x').state === 'failed' ? true : undefined));
    await is('x', 'ready');
    expect(log().filter((line) => line === 'start')).toHaveLength(2);
  });

  it('with time-outs in a row: the breaker refuses further calls at once', async () => {
    const { call } = await ready({}, 1);
    await Promise.all(Array.from({ length: 5 }, () => call('x__hang')));
    expect((await call('x__echo', { say: 'x' })).text).toMatch(/has failed 5 times in a row and is left alone/);
  });

  it('a cancelled call is cancelled there too', async () => {
    const { call, log } = await ready();
    const controller = new AbortController();
    const pending = call('x__hang', {}, { signal: controller.signal });
    const rejected = expect(pending).rejects.toThrow('enough');
    await until(() => (log().includes('call hang') ? true : undefined));
    controller.abort(new Error('enough'));
    await rejected;
    await until(() => (log().includes('cancelled') ? true : undefined));
  });
});

it('garbage between messages does no harm', async () => {
  const { call } = await ready();
  expect(await call('x__garbage')).toMatchObject({ ok: true, text: 'after garbage' });
  expect(await call('x__echo', { say: 'on' })).toMatchObject({ ok: true, text: 'on' });
});

it('a result of 10 MB is cut with a handle to the whole', async () => {
  const { call } = await ready();
  const big = await call('x__big');
  expect(big.ok).toBe(true);
  expect(big.text.length).toBeLessThan(31_000);
  expect(big.text).toMatch(/of 10485760 characters are not shown; read on with result_page handle=/);
  const structured = await call('x__big_structured');
  expect(structured.ok).toBe(false);
  expect(structured.structured).toBeUndefined();
  expect(structured.text).toMatch(/too large to pass on.*characters/);
  expect(structured.text).toMatch(/result_page handle=/);
});

describe('a result that the protocol does not know', () => {
  it.each([
    { content: 'text' },
    { content: [null] },
    { content: [{ type: 'text' }] },
    { content: [{ type: 'video', text: 'moving' }] },
    { content: [{ type: 'constructor' }] },
    { content: [{ type: 'image', data: 'no base64!', mimeType: 'image/png' }] },
    { content: [{ type: 'audio', data: 'AAAA' }] },
    { content: [{ type: 'resource_link', uri: 'file:///a' }] },
    { content: [{ type: 'resource', resource: { uri: 'file:///a' } }] },
    { content: [], structuredContent: ['a list'] },
    { content: [], isError: 'yes' },
    { task: { taskId: '1' } },
  ])('such as %j is an error in a sentence, and the server stays', async (result) => {
    const { call, state } = await ready();
    const { ok, text } = await call('x__raw', { result });
    expect(ok).toBe(false);
    expect(text).toMatch(/^x answered: Invalid result for tools\/call: .*\.$/);
    expect(state('x').state).toBe('ready');
  });

  it.each([
    [{}, []],
    [{ content: [{ type: 'text', text: 'a', new: 1 }] }, [{ type: 'text', text: 'a', new: 1 }]],
    [{ content: [{ type: 'image', data: 'AA==', mimeType: 'image/png' }] }, [{ type: 'image' }]],
    [{ content: [{ type: 'resource_link', uri: 'file:///a', name: 'a' }] }, [{ type: 'resource_link' }]],
  ])('but %j passes, with all that is new in it', async (result, content) => {
    const { call } = await ready();
    expect(await call('x__raw', { result })).toMatchObject({ ok: true, content });
  });
});

it('calls at once each get their own answer, in whatever order those come', async () => {
  const { call } = await ready();
  const said = Array.from({ length: 40 }, (_, i) => `number ${i}`);
  const results = await Promise.all(said.map((say) => call('x__echo', { say })));
  expect(results.map(({ text }) => text)).toEqual(said);
});

it('an error that the tool itself reports stays one, in its own words', async () => {
  const { call } = await ready();
  expect(await call('x__refuse')).toMatchObject({ ok: false, text: 'the disk is full' });
});

it('a list that changes is read again, and once for changes that come together', async () => {
  const { hub, call } = await ready();
  let changes = 0;
  hub.onChange(() => {
    changes += 1;
  });
  await Promise.all([call('x__grow'), call('x__grow'), call('x__grow')]);
  await until(() => (hub.tools().has('x__extra_3') ? true : undefined));
  expect(changes).toBeLessThanOrEqual(2);
  expect(await call('x__extra_3')).toMatchObject({ ok: true, text: 'extra_3 was called' });
});

it('a burst of changes of all lists is told to clients once a kind', async () => {
  const { hub, call } = await ready();
  const told: string[] = [];
  const listen = (event: { kind: string }) => void told.push(event.kind);
  const parts = { call: async () => expect.fail(), commandOf: async () => undefined, held: createHeldCalls() };
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 500));
  // That it has connected is told too.
  await quiet();
  toolsProvider({ ...parts, tools: hub.tools(), watchTools: hub.onChanges }).watch?.(listen);
  downstreamProvider({ ...parts, ...hub, some: true }).watch?.(listen);
  await call('x__burst');
  await until(() => (hub.tools().has('x__burst_20') && told.length > 0 ? true : undefined));
  await quiet();
  expect(hub.prompts().map(({ name }) => name)).toContain('x__burst_20');
  expect(told.toSorted()).toEqual(['prompts_list_changed', 'resources_list_changed', 'tools_list_changed']);
  // What has not changed is not told.
  await call('x__grow');
  await until(() => (told.length > 3 ? true : undefined));
  expect(told.slice(3)).toEqual(['tools_list_changed']);
});

it('a slow start keeps nobody waiting', async () => {
  const slow = bench({ x: faulty({ SLOW_MS: '1500' }), y: faulty() });
  ends.push(slow.hub.close);
  await slow.is('y', 'ready');
  expect(slow.state('x').state).toBe('connecting');
  expect(await slow.call('y__echo', { say: 'quick' })).toMatchObject({ ok: true, text: 'quick' });
  await slow.is('x', 'ready');
});

it('500 tools are all there', async () => {
  const { hub, call, state } = await ready({ MANY: '500' });
  expect(state('x').tools).toBe(hub.tools().size);
  expect(hub.tools().size).toBeGreaterThan(500);
  expect(await call('x__tool_499')).toMatchObject({ ok: true, text: 'tool_499 was called' });
});

it('a server that speaks the stateless revision only is spoken to in it', async () => {
  const { call, state } = await ready({ MODERN_ONLY: '1' });
  expect(state('x').era).toBe('2026-07-28');
  expect(await call('x__echo', { say: 'modern' })).toMatchObject({ ok: true, text: 'modern' });
});

describe('over HTTP', () => {
  async function served(env: Record<string, string> = {}) {
    const port = await freePort();
    const file = join(scratch.path, `log-${++files}`);
    const start = () =>
      spawn(process.execPath, [FAULTY], { env: { ...env, LOG: file, PORT: String(port) }, stdio: 'ignore' });
    let child = start();
    ends.push(() => child.kill('SIGKILL'));
    const config = { mode: 'streamable-http' as const, url: `http://127.0.0.1:${port}/mcp`, timeout_seconds: 5 };
    const made = bench({ x: settings({ config: { ...config, headers: { 'x-key': 'k' } } }) });
    ends.push(made.hub.close);
    await made.is('x', 'ready');
    const restart = async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      child = start();
    };
    return { ...made, restart, log: () => readFileSync(file, 'utf8').trim().split('\n') };
  }

  it('a session that the server has lost is made anew, and the call is made in it', async () => {
    const { call, log } = await served();
    await call('x__forget');
    expect(await call('x__change')).toMatchObject({ ok: true, text: 'changed' });
    expect(log().filter((line) => line === 'call change')).toHaveLength(1);
  });

  it('a server that was restarted is found again', async () => {
    const { call, restart } = await served();
    await restart();
    expect(await call('x__echo', { say: 'again' })).toMatchObject({ ok: true, text: 'again' });
  });

  it('the server is told when its session is over', async () => {
    const { hub, log } = await served();
    await hub.close();
    expect(log()).toContain('delete of a session');
  });

  it('a server that does not listen to that holds nobody up', async () => {
    const { hub, log, state } = await served({ DEAF: '1' });
    await hub.close();
    expect(log()).toContain('delete of a session');
    expect(state('x').lastError).toBeNull();
  });

  it('a caller’s token goes nowhere', async () => {
    const { call, log } = await served();
    await call('x__echo', { say: 'x' });
    expect(log().filter((line) => line.endsWith('with authorization'))).toEqual([]);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
