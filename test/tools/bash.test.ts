/** The tool bash on the one call path, with the real programs, a snapshot and a real API server. */
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/cli/app.ts';
import type { Principal, Role } from '../../src/policy/types.ts';
import { CommandResult } from '../../src/tools/commandResult.ts';
import { canaryFolder, LEAKS, realKubectl, scratch } from '../cluster/kubectl/support.ts';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { demoCase } from '../support/program.ts';

const folder = scratch();

function call(app: App, command: string, role: Role = 'operator', more: Partial<Principal> = {}) {
  return app.call({
    tool: 'bash',
    arguments: { command, timeout_seconds: 20 },
    principal: { name: 'tester', role, ...more },
    signal: new AbortController().signal,
  });
}

const outputOf = async (result: ReturnType<typeof call>) => CommandResult.parse((await result).structured).output;

beforeAll(() => {
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'));
  return () => vi.unstubAllEnvs();
});

describe('bash without a cluster', () => {
  let app: App;
  beforeAll(() => {
    app = createApp({ snapshot: demoCase('config-key-renamed') });
  });
  afterAll(() => app.close());

  it('runs for a viewer, and says first where', async () => {
    const result = await call(app, 'echo b a | xargs -n1 echo | sort', 'viewer');
    const { output, exitCode, cluster } = CommandResult.parse(result.structured);
    expect(output).toMatch(/^Ran (?:in this container|on this machine) \(.+\), not on a cluster node\.\na\nb$/);
    expect(output).toContain(hostname());
    expect([exitCode, cluster, result.ok]).toEqual([0, null, true]);
  });

  it('is no error where a command fails, only where one could not be started or ran out of time', async () => {
    expect(await call(app, 'grep nothing /etc/hosts')).toMatchObject({ ok: true, structured: { exitCode: 1 } });
    expect(await call(app, 'cat /etc/shado?')).toMatchObject({ ok: false, structured: { exitCode: 126 } });
    const late = await app.call({
      tool: 'bash',
      arguments: { command: 'echo begun; sleep 30', timeout_seconds: 1 },
      principal: { name: 'tester', role: 'viewer' },
      signal: new AbortController().signal,
    });
    expect(late).toMatchObject({
      ok: false,
      structured: { exitCode: 124, output: expect.stringMatching(/begun\n.*1 seconds/) },
    });
  });

  it.each([
    ['cat /etc/shadow', 'can be neither read nor listed'],
    ['ls > /tmp/x', 'nothing may be written'],
    ['curl http://example.com', 'use kubectl or promql'],
    ['while true; do ls; done', 'use "for x in $(…)" or xargs'],
    ['ls &', 'background'],
    ['cat <<EOF\nx\nEOF', 'printf'],
  ])('denies "%s" to everybody, and says what to do', async (line, hint) => {
    const { structured, failure } = await call(app, line, 'approver');
    expect([failure, structured]).toMatchObject([
      'denied',
      { verdict: 'denied', reason: expect.stringContaining(hint) },
    ]);
  });

  it('keeps a caller that is bound to namespaces from what tells of the machine', async () => {
    expect(await call(app, 'df -h', 'operator', { namespaces: ['pay'] })).toMatchObject({ failure: 'denied' });
    expect(await call(app, 'echo x | tr x y', 'operator', { namespaces: ['pay'] })).toMatchObject({ ok: true });
  });

  it('keeps what is long as a page', async () => {
    const result = await call(app, 'seq 1 200000');
    expect(result.structured).toMatchObject({ truncated: { handle: expect.any(String), total: expect.any(Number) } });
  });
});

describe('bash where nothing is judged', () => {
  let app: App;
  beforeAll(() => {
    vi.stubEnv('BASH_TOOL_UNSAFE_ALLOW_ALL', 'true');
    vi.stubEnv('DEEPSEEK_API_KEY', 'sk-never-shown-to-commands');
    writeFileSync(join(folder, 'empty.yaml'), '{}\n');
    app = createApp({ config: join(folder, 'empty.yaml') });
  });
  afterAll(async () => {
    vi.stubEnv('BASH_TOOL_UNSAFE_ALLOW_ALL', '');
    await app.close();
  });

  it('runs anything for an operator, says so in the result, and hides the keys of this program', async () => {
    const file = join(folder, 'made');
    const output = await outputOf(call(app, `echo $((40+2)) > ${file}; cat ${file}; env`));
    expect(output).toMatch(
      /not on a cluster node\.\nBASH_TOOL_UNSAFE_ALLOW_ALL is on: nothing was checked before it ran\.\n42\n/,
    );
    expect(output).not.toMatch(/DEEPSEEK|sk-never/);
    expect(existsSync(file)).toBe(true);
  });

  it('keeps a viewer, and whoever is bound to namespaces, on the table', async () => {
    const file = join(folder, 'not-made');
    expect(await call(app, `touch ${file}`, 'viewer')).toMatchObject({ failure: 'denied' });
    expect(await call(app, `touch ${file}`, 'operator', { namespaces: ['pay'] })).toMatchObject({ failure: 'denied' });
    expect(await outputOf(call(app, 'echo plain', 'viewer'))).not.toContain('UNSAFE');
    expect(existsSync(file)).toBe(false);
  });

  it('ends by time, with all that it started', async () => {
    const { structured, ok } = await app.call({
      tool: 'bash',
      arguments: { command: '(sleep 75.25 &) ; echo on; sleep 75.25', timeout_seconds: 1 },
      principal: { name: 'tester', role: 'operator' },
      signal: new AbortController().signal,
    });
    expect([ok, structured]).toMatchObject([false, { exitCode: 124, output: expect.stringContaining('on\n') }]);
    expect(await outputOf(call(app, 'pgrep -f "sleep 75[.]25" | wc -l'))).toMatch(/\n0$/);
  });
});

