import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { olderNode } from './olderNode.ts';

const DIST = resolve('dist/main.js');
const BIN = resolve('bin/aiops-copilot.js');
const version = readFileSync('VERSION', 'utf8');

function output(node: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

beforeAll(() => expect(existsSync(DIST), 'run `npm run build` first').toBe(true));

it.each([DIST, BIN, resolve('bin/kubectl-aiops.js')])('%s tells its version', (program) => {
  expect(output(process.execPath, program, '--version')).toEqual({ status: 0, stdout: version, stderr: '' });
});

it('leaves a compile cache for the next start', () => {
  output(process.execPath, DIST, '--version');
  expect(existsSync('dist/.compile-cache')).toBe(true);
});

describe('on an older Node.js', () => {
  const node = olderNode ?? '';
  beforeEach(({ skip }) => skip(olderNode === undefined, 'no older Node.js is on PATH'));

  it('the bundle says in one sentence how to start it', () => {
    const { status, stdout, stderr } = output(node, DIST, '--version');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^aiops-copilot needs Node\.js .* or newer and was started by v.*\n$/);
  });

  it('the command works, with the newer Node.js of node_modules', () => {
    expect(output(node, BIN, '--version')).toEqual({ status: 0, stdout: version, stderr: '' });
  });

  it('killing the command ends the program, though its client keeps the pipes open', async () => {
    const shim = spawn(node, [BIN, 'mcp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = new Promise((done) => shim.stdout.once('close', done));
    const answered = new Promise((done) => shim.stdout.once('data', done));
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    shim.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    await answered;
    shim.kill('SIGKILL');
    // The pipe closes when the last process that holds it has ended.
    await closed;
  });
});
