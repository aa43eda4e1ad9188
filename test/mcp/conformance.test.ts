/** The official conformance suites of both protocol eras, against the program as it is served. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCase, type Served, scratchFolder, startServer } from '../support/program.ts';

const SUITE = join(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance/dist/index.js');
const scratch = scratchFolder();
const snapshot = ['--snapshot', demoCase('volume-four-hops')];

async function namesAt(server: Served): Promise<string[]> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  const { tools } = await client.listTools();
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  await client.close();
  return [...tools, ...prompts, ...resources].map(({ name }) => name);
}

async function stop(server: Served): Promise<void> {
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
}

describe('with its fixtures', () => {
  let server: Served;
  beforeAll(async () => {
    server = await startServer(snapshot, { env: { AIOPS_MCP_CONFORMANCE: '1' } });
  });
  afterAll(async () => {
    await stop(server);
    scratch.remove();
  });

  it.each([
    ['2025-11-25', 30],
    ['2026-07-28', 37],
  ] as const)('every scenario that %s requires passes', async (revision, required) => {
    const args = [SUITE, 'server', '--url', `${server.url}/mcp`, '--requirements', revision];
    const child = spawn(process.execPath, args, { cwd: scratch.path, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, complaint, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.once('close', resolve)),
    ]);
    const [summary = '', unscored = ''] = out.slice(out.indexOf('=== SUMMARY ===')).split('Not scored for');
    // The summary lists all that ran; what the revision does not score is named again below it.
    const failed = [...summary.matchAll(/^✗ ([\w-]+)/gm)].filter(([, name]) => !unscored.includes(`✗ ${name} (`));
    expect(failed, out + complaint).toEqual([]);
    expect(code, out + complaint).toBe(0);
    const passed = [...summary.matchAll(/^✓ ([\w-]+)/gm)].filter(([, name]) => !unscored.includes(`✓ ${name} (`));
    expect(passed.length).toBe(required);
  });

  it('stand beside what is offered otherwise', async () => {
    expect(await namesAt(server)).toEqual(
      expect.arrayContaining(['diagnose', 'test_simple_text', 'test_simple_prompt']),
    );
  });
});

it('nothing of the fixtures is offered where nobody asked for them', async () => {
  const server = await startServer(snapshot);
  expect((await namesAt(server)).filter((name) => /^test_|^Static|2020_12/.test(name))).toEqual([]);
  await stop(server);
});
