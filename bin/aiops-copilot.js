#!/usr/bin/env node
// Starts the program in this process where Node.js is new enough, else with the newer Node.js that `npm ci` put beside the
// package. Any Node.js >= 18 parses this file; it needs nothing but Node.js itself.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldest = '22.19.0'; // as in package.json
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
const own = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const program = join(own, 'dist', 'main.js');

if (!existsSync(program)) refuse(`${program} is missing: run \`npm ci && npm run build\` in ${own} first.`);
else if (isNewEnough(process.versions.node)) await import(new URL('../dist/main.js', import.meta.url).href);
else startWith(findNewerNode());

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [needMajor, needMinor] = oldest.split('.').map(Number);
  return major > needMajor || (major === needMajor && minor >= needMinor);
}

/** The nearest node_modules/.bin/node upward from the package, other than the one that runs this. */
function findNewerNode() {
  const name = process.platform === 'win32' ? join('node', 'bin', 'node.exe') : join('.bin', 'node');
  for (let folder = own; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate) && realpathSync(candidate) !== realpathSync(process.execPath)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

function startWith(node) {
  if (node === undefined) {
    refuse(
      `Node.js ${oldest} or newer is needed and this is ${process.version}: install it, or run \`npm ci\` in ${own}, which brings one.`,
    );
    return;
  }
  // The channel tells the child when this process is killed, so that it never outlives it.
  const child = spawn(node, [...process.argv.slice(1)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`));
  forwardSignals(child);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of forwarded) process.removeAllListeners(name);
    process.kill(process.pid, signal);
    // Where the signal is ignored here, the shell's own number for it.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
  });
}

/** Ctrl-C on a terminal reaches the child by itself: it gets the signal from here only if it has not ended by then. */
function forwardSignals(child) {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const name of forwarded) {
    const delay = onTerminal && name !== 'SIGTERM' ? 1000 : 0;
    process.on(name, () => setTimeout(() => child.kill(name), delay));
  }
}

function refuse(sentence) {
  process.stderr.write(`aiops-copilot: ${sentence}\n`);
  process.exitCode = 2;
}
