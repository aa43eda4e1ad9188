/** Things that notice an escape: a secret file, a file that must not appear, one that must stay, a process with a secret in its environment, a listener. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDecide } from '../../src/policy/decide.ts';
import { createClassifyKubectl } from '../../src/policy/kubectl/classify.ts';
import { type ClassifiedShell, createClassifyShell } from '../../src/policy/shell/classify.ts';
import type { RunKubectl } from '../../src/shell/machine.ts';
import { runShell, type ShellOutcome } from '../../src/shell/run.ts';

const TOKEN = `CANARY-${process.pid}-${Date.now()}`;
const INTACT = 'intact\n';

export interface Lab {
  /** The folder that may be read. */
  dir: string;
  /** The attack with real paths and the real port in it. */
  armed: (line: string) => string;
  classify: (text: string) => ClassifiedShell;
  run: (text: string, timeoutSeconds?: number) => Promise<{ denied: string } | ShellOutcome>;
  /** What a line did that it must not do; repaired for the next one. */
  escapes: (output: string) => string[];
  close: () => Promise<void>;
}

export async function createLab(): Promise<Lab> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'shell-lab-')));
  const at = {
    dir: join(base, 'readable'),
    secret: join(base, 'private/secret.txt'),
    out: join(base, 'out'),
    victim: join(base, 'victim'),
  };
  furnish(at);
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const port = (listener.address() as AddressInfo).port;
  const bystander: ChildProcess = spawn('sleep', ['3600'], { env: { CANARY: TOKEN }, stdio: 'ignore' });
  const armed = (line: string) =>
    line
      .replaceAll('SECRET', at.secret)
      .replaceAll('OUT', at.out)
      .replaceAll('VICTIM', at.victim)
      .replaceAll('DIR', at.dir)
      .replaceAll('PORT', String(port))
      .replaceAll('CANARY', TOKEN.slice(0, 7));
  const classify = createClassifyShell({ readable: [at.dir], kubectl: createClassifyKubectl({ contexts: [] }) });
  const decide = createDecide([]);
  const run: Lab['run'] = async (text, timeoutSeconds = 5) => {
    const { action, run: judged } = classify(text);
    if (judged === undefined) return { denied: action.forbidden ?? '' };
    const guard = judged.guard((one) => decide({ name: 'test', role: 'viewer' }, one));
    return runShell({
      plan: judged.plan,
      guard,
      kubectl: realKubectl,
      signal: new AbortController().signal,
      timeoutSeconds,
    });
  };
  const escapes = (output: string) => {
    const found = [
      output.includes(TOKEN) && 'read the secret',
      existsSync(at.out) && 'made a file',
      readVictim(at.victim) !== INTACT && 'changed a file',
      connections > 0 && 'connected',
    ].filter((one) => one !== false);
    connections = 0;
    rmSync(at.out, { recursive: true, force: true });
    furnish(at);
    return found;
  };
  const close = async () => {
    bystander.kill();
    await new Promise((resolve) => listener.close(resolve));
    rmSync(base, { recursive: true, force: true });
  };
  return { dir: at.dir, armed, classify, run, escapes, close };
}

const readVictim = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function furnish({ dir, secret, victim }: Record<'dir' | 'secret' | 'victim', string>): void {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  mkdirSync(join(secret, '..'), { recursive: true });
  writeFileSync(secret, `${TOKEN}\n`);
  writeFileSync(victim, INTACT);
  writeFileSync(join(dir, 'log.txt'), 'b 2\na 1\n');
  writeFileSync(join(dir, 'server.key'), `${TOKEN}\n`);
  symlinkSync(secret, join(dir, 'link'));
  symlinkSync('link', join(dir, 'chain'));
  symlinkSync(join(secret, '..'), join(dir, 'dirlink'));
  symlinkSync('/proc/self/environ', join(dir, 'proc'));
  mkdirSync(join(dir, 'names'));
  for (const name of HOSTILE_NAMES) writeFileSync(join(dir, 'names', name), 'x\n');
}

export const HOSTILE_NAMES = [
  '-oescaped',
  '--output=escaped',
  '-exec',
  '-delete',
  '-i',
  '-f',
  '--compress-program=sh',
  ';id',
  '$(id)',
  '`id`',
  'a b',
  'a\nb',
  "it's",
  '"',
  '(',
  '!',
  '*',
  '~',
  'BEGIN{system("id")}',
  '1e id',
];

/** kubectl without any cluster: enough to see that it is started only with what was judged. */
export const realKubectl: RunKubectl = async ({ argv }) => {
  const { stdout, stderr, status } = spawnSync('kubectl', [...argv, '--server=http://127.0.0.1:1'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
  });
  return {
    stdout: stdout ?? '',
    stderr: stderr ?? '',
    exitCode: status ?? 127,
    cluster: { context: null, server: null, capturedAt: null },
  };
};
