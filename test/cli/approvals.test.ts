/** What people type about changes: what waits, their word, what would be decided, and the record of it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createApprovals } from '../../src/store/approvals.ts';
import { createFileCabinet } from '../../src/store/cabinet.ts';
import { openDataFolder } from '../../src/store/dataFolder.ts';
import { demoCase, runProgram, scratchFolder, startServer } from '../support/program.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

describe('approvals', () => {
  const env = { XDG_STATE_HOME: scratch.path };
  const folder = openDataFolder({ env }, 'approvals') ?? '';
  const store = createApprovals(createFileCabinet(folder, Date.now), Date.now);
  const wanted = {
    principal: 'oncall',
    tool: 'kubectl',
    arguments: { command: 'delete pod x' },
    command: 'kubectl delete pod x',
  };

  it('are listed with the exact call, approved at a terminal only, and rejected once', async () => {
    const id = await store.request(wanted);
    const listed = await runProgram(['approvals', 'list'], { env });
    expect(listed.stdout).toMatch(new RegExp(`^${id}  pending  oncall  until \\S+Z  kubectl delete pod x\\n$`));
    const json = await runProgram(['approvals', 'list', '-o', 'json'], { env });
    expect(JSON.parse(json.stdout).approvals).toMatchObject([{ id, by: 'oncall', state: 'pending' }]);
    const approved = await runProgram(['approvals', 'approve', id], { env });
    expect(approved).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('person at a terminal') });
    expect(await store.list()).toMatchObject([{ id, state: 'pending' }]);
    expect(await runProgram(['approvals', 'reject', id], { env })).toMatchObject({ code: 0 });
    const again = await runProgram(['approvals', 'reject', id], { env });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is rejected') });
    expect((await runProgram(['approvals', 'list'], { env })).stdout).toBe('Nothing waits for an approval.\n');
    expect((await runProgram(['approvals', 'list', '--all'], { env })).stdout).toContain('rejected');
  });

  it('that are not there, and a folder that cannot be written, are told in a sentence', async () => {
    const none = await runProgram(['approvals', 'approve', 'nope'], { env });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no approval nope') });
    const broken = await runProgram(['approvals', 'list'], { env: { XDG_STATE_HOME: '/dev/null' } });
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('storage.folder') });
  });
});

it.each([
  ['kubectl get pods -n shop', 'viewer', 'allow', 'verb:       get'],
  ['kubectl delete pod web-1 -n shop', 'operator', 'ask', 'kind:       pods'],
  ['kubectl delete pod web-1 -n shop', 'viewer', 'deny', 'operator'],
  ['kubectl delete pod web-1 -n kube-system', 'approver', 'deny', 'protected'],
  ['kubectl get secrets --token=x', 'approver', 'deny', 'token'],
  ['df -h | head', 'viewer', 'allow', 'tool:       bash'],
  ['kubectl get pods -A | xargs kubectl delete pod', 'operator', 'deny|ask', 'tool:       bash'],
])('policy explain %j for a %s: %s', async (command, role, decision, said) => {
  const { code, stdout } = await runProgram(['policy', 'explain', command, '--role', role]);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^decision:   (?:${decision})\\n`));
  expect(stdout).toContain(said);
});

it('writes every call as a JSON line without secrets, to a file that begins anew when it is full', async () => {
  const [file, config] = [join(scratch.path, 'audit', 'audit.jsonl'), join(scratch.path, 'config.yaml')];
  writeFileSync(config, `audit: {enabled: true, file: ${JSON.stringify(file)}, max_bytes: 10000, keep: 2}\n`);
  const server = await startServer(['--config', config, '--snapshot', demoCase('image-tag-typo')]);
  for (let call = 0; call < 90; call++) {
    await fetch(`${server.url}/diagnose?q=${encodeURIComponent(`password=hunter2-Xy9 ${'x'.repeat(300)}`)}`);
  }
  server.child.kill('SIGTERM');
  await server.ended;
  const names = readdirSync(join(scratch.path, 'audit')).sort();
  expect(names).toEqual(['audit.jsonl', 'audit.jsonl.1', 'audit.jsonl.2']);
  const texts = names.map((name) => readFileSync(join(scratch.path, 'audit', name), 'utf8'));
  for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000);
  expect(texts.join('')).not.toContain('hunter2');
  const records = texts
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records[0]).toMatchObject({
    principal: 'anonymous',
    role: 'viewer',
    tool: 'diagnose',
    decision: 'allow',
    outcome: 'ok',
  });
  expect(records[0].digest).toMatch(/^[0-9a-f]{64}$/);
});
