import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiagnosisResult } from '../../src/diagnosis/result.ts';
import { demoCase, runProgram, scratchFolder, startProgram, until } from '../support/program.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

const incident = ['--snapshot', demoCase('volume-four-hops')];
const question = 'the ticket shop answers 500 on every order, find the root cause';

describe('diagnose', () => {
  it('prints the result as JSON, and nothing else', async () => {
    const { code, stdout, stderr } = await runProgram(['diagnose', question, '-n', 'shop', '-o', 'json', ...incident]);
    const result = DiagnosisResult.parse(JSON.parse(stdout));
    expect(result.status).toBe('problems');
    expect(result.language).toBe('en');
    expect(result.scope.namespaces).toEqual(['shop']);
    expect(result.cluster.capturedAt).not.toBeNull();
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('prints text that names the cluster, without colour where nobody looks on', async () => {
    const { stdout } = await runProgram(['diagnose', question, ...incident]);
    expect(stdout).toMatch(/^Problems found: /);
    expect(stdout).toContain('How it leads there');
    expect(stdout).toContain('Evidence');
    expect(stdout).toContain('Cluster: context ');
    expect(stdout).not.toContain('\u001b');
  });

  it('prints Markdown', async () => {
    const { stdout } = await runProgram(['diagnose', question, '-o', 'markdown', ...incident]);
    expect(stdout).toMatch(/^\*\*Problems found\*\*: /);
    expect(stdout).toMatch(/^## 1\. /m);
  });

  it('answers in the language asked for, else in that of the question', async () => {
    const zh = await runProgram(['diagnose', '--lang', 'zh', question, ...incident]);
    expect(zh.stdout).toMatch(/^发现问题/);
    const asked = await runProgram(['diagnose', '为什么下单一直 500？', '-o', 'json', ...incident]);
    expect(JSON.parse(asked.stdout).language).toBe('zh');
  });

  it('takes words without quotes as one question, and kind/name as an object', async () => {
    const words = await runProgram(['diagnose', ...question.split(' '), '-o', 'json', ...incident]);
    const quoted = await runProgram(['diagnose', question, '-o', 'json', ...incident]);
    const stable = ({ stdout }: { stdout: string }) => ({ ...JSON.parse(stdout), runId: '', durationMs: 0 });
    expect(stable(words)).toEqual(stable(quoted));
    const object = await runProgram(['diagnose', 'deploy/shop-front', '-n', 'shop', '-o', 'json', ...incident]);
    expect(JSON.parse(object.stdout).rootCauses[0].chain[0].from.name).toBe('shop-front');
  });

  it('blames nothing else for the absence of an object that is not there', async () => {
    const ask = async (object: string) => {
      const { stdout } = await runProgram(['diagnose', object, '-n', 'shop', '-o', 'json', ...incident]);
      return DiagnosisResult.parse(JSON.parse(stdout));
    };
    const absent = await ask('deploy/no-such-thing');
    expect(absent.status).toBe('incomplete');
    expect(absent.rootCauses).toEqual([]);
    expect(absent.other.length).toBeGreaterThan(0);
    expect(absent.gaps.map(({ what }) => what)).toContain('Deployment shop/no-such-thing');
    // Unless its absence is the trouble.
    const missing = await ask('sc/ceph-nvme');
    expect(missing.rootCauses[0]?.subject).toMatchObject({ kind: 'StorageClass', name: 'ceph-nvme', missing: true });
  });

  it('says by its exit code that there are problems, where asked to', async () => {
    const asked = await runProgram(['diagnose', question, '--fail-on-problems', ...incident]);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/^Problems found/);
  });

  it('names a broken file beside good ones, and still gives a diagnosis', async () => {
    const folder = join(scratch.path, 'half-broken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'pod.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\n');
    writeFileSync(join(folder, 'cut-off.json'), '{"apiVersion": "v1", "kind": "Lis');
    const { code, stdout } = await runProgram(['diagnose', '-o', 'json', '--snapshot', folder]);
    const result = DiagnosisResult.parse(JSON.parse(stdout));
    expect(JSON.stringify(result.gaps)).toContain('cut-off.json');
    expect(code).toBe(0);
  });

  it('ends quietly when its reader leaves', async () => {
    const { child, ended } = startProgram(['diagnose', question, ...incident]);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('Ctrl-C', () => {
  it('ends a diagnosis of a cluster that does not answer, with 130', async () => {
    let asked = false;
    const silent = createServer(() => {
      asked = true;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const file = join(scratch.path, 'silent');
    const cluster = { name: 'k', cluster: { server: `http://127.0.0.1:${port}` } };
    const context = { name: 'c', context: { cluster: 'k', user: 'u' } };
    const user = { name: 'u', user: {} };
    const content = { 'current-context': 'c', contexts: [context], clusters: [cluster], users: [user] };
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...content }));
    const { child, ended } = startProgram(['diagnose', '--kubeconfig', file]);
    await until(() => asked || undefined);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    silent.closeAllConnections();
    silent.close();
    expect(code).toBe(130);
    expect(stdout).toBe('');
  });
});

describe('the rest of the command line', () => {
  const version = readFileSync(join(import.meta.dirname, '..', '..', 'VERSION'), 'utf8').trim();

  it('knows its version', async () => {
    expect((await runProgram(['--version'])).stdout).toBe(`${version}\n`);
  });

  it('prints help on standard output, also without any argument', async () => {
    for (const args of [['--help'], [], ['diagnose', '--help']]) {
      const { code, stdout, stderr } = await runProgram(args);
      expect(stdout).toMatch(/^Usage: aiops-copilot/);
      expect(stderr).toBe('');
      expect(code).toBe(0);
    }
  });

  it('is the same program as kubectl-aiops', async () => {
    const bin = join(import.meta.dirname, '..', '..', 'bin', 'kubectl-aiops.js');
    const child = spawn(process.execPath, [bin, '--version'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
    await new Promise((resolve) => child.on('close', resolve));
    expect(chunks.join('')).toBe(`${version}\n`);
  });

  it('demonstrates an incident: question, progress, chain, evidence', async () => {
    const { code, stdout, stderr } = await runProgram(['demo']);
    expect(stderr).toContain(question);
    expect(stderr).toMatch(/^· /m);
    expect(stdout).toContain('How it leads there');
    expect(code).toBe(0);
  });

  it('lists the incidents', async () => {
    const { stdout } = await runProgram(['demo', '--list']);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(5);
    expect(stdout).toMatch(/^volume-four-hops +the ticket shop/m);
  });

  it('captures what can be diagnosed again', async () => {
    const folder = join(scratch.path, 'captured');
    const captured = await runProgram(['capture', folder, '-n', 'shop', ...incident]);
    expect(captured.stdout).toBe(`${folder}\n`);
    const { stdout } = await runProgram(['diagnose', question, '-o', 'json', '--snapshot', folder]);
    expect(JSON.parse(stdout).rootCauses.length).toBeGreaterThan(0);
  });

  it('replays a snapshot for any program, with its exit code', async () => {
    const script = 'process.stdout.write(process.env.KUBECONFIG); process.exitCode = 7';
    const { code, stdout } = await runProgram([
      'replay',
      demoCase('image-tag-typo'),
      '--',
      process.execPath,
      '-e',
      script,
    ]);
    expect(code).toBe(7);
    expect(existsSync(stdout)).toBe(false);
    const staying = startProgram(['replay', demoCase('image-tag-typo')]);
    const told = new Promise<string>((resolve) => staying.child.stdout?.once('data', (text: string) => resolve(text)));
    const kubeconfig = /^export KUBECONFIG=(\S+)\n$/.exec(await told)?.[1] ?? '';
    const read = await runProgram(['diagnose', '-o', 'json', '--kubeconfig', kubeconfig, '-n', 'parcels']);
    expect(JSON.parse(read.stdout).scope.objects).toBeGreaterThan(20);
    staying.child.kill('SIGINT');
    await staying.ended;
    expect(existsSync(kubeconfig)).toBe(false);
  });

  it('doctor says what works and how to mend the rest', async () => {
    const sound = await runProgram(['doctor', ...incident]);
    expect(sound.code).toBe(0);
    expect(sound.stdout).toMatch(/^ok +cluster /m);
    const lost = await runProgram(['doctor'], { env: { PROMETHEUS_URL: 'http://127.0.0.1:1' } });
    expect(lost.code).toBe(3);
    expect(lost.stdout).toMatch(/^PROBLEM +cluster .*--kubeconfig/m);
    expect(lost.stdout).toMatch(/^PROBLEM +prometheus .*127\.0\.0\.1:1.*\n +→ set PROMETHEUS_URL/m);
  });
});
