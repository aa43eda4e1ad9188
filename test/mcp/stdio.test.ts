import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosisResult } from '../../src/diagnosis/result.ts';
import { demoCase, scratchFolder, startProgram, until } from '../support/program.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const scratch = scratchFolder();
afterAll(scratch.remove);

const question = 'the ticket shop answers 500 on every order, find the root cause';
const incident = ['--snapshot', demoCase('volume-four-hops')];
const env = { PATH: process.env.PATH ?? '', HOME: scratch.path };

function parameters(args: readonly string[]) {
  return { command: process.execPath, args: [PROGRAM, 'mcp', ...args], env, stderr: 'inherit' as const };
}

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

/** A client of today's SDK; `legacy` speaks 2025-11-25, the other the stateless revision. */
async function connect(era: 'legacy' | '2026-07-28', args: readonly string[] = incident): Promise<Client> {
  const mode = era === 'legacy' ? ('legacy' as const) : { pin: era };
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StdioClientTransport(parameters(args)));
  open.push(client);
  return client;
}

describe.each(['legacy', '2026-07-28'] as const)('a client of %s', (era) => {
  it('finds the tool described in full', async () => {
    const client = await connect(era);
    const { tools } = await client.listTools();
    const tool = tools.find(({ name }) => name === 'diagnose');
    expect(tools.map(({ name }) => name)).toContain('result_page');
    expect(tool?.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, idempotentHint: true });
    expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual([
      'question',
      'namespace',
      'kind',
      'name',
      'language',
    ]);
    expect(tool?.outputSchema?.type).toBe('object');
    expect(JSON.stringify(tools).length).toBeLessThan(12_000);
  });

  it('diagnoses: structured, mirrored as text, with progress', async () => {
    const client = await connect(era);
    const steps: string[] = [];
    const onprogress = ({ message }: { message?: string }) => {
      steps.push(message ?? '');
    };
    // The client itself checks structuredContent against outputSchema.
    await client.listTools();
    const result = await client.callTool(
      { name: 'diagnose', arguments: { question, namespace: 'shop' } },
      { onprogress },
    );
    const diagnosis = DiagnosisResult.parse(result.structuredContent);
    expect(result.isError).not.toBe(true);
    expect(diagnosis.status).toBe('problems');
    const [content] = result.content;
    expect(content?.type === 'text' && content.text).toContain(diagnosis.rootCauses[0]?.subject.name);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.join()).not.toContain('undefined');
  });

  it('gets sentences for what it did wrong', async () => {
    const client = await connect(era);
    const wrong = [
      [{ name: 'web' }, /give kind and name together/],
      [{ kind: 'Pod' }, /give kind and name together/],
      [{ namespace: '..' }, /namespace: it must be lower-case/],
      [{ kind: 'Pod', name: '../..' }, /name: it cannot be a name/],
    ] as const;
    for (const [input, says] of wrong) {
      const result = await client.callTool({ name: 'diagnose', arguments: input });
      expect(result.isError).toBe(true);
      expect(JSON.stringify(result.content)).toMatch(says);
    }
    await expect(client.callTool({ name: 'no-such-tool', arguments: {} })).rejects.toThrow(/no tool "no-such-tool"/);
  });
});

it('a client of the 1.x SDK diagnoses too', async () => {
  const client = new OlderClient({ name: 'older', version: '1' });
  await client.connect(new OlderTransport(parameters(incident)));
  open.push(client);
  expect((await client.listTools()).tools[0]?.name).toBe('diagnose');
  const result = await client.callTool({ name: 'diagnose', arguments: { question } });
  expect(DiagnosisResult.parse(result.structuredContent).status).toBe('problems');
});

it('a cluster that cannot be read is an error in words, and the next call tries anew', async () => {
  const client = await connect('legacy', ['--kubeconfig', '/does/not/exist']);
  for (const _ of [1, 2]) {
    const result = await client.callTool({ name: 'diagnose', arguments: {} });
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toMatch(/\/does\/not\/exist/);
  }
});

describe('a cluster that never answers', () => {
  let server: Server;
  let requests = 0;
  let closed = 0;
  const kubeconfig = join(scratch.path, 'silent');

  beforeAll(async () => {
    server = createServer((request) => {
      requests += 1;
      request.on('close', () => {
        closed += 1;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const clusters = [{ name: 'k', cluster: { server: `http://127.0.0.1:${port}` } }];
    const contexts = [{ name: 'c', context: { cluster: 'k', user: 'u' } }];
    const config = { 'current-context': 'c', contexts, clusters, users: [{ name: 'u', user: {} }] };
    writeFileSync(kubeconfig, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is not read any further once the call is cancelled', async () => {
    const client = await connect('legacy', ['--kubeconfig', kubeconfig]);
    const controller = new AbortController();
    const call = client.callTool({ name: 'diagnose', arguments: {} }, { signal: controller.signal });
    const rejected = expect(call).rejects.toThrow();
    await until(() => requests > 0 || undefined);
    controller.abort();
    await rejected;
    await until(() => closed === requests || undefined);
  });

  it.each(['stdin', 'SIGTERM'] as const)('does not keep the process when %s ends it', async (how) => {
    const before = requests;
    const { child, ended } = startProgram(['mcp', '--kubeconfig', kubeconfig]);
    const send = (message: object) => child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const clientInfo = { name: 'raw', version: '1' };
    send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
    send({ method: 'notifications/initialized' });
    send({ id: 2, method: 'tools/call', params: { name: 'diagnose', arguments: {} } });
    await until(() => requests > before || undefined);
    if (how === 'stdin') child.stdin?.end();
    else child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });
});

it('junk on standard input is answered or skipped, and the session goes on', async () => {
  const { child, ended } = startProgram(['mcp', ...incident]);
  const clientInfo = { name: 'raw', version: '1' };
  const params = { protocolVersion: '2024-11-05', capabilities: {}, clientInfo };
  child.stdin?.write('this is no JSON\n{"half": \n');
  child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' })}\n`);
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  await until(() => out.includes('"id":2') || undefined);
  child.stdin?.end();
  const { code, stdout, stderr } = await ended;
  expect(stdout).toContain('"protocolVersion":"2024-11-05"');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(code).toBe(0);
});
