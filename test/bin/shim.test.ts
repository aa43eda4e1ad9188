import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oldestNode } from '../../src/nodeVersion.ts';
import { olderNode } from './olderNode.ts';

/** A package with the real `bin/` and a program that tells how it was started, and then what it is asked to do. */
const PROGRAM = `
const [what] = process.argv.slice(2);
// The handler first: whoever is told may send the signal at once.
if (what === 'trap') {
  setInterval(() => {}, 1000);
  process.on('SIGTERM', () => process.exit(7));
}
process.stdout.write(JSON.stringify({ pid: process.pid, version: process.version, argv: process.argv.slice(1) }) + '\\n');
process.once('disconnect', () => process.exit(9));
process.channel?.unref();
if (what === 'wait') setInterval(() => {}, 1000);
if (what === 'echo') process.stdin.pipe(process.stdout);
if (what === 'exit') process.exitCode = 3;
`;

let folder = '';
const command = () => join(folder, 'bin', 'aiops-copilot.js');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aiops-bin-'));
  cpSync('bin', join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'dist', 'main.js'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withNewerNode(): void {
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(process.execPath, join(folder, 'node_modules', '.bin', 'node'));
}

interface Started {
  child: ChildProcess;
  /** What the program told of itself. */
  told: { pid: number; version: string; argv: string[] };
  ended: Promise<{ code: number | null; signal: string | null }>;
}

async function start(node: string, ...args: string[]): Promise<Started> {
  const child = spawn(node, [command(), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  return { child, told: JSON.parse(line), ended };
}

/** A process that ended and that nobody has waited for yet (a zombie) is gone. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

it('runs the program in its own process where Node.js is new enough', async () => {
  const { child, told, ended } = await start(process.execPath, 'exit', 'two words');
  expect(told.pid).toBe(child.pid);
  expect(told.argv).toEqual([command(), 'exit', 'two words']);
  expect(await ended).toEqual({ code: 3, signal: null });
});

it('says what to do where the program was not built', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [unbuilt()], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^aiops-copilot: .*dist\/main\.js is missing: run .*npm ci.*\n$/);
});

function unbuilt(): string {
  const other = join(folder, 'unbuilt');
  cpSync('bin', join(other, 'bin'), { recursive: true });
  writeFileSync(join(other, 'package.json'), '{"type":"module"}');
  return join(other, 'bin', 'aiops-copilot.js');
}

it('names the same oldest Node.js everywhere', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(engines.node).toBe(`>=${oldestNode}`);
  expect(readFileSync('bin/aiops-copilot.js', 'utf8')).toContain(`'${oldestNode}'`);
});

describe('started by an older Node.js', () => {
  const node = olderNode ?? '';
  beforeEach(({ skip }) => skip(node === '', `no Node.js older than ${oldestNode} is on PATH`));

  it('says in one sentence what is needed where no newer one is installed', () => {
    const { status, stdout, stderr } = spawnSync(node, [command()], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^aiops-copilot: Node\.js .* or newer is needed and this is v.*\n$/);
  });

  it('runs again with the one in node_modules, with the same arguments, streams and exit code', async () => {
    withNewerNode();
    const { child, told, ended } = await start(node, 'exit', 'two words', '');
    expect(told.version).toBe(process.version);
    expect(told.pid).not.toBe(child.pid);
    expect(told.argv).toEqual([command(), 'exit', 'two words', '']);
    expect(await ended).toEqual({ code: 3, signal: null });
  });

  it('hands its standard input on', async () => {
    const { child, ended } = await start(node, 'echo');
    const echoed = new Promise((resolve) => child.stdout?.once('data', (data) => resolve(String(data))));
    child.stdin?.end('a question');
    expect(await echoed).toBe('a question');
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it('forwards a signal and ends as the program does', async () => {
    const trapping = await start(node, 'trap');
    trapping.child.kill('SIGTERM');
    expect(await trapping.ended).toEqual({ code: 7, signal: null });
    const plain = await start(node, 'wait');
    plain.child.kill('SIGTERM');
    expect(await plain.ended).toEqual({ code: null, signal: 'SIGTERM' });
    await untilGone(plain.told.pid);
  });

  it('leaves no program behind when it is killed', async () => {
    const { child, told } = await start(node, 'wait');
    child.kill('SIGKILL');
    await untilGone(told.pid);
  });
});
