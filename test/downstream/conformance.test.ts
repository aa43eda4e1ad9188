/** The official suite's fixtures behind the program, under their own names: what a client sees through it is the same. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCase, type Served, scratchFolder, startServer, until } from '../support/program.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SUITE = join(ROOT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const scratch = scratchFolder();
const snapshot = ['--snapshot', demoCase('volume-four-hops')];
let server: Served;

beforeAll(async () => {
  const args = [join(ROOT, 'dist', 'main.js'), 'mcp', ...snapshot];
  const config = { mode: 'stdio', command: process.execPath, args, env: { AIOPS_MCP_CONFORMANCE: '1' } };
  const suite = { prefix: '', config, tools: { '*': { effect: 'read' } } };
  const file = join(scratch.path, 'config.yaml');
  writeFileSync(file, JSON.stringify({ mcp_servers: { suite }, storage: { folder: join(scratch.path, 'state') } }));
  server = await startServer(['--config', file, ...snapshot]);
  await until(
    async () => (await (await fetch(`${server.url}/api/v1/mcp/status`)).text()).includes('"ready"') || undefined,
  );
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  scratch.remove();
});

it('every scenario that 2025-11-25 requires passes through it', async () => {
  const args = [SUITE, 'server', '--url', `${server.url}/mcp`, '--requirements', '2025-11-25'];
  const child = spawn(process.execPath, args, { cwd: scratch.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const summary = out.slice(out.indexOf('=== SUMMARY ===')).split('Not scored for')[0] ?? '';
  expect([...summary.matchAll(/^✗ .*/gm)].map(String), out + complaint).toEqual([]);
  expect([...summary.matchAll(/^✓ /gm)].length).toBeGreaterThanOrEqual(30);
});

it('reports what keeps its own names from being taken', async () => {
  const status = await (await fetch(`${server.url}/api/v1/mcp/status`)).text();
  expect(status).toContain('the name diagnose is taken by another tool');
});
