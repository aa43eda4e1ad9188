/** `replay`: a command on a snapshot, and a snapshot that stays until it is told to go. */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { kubeboxKubectl, kubeboxMissing } from '../kubebox.ts';
import { runProgram, startProgram } from '../support/program.ts';
import { folderOf, NAMESPACE, object } from './folder.ts';

const POD = `${object('v1', 'Pod', 'shop', 'web')}spec: {containers: [{name: app, image: x}]}\nstatus: {phase: Running}\n`;
const SHOW = 'process.stdout.write(process.env.KUBECONFIG + " " + process.env.KUBERC); process.exit(7)';

describe('with a command', () => {
  test('it runs with KUBECONFIG set, and its exit code is passed on', async () => {
    const folder = await folderOf({ 'a.yaml': POD });
    const { code, stdout } = await runProgram(['replay', folder, '--', process.execPath, '-e', SHOW]);
    expect(code).toBe(7);
    const [kubeconfig = '', kuberc] = stdout.split(' ');
    expect(kubeconfig).toMatch(/aiops-snapshot-.*kubeconfig$/);
    expect(kuberc).toBe('off');
    expect(existsSync(kubeconfig)).toBe(false);
  });

  test.skipIf(kubeboxMissing !== undefined)(`kubectl reads it (${kubeboxMissing ?? 'kubectl found'})`, async () => {
    const folder = await folderOf({ 'a.yaml': `${NAMESPACE}\n---\n${POD}` });
    const { code, stdout, stderr } = await runProgram([
      'replay',
      folder,
      '--',
      ...kubeboxKubectl,
      'get',
      'pods',
      '-A',
      '--no-headers',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split(/\s+/)).toEqual(['shop', 'web', '0/1', 'Running', '0', '<unknown>']);
  });

  test('a signal goes to the command, which decides', async () => {
    const folder = await folderOf({ 'a.yaml': POD });
    const script =
      'process.on("SIGTERM", () => process.exit(9)); process.stdout.write("ready\\n"); setInterval(() => {}, 1000)';
    const { child, ended } = startProgram(['replay', folder, '--', process.execPath, '-e', script]);
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    expect((await ended).code).toBe(9);
  });

  test('a command that is not there is one sentence', async () => {
    const folder = await folderOf({ 'a.yaml': POD });
    const { code, stdout, stderr } = await runProgram(['replay', folder, '--', 'no-such-program-here']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^aiops-copilot: no-such-program-here is not found on the PATH; give a program.*\n$/);
  });
});

test('without a command it prints the line for a shell, serves, and leaves nothing behind', async () => {
  const folder = await folderOf({ 'a.yaml': POD });
  const { child, ended } = startProgram(['replay', folder]);
  const lines = child.stdout === null ? undefined : createInterface(child.stdout);
  const line = await new Promise<string>((resolve) => lines?.once('line', resolve));
  const path = /^export KUBECONFIG=(\S+)$/.exec(line)?.[1] ?? '';
  expect(existsSync(path)).toBe(true);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(existsSync(path)).toBe(false);
});

test('a snapshot that cannot be read is exit 3 and one sentence', async () => {
  const { code, stdout, stderr } = await runProgram(['replay', '/no/such/folder', '--', 'kubectl', 'get', 'pods']);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/^aiops-copilot: Snapshot \/no\/such\/folder does not exist; .*\n$/);
});
