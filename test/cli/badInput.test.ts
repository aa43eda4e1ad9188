import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { demoCase, runProgram, scratchFolder } from '../support/program.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

/** Writes a file and gives its path. */
function file(name: string, text: string): string {
  const path = join(scratch.path, name);
  writeFileSync(path, text);
  return path;
}

function kubeconfig(name: string, server: string, user: object = {}): string {
  return file(
    name,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
      clusters: [{ name: 'k', cluster: { server } }],
      users: [{ name: 'u', user }],
    }),
  );
}

const emptyFolder = join(scratch.path, 'empty');
mkdirSync(emptyFolder);
const garbage = join(scratch.path, 'garbage');
mkdirSync(garbage);
writeFileSync(join(garbage, 'a.yaml'), '{{{{ not yaml\n\u0000');
const full = join(scratch.path, 'full');
mkdirSync(full);
writeFileSync(join(full, 'my-thesis.txt'), 'precious');
const plugin = file('plugin.sh', '#!/bin/sh\necho "login first" >&2\nexit 7\n');
chmodSync(plugin, 0o755);
const exec = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: plugin, interactiveMode: 'Never' } };
const demo = ['--snapshot', demoCase('image-tag-typo')];

type Row = readonly [args: readonly string[], code: number, says: RegExp, env?: Readonly<Record<string, string>>];

const ROWS: readonly Row[] = [
  [['diagnose', '--fast'], 2, /--fast/],
  [['diagnoze'], 2, /diagnoze/],
  [['diagnose', '-n'], 2, /-n/],
  [['diagnose', '-n', 'Shop!', ...demo], 2, /"Shop!".*lower-case/],
  [['diagnose', '-n', 'a', '-A', ...demo], 2, /-n or -A/],
  [['diagnose', '-o', 'xml', ...demo], 2, /text, json, markdown/],
  [['diagnose', '--lang', 'fr', ...demo], 2, /en, zh/],
  [['diagnose', '--log-level', 'loud', ...demo], 2, /trace/],
  [['diagnose', '--config', '/does/not/exist.yaml'], 2, /\/does\/not\/exist\.yaml.*--config/],
  [['diagnose'], 2, /gone\.yaml.*CONFIG_FILE/, { CONFIG_FILE: '/gone.yaml' }],
  [['diagnose', '--config', file('typo.yaml', 'serverr: {port: 1}\n')], 2, /"serverr".*did you mean "server"/],
  [['diagnose', '--config', file('deep.yaml', 'server: {prot: 1}\n')], 2, /"server\.prot".*did you mean "port"/],
  [['diagnose', '--config', file('bad.yaml', 'server: [\n')], 2, /not valid YAML/],
  [['diagnose', '--config', file('list.yaml', '- a\n')], 2, /keys such as/],
  [
    ['serve', '--config', file('token.yaml', 'auth: {tokens: [{name: a, role: viewer, token: "\u0024{ONCALL}"}]}\n')],
    2,
    /ONCALL.*not set/,
  ],
  [['serve', '--port', '70000'], 2, /: --port cannot be used.*65535/],
  [['serve', '--port', 'http'], 2, /: --port cannot be used: it must be a whole number/],
  [['serve'], 2, /: PORT cannot be used/, { PORT: '-1' }],
  [['serve', '--host', '0.0.0.0', '--port', '0'], 2, /AIOPS_TOKENS/],
  [['serve', '--host', '0.0.0.0', '--port', '0'], 2, /name:role:token/, { AIOPS_TOKENS: 'nonsense' }],
  [['diagnose'], 3, /kubeconfig/],
  [['diagnose', '--kubeconfig', '/does/not/exist'], 3, /\/does\/not\/exist/],
  [['diagnose', '--kubeconfig', file('kc-bad', '{{{')], 3, /kc-bad/],
  [['diagnose', '--kubeconfig', kubeconfig('kc-ctx', 'http://127.0.0.1:1'), '--context', 'nope'], 3, /nope/],
  [['diagnose', '--kubeconfig', kubeconfig('kc-refused', 'http://127.0.0.1:1')], 3, /127\.0\.0\.1:1/],
  [['diagnose', '--kubeconfig', kubeconfig('kc-exec', 'https://127.0.0.1:1', exec)], 3, /plugin\.sh/],
  [['diagnose', '--snapshot', '/does/not/exist'], 3, /\/does\/not\/exist/],
  [['diagnose', '--snapshot', emptyFolder], 3, /empty/],
  [['diagnose', '--snapshot', garbage], 3, /a\.yaml/],
  [['demo', 'image-tag-typ'], 2, /did you mean image-tag-typo/],
  [['capture', full, ...demo], 2, /full/],
  [['capture'], 2, /dir/],
  [['replay'], 2, /dir/],
  [['replay', '/does/not/exist'], 3, /\/does\/not\/exist/],
  [['replay', demoCase('image-tag-typo'), '--', 'no-such-program'], 2, /no-such-program/],
];

describe('bad input', () => {
  it.each(ROWS.map(([args, code, says, env]) => ({ args, code, says, env })))(
    '$args ends with $code and one sentence',
    async ({ args, code, says, env }) => {
      const ended = await runProgram(args, { env });
      expect(ended.stderr).toMatch(says);
      expect(ended.stderr).toMatch(/^aiops-copilot: [^\n]+[.?]\n$/);
      expect(ended.stderr).not.toMatch(/\n\s+at |node:internal/);
      expect(ended.stdout).toBe('');
      expect(ended.code).toBe(code);
    },
  );

  it('a port that is taken is named', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ended = await runProgram(['serve', '--port', String(port), ...demo]);
    taken.close();
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/port is in use/);
    expect(ended.stdout).toBe('');
  });
});
