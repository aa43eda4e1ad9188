/** What every client reads first: all of it, in few words. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, expect, it } from 'vitest';
import { demoCase, scratchFolder } from '../support/program.ts';
import { PROGRAM } from './lab/lab.ts';

const MAX_BYTES = 12_000;
const scratch = scratchFolder();
afterAll(scratch.remove);

it('all built-in tools are described in full, in the same order, and in 12 kB', async () => {
  const args = [PROGRAM, 'mcp', '--snapshot', demoCase('volume-four-hops')];
  // With a model, so that the tools that need one are there too; it is never asked.
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: scratch.path,
    LLM_BASE_URL: 'http://127.0.0.1:9',
    LLM_MODEL: 'none',
  };
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env }));
  const { tools } = await client.listTools();
  expect(Buffer.byteLength(JSON.stringify({ tools }))).toBeLessThanOrEqual(MAX_BYTES);
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['diagnose', 'result_page']));
  for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
    expect(name).toMatch(/^[a-z_]{1,32}$/);
    expect(title, name).toBeTruthy();
    expect(description?.length, name).toBeGreaterThan(20);
    expect([inputSchema.type, outputSchema?.type], name).toEqual(['object', 'object']);
    // What policy refuses has to pass the client's own check.
    expect(JSON.stringify(outputSchema), name).toContain('approval_required');
    const hints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];
    expect(Object.keys(annotations ?? {}), name).toEqual(hints);
    expect(annotations?.readOnlyHint, name).toBe(!annotations?.destructiveHint);
  }
  expect((await client.listTools()).tools).toEqual(tools);
  await client.close();
});
