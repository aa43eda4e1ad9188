/** The tool kubectl on the one call path, with the real program, a snapshot and a real API server. */
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/cli/app.ts';
import type { Role } from '../../src/policy/types.ts';
import { CommandResult } from '../../src/tools/commandResult.ts';
import { canaryFolder, LEAKS, realKubectl, scratch } from '../cluster/kubectl/support.ts';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { demoCase } from '../support/program.ts';

const folder = scratch();

function call(app: App, command: string, role: Role = 'operator', more: object = {}) {
  return app.call({
    tool: 'kubectl',
    arguments: { command, ...more },
    principal: { name: 'tester', role },
    signal: new AbortController().signal,
  });
}

describe.skipIf(kubeboxMissing !== undefined)(`kubectl (${kubeboxMissing ?? 'at hand'})`, () => {
  beforeAll(() => {
    vi.stubEnv('PATH', `${realKubectl(folder)}${delimiter}${process.env.PATH}`);
    vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'));
    return () => vi.unstubAllEnvs();
  });

  describe('on a snapshot', () => {
    let app: App;
    beforeAll(() => {
      app = createApp({ snapshot: demoCase('config-key-renamed') });
    });
    afterAll(() => app.close());

    it('returns what kubectl prints, and says from where', async () => {
      const result = await call(app, 'kubectl get pods -n pay -o name');
      const { output, exitCode, cluster } = CommandResult.parse(result.structured);
      expect(result.ok).toBe(true);
      expect(output).toMatch(/^pod\/checkout-page-.*\n/);
      expect([exitCode, cluster?.capturedAt]).toEqual([0, '2026-03-03T02:40:00Z']);
      expect(result.text).toMatch(/^From the snapshot config-key-renamed, captured 2026-03-03T02:40:00Z:\n\npod\//);
    });

    it('is an error where kubectl failed, and keeps the structured form', async () => {
      const result = await call(app, 'get pod nobody -n pay');
      expect(result.ok).toBe(false);
      expect(result.failure).toBeUndefined();
      expect(result.structured).toMatchObject({ exitCode: 1, output: expect.stringContaining('not found') });
    });

    it('denies every change, in words', async () => {
      const { structured, failure } = await call(app, 'delete pod web -n pay', 'approver');
      expect([failure, structured]).toMatchObject([
        'denied',
        { verdict: 'denied', reason: expect.stringMatching(/snapshot/i) },
      ]);
    });

    it.each(['get pods | grep web', 'exec web -- id', 'get pods --token=x', 'krew list', ''])(
      'refuses "%s"',
      async (line) => {
        const { structured } = await call(app, line, 'approver');
        expect(structured).toMatchObject({ verdict: 'denied', reason: expect.stringMatching(/\.$|…\.$/) });
      },
    );

    it('has no choice of a cluster', async () => {
      const { failure } = await call(app, 'get pods', 'operator', { context: 'prod' });
      expect(failure).toBe('invalid_arguments');
      expect(Object.keys(app.tools.get('kubectl')?.inputSchema.properties ?? {})).toEqual(['command']);
    });
  });

  describe('on a real API server', () => {
    let box: Kubebox;
    let app: App;
    beforeAll(async () => {
      box = await startKubebox(['serve', '--snapshot', canaryFolder(folder)]);
      const config = join(folder, 'config.yaml');
      writeFileSync(config, 'toolsets: {kubernetes/core: {config: {contexts: [kubebox, elsewhere]}}}\n');
      app = createApp({ kubeconfig: box.kubeconfig, config });
    });
    afterAll(async () => {
      await app?.close();
      await box?.stop();
    });

    it('asks for an approval before a change, and denies it to a viewer', async () => {
      const asked = await call(app, 'label pod web a=b -n shop');
      expect(asked.structured).toMatchObject({ verdict: 'approval_required', approval: expect.any(String) });
      expect((await call(app, 'label pod web a=b -n shop', 'viewer')).structured).toMatchObject({ verdict: 'denied' });
      expect((await call(app, 'get pod web -n shop --show-labels')).text).not.toContain('a=b');
    });

    it('shows keys and lengths of Secrets, after all that redacts', async () => {
      for (const line of [
        'get secret -A -o yaml',
        'describe secret -n shop',
        "get secrets -A -o jsonpath='{..data}'",
      ]) {
        const { text, structured, ok } = await call(app, line);
        expect([ok, LEAKS.some((leak) => leak.test(text + JSON.stringify(structured)))]).toEqual([true, false]);
      }
      expect((await call(app, 'describe secret db -n shop')).text).toMatch(/password: +17 bytes/);
    });

    it('offers the configured contexts, and no others', async () => {
      for (const tool of ['kubectl', 'diagnose']) {
        expect(app.tools.get(tool)?.inputSchema.properties).toMatchObject({
          context: { enum: ['kubebox', 'elsewhere'] },
        });
      }
      const chosen = await call(app, 'get pods -n shop -o name', 'operator', { context: 'kubebox' });
      expect(chosen.structured).toMatchObject({ output: 'pod/web\n', cluster: { context: 'kubebox' } });
      expect((await call(app, 'get pods -n shop -o name --context=kubebox')).ok).toBe(true);
      const absent = await call(app, 'get pods', 'operator', { context: 'elsewhere' });
      expect([absent.failure, absent.text]).toEqual(['failed', expect.stringContaining('has no context "elsewhere"')]);
      const both = await call(app, 'get pods --context=elsewhere', 'operator', { context: 'kubebox' });
      expect(both.structured).toMatchObject({ verdict: 'denied', reason: expect.stringContaining('More than one') });
    });
  });
});
