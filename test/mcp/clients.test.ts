/** Unmodified clients of both SDKs, in each era and by each way: a diagnosis, a paged result, a denied call, a cancelled one. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosisResult } from '../../src/diagnosis/result.ts';
import { demoCase, type Served, scratchFolder, startServer, until } from '../support/program.ts';
import { type AnyClient, connect, type Kind, type Place, type Way, writeConfig, written } from './lab/lab.ts';

const scratch = scratchFolder();
let server: Served;
let place: Place;

beforeAll(async () => {
  const args = ['--config', writeConfig(scratch.path), '--snapshot', demoCase('volume-four-hops')];
  const env = { PATH: process.env.PATH ?? '', HOME: scratch.path };
  server = await startServer(args, { env });
  place = { url: server.url, args, env, role: 'operator' };
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  scratch.remove();
});

const CLIENTS: readonly (readonly [Kind, Way])[] = [
  ['1.x', 'stdio'],
  ['1.x', '/mcp'],
  ['1.x', '/sse'],
  ['2.x 2025-11-25', 'stdio'],
  ['2.x 2025-11-25', '/mcp'],
  ['2.x 2025-11-25', '/sse'],
  ['2.x 2026-07-28', 'stdio'],
  ['2.x 2026-07-28', '/mcp'],
];

describe.each(CLIENTS)('a client of %s by %s', (kind, way) => {
  let client: AnyClient;
  beforeAll(async () => {
    client = await connect(kind, way, place);
  });
  afterAll(() => client.close());

  it('diagnoses', async () => {
    const question = 'the ticket shop answers 500 on every order, find the root cause';
    const result = await client.callTool({ name: 'diagnose', arguments: { question } });
    expect(DiagnosisResult.parse(result.structuredContent).status).toBe('problems');
    expect(result.content[0]?.text).toContain('ceph-nvme');
  });

  it('reads a long result to its end', async () => {
    const lines = 4000;
    const first = await client.callTool({ name: 'lab__long', arguments: { lines } });
    const shown = first.content[0]?.text ?? '';
    const [note, handle, offset] = /\n\[cut: .* handle=(\S+) offset=(\d+)/.exec(shown) ?? [];
    let whole = shown.slice(0, shown.indexOf(note ?? '?'));
    for (let next: unknown = Number(offset); typeof next === 'number'; ) {
      const page = await client.callTool({ name: 'result_page', arguments: { handle: handle ?? '', offset: next } });
      whole += page.structuredContent?.text;
      next = page.structuredContent?.nextOffset;
    }
    expect(whole).toBe(Array.from({ length: lines }, (_, n) => `line ${n} of many`).join('\n'));
  });

  it('is denied a change, in words and in a form', async () => {
    const file = join(scratch.path, `changed-${kind}-${way}`.replaceAll('/', '_'));
    const result = await client.callTool({ name: 'lab__change', arguments: { file } });
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toMatchObject({ verdict: 'denied', reason: expect.stringContaining('snapshot') });
    expect(result.content[0]?.text).toContain('Not run');
    expect(written(file)).toBe('');
  });

  it('cancels a call, and what runs behind it ends', async () => {
    const file = join(scratch.path, `slow-${kind}-${way}`.replaceAll('/', '_'));
    const controller = new AbortController();
    const call = client.callTool({ name: 'lab__slow', arguments: { file } }, { signal: controller.signal });
    const rejected = expect(call).rejects.toThrow();
    await until(() => written(file).includes('started') || undefined);
    controller.abort();
    await rejected;
    await until(() => written(file).includes('cancelled') || undefined);
    expect((await client.callTool({ name: 'lab__echo', arguments: {} })).content[0]?.text).toBe('echo');
  });

  it('is told by the protocol that a tool does not exist', async () => {
    await expect(client.callTool({ name: 'no-such-tool', arguments: {} })).rejects.toThrow(/no tool "no-such-tool"/);
  });
});