describe.skipIf(kubeboxMissing !== undefined)(`kubectl in bash (${kubeboxMissing ?? 'at hand'})`, () => {
  let box: Kubebox;
  let app: App;
  beforeAll(async () => {
    vi.stubEnv('PATH', `${realKubectl(folder)}${delimiter}${process.env.PATH}`);
    box = await startKubebox(['serve', '--snapshot', canaryFolder(folder)]);
    app = createApp({ kubeconfig: box.kubeconfig });
  });
  afterAll(async () => {
    await app?.close();
    await box?.stop();
  });

  it('is part of a pipeline, and the result names the cluster', async () => {
    const result = await call(
      app,
      "kubectl get pods -A --no-headers | grep -v nothing | awk '{print $2}' | sort",
      'viewer',
    );
    expect(result.structured).toMatchObject({ exitCode: 0, cluster: { context: 'kubebox', server: box.server } });
    expect(result.text).toMatch(/kubectl asked the cluster kubebox \(http.*\)\.\n(?:.*\n)*web/);
  });

  it('gets the words that other commands print, each judged again', async () => {
    expect(
      await outputOf(
        call(app, 'for p in $(kubectl get pods -n shop -o name); do kubectl get -n shop $p -o name; done'),
      ),
    ).toMatch(/pod\/web$/);
    expect(await outputOf(call(app, 'kubectl get pods -n shop -o name | xargs kubectl get -n shop -o name'))).toMatch(
      /pod\/web$/,
    );
    expect(await call(app, 'echo delete pod web -n shop | xargs kubectl')).toMatchObject({ failure: 'denied' });
    expect(await call(app, 'kubectl delete -n shop $(kubectl get pods -n shop -o name)')).toMatchObject({
      failure: 'denied',
    });
    expect(await outputOf(call(app, 'kubectl get pods -n shop -o name'))).toMatch(/pod\/web$/);
  });

  it('waits for an approval before a change anywhere in the text, and what is protected stays so', async () => {
    const line = 'kubectl get pods -n shop | head -1; if true; then kubectl label pod web a=b -n shop; fi';
    expect((await call(app, line)).structured).toMatchObject({
      verdict: 'approval_required',
      approval: expect.any(String),
    });
    expect(await call(app, line, 'viewer')).toMatchObject({ failure: 'denied' });
    expect((await call(app, 'df -h; kubectl delete pod x -n kube-system')).structured).toMatchObject({
      reason: expect.stringContaining('protected'),
    });
    expect(await call(app, 'kubectl get pods -n shop | wc -l; kubectl get secrets --token=x')).toMatchObject({
      failure: 'denied',
    });
    expect(await outputOf(call(app, 'kubectl get pod web -n shop --show-labels'))).not.toContain('a=b');
  });

  it('keeps a caller to its namespaces, also by what commands print', async () => {
    const bound = { namespaces: ['shop'] };
    expect(await call(app, 'kubectl get pods -n shop | wc -l', 'viewer', bound)).toMatchObject({ ok: true });
    expect(await call(app, 'kubectl get pods -n other | wc -l', 'viewer', bound)).toMatchObject({ failure: 'denied' });
    expect(await call(app, 'kubectl get pods -n $(echo other)', 'viewer', bound)).toMatchObject({ failure: 'denied' });
    expect(await call(app, 'kubectl get pods -n shop; uptime', 'viewer', bound)).toMatchObject({ failure: 'denied' });
  });

  it('never shows a Secret, however it is turned round', async () => {
    for (const line of [
      "kubectl get secrets -A -o json | jq -r '.items[].data'",
      "kubectl get secrets -A -o json | jq -r '.items[].data[]? | @base64d'",
      'kubectl get secrets -A -o yaml | fold -w 3 | paste -sd,',
      'kubectl get secrets -A -o yaml | tr a-z b-za',
    ]) {
      const { text, structured } = await call(app, line);
      const shown = text + JSON.stringify(structured);
      const turned = shown.replace(/[a-z]/g, (letter) =>
        String.fromCharCode(((letter.charCodeAt(0) - 98 + 26) % 26) + 97),
      );
      expect(LEAKS.some((leak) => leak.test(shown) || leak.test(turned) || leak.test(shown.replaceAll(',', '')))).toBe(
        false,
      );
    }
  });

  it('has no kubectl where that tool is switched off', async () => {
    const config = join(folder, 'no-kubectl.yaml');
    writeFileSync(config, 'toolsets: {kubernetes/core: {enabled: false}}\n');
    const without = createApp({ kubeconfig: box.kubeconfig, config });
    expect(await call(without, 'kubectl get pods')).toMatchObject({
      failure: 'denied',
      text: expect.stringContaining('switched off'),
    });
    await without.close();
  });
});
