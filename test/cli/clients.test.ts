/** The configurations for MCP clients: what is printed, what lies in deploy/clients, and that what they name really starts. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CLIENTS } from '../../src/cli/clients.ts';
import { demoCase, runProgram } from '../support/program.ts';

const FOLDER = resolve(import.meta.dirname, '../../deploy/clients');
const Launch = z.looseObject({ command: z.string(), args: z.array(z.string()) });

/** Finds the launch in whatever shape the client wants. */
function launchIn(text: string): z.infer<typeof Launch> {
  if (!text.startsWith('{')) {
    const lines = text.matchAll(/^(command|args) = (.+)$/gm);
    return Launch.parse(Object.fromEntries([...lines].map(([, key, value = '']) => [key, JSON.parse(value)])));
  }
  const { mcpServers, servers } = JSON.parse(text) as Record<string, Record<string, unknown> | undefined>;
  return Launch.parse((mcpServers ?? servers)?.['aiops-copilot']);
}

describe.each(Object.entries(CLIENTS))('%s', (name, { file, print }) => {
  it('has its file in deploy/clients', () => {
    const launch = { command: 'aiops-copilot', args: ['mcp'] };
    expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(print(launch));
    expect(launchIn(print(launch))).toMatchObject(launch);
    expect(readFileSync(join(FOLDER, 'README.md'), 'utf8')).toContain(file);
  });

  it('launches this installation with what is printed, options included', async () => {
    const snapshot = demoCase('volume-four-hops');
    const { code, stdout, stderr } = await runProgram(['mcp', '--print-config', name, '--snapshot', snapshot]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Put it into /);
    const { command, args } = launchIn(stdout);
    expect(args).toContain(snapshot);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command, args, env: {} }));
    expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('diagnose');
    await client.close();
  });
});

it('an unknown client is a usage error that names those that there are', async () => {
  const { code, stderr } = await runProgram(['mcp', '--print-config', 'emacs']);
  expect(code).toBe(2);
  for (const name of Object.keys(CLIENTS)) expect(stderr).toContain(name);
});
