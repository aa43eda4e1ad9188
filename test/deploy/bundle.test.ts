/** What is handed to clients and registries: one version everywhere, and a bundle that starts where it is unpacked. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestOf } from '../../scripts/mcpbManifest.ts';
import { demoCase, scratchFolder } from '../support/program.ts';

const version = readFileSync('VERSION', 'utf8').trim();
const scratch = scratchFolder();
afterAll(scratch.remove);

it('the registry entry, the krew manifest and the bundle are of the version in VERSION', () => {
  const entry = JSON.parse(readFileSync('server.json', 'utf8'));
  const { name, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect([entry.version, entry.packages[0].version]).toEqual([version, version]);
  expect(entry.packages[0].identifier).toBe(name);
  const krew = parse(readFileSync('deploy/krew/aiops.yaml', 'utf8'));
  expect(krew.spec.version).toBe(`v${version}`);
  expect(krew.spec.platforms[0].bin).toBe(bin['kubectl-aiops']);
  expect(manifestOf(version)).toMatchObject({ version });
});

it('make mcpb packs a bundle that passes its own check and serves from where it is unpacked', async () => {
  const bundle = join(scratch.path, 'x.mcpb');
  const folder = join(scratch.path, 'unpacked');
  execFileSync(process.execPath, ['scripts/mcpb.ts', bundle], { stdio: 'pipe' });
  execFileSync('node_modules/.bin/mcpb', ['unpack', bundle, folder], { stdio: 'pipe' });
  const { server } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const filled = server.mcp_config.args.map((arg: string) => arg.replace(`\${__dirname}`, folder));
  const args = [...filled, '--snapshot', demoCase('volume-four-hops')];
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env: { HOME: scratch.path } }));
  expect(client.getServerVersion()?.version).toBe(version);
  const result = await client.callTool({ name: 'diagnose', arguments: {} });
  expect(result.structuredContent).toMatchObject({ status: 'problems' });
  await client.close();
});
