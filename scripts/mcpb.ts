/**
 * `make mcpb`: the bundle that clients such as Claude Desktop install with a double click. Staged from what a package
 * would hold, checked and packed by the official packer, without any network.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { manifestOf } from './mcpbManifest.ts';

const CONTENT = ['dist', 'config', 'runbooks', 'VERSION', 'LICENSE', 'README.md', 'README.zh.md'];
/** Of this machine only. */
const LEFT_OUT = new Set(['.compile-cache', 'schema']);

const version = readFileSync('VERSION', 'utf8').trim();
const stage = '.cache/mcpb';
const bundle = process.argv[2] ?? `aiops-copilot-${version}.mcpb`;

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
for (const name of CONTENT) {
  cpSync(name, join(stage, name), { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
}
writeFileSync(join(stage, 'manifest.json'), `${JSON.stringify(manifestOf(version), undefined, 2)}\n`);
// Node.js takes the files for modules only where this says so.
writeFileSync(join(stage, 'package.json'), `${JSON.stringify({ name: 'aiops-copilot', version, type: 'module' })}\n`);
mcpb('validate', join(stage, 'manifest.json'));
mcpb('pack', stage, bundle);

function mcpb(...args: string[]): void {
  const { status } = spawnSync('node_modules/.bin/mcpb', args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`mcpb ${args[0]} failed.`);
}
