/** `/approvals` of a running server, over a data folder that other processes share. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApprovals, type WantedCall } from '../../src/store/approvals.ts';
import { createFileCabinet } from '../../src/store/cabinet.ts';
import { openDataFolder } from '../../src/store/dataFolder.ts';
import { demoCase, type Served, scratchFolder, startServer } from '../support/program.ts';

const scratch = scratchFolder();
const folder = openDataFolder({ configured: join(scratch.path, 'state'), env: {} }, 'approvals') ?? '';
const store = createApprovals(createFileCabinet(folder, Date.now), Date.now);
let server: Served;

const TOKENS = ['viewer', 'operator', 'approver'].map((role) => `${role}:${role}:the-token-of-${role}`).join(',');
const BOUND = '{name: bound, role: approver, token: the-token-of-bound, namespaces: [shop]}';

beforeAll(async () => {
  const config = join(scratch.path, 'config.yaml');
  writeFileSync(config, `storage: {folder: ${join(scratch.path, 'state')}}\nauth: {mode: token, tokens: [${BOUND}]}\n`);
  const args = ['--config', config, '--snapshot', demoCase('image-tag-typo')];
  server = await startServer(args, { env: { AIOPS_TOKENS: TOKENS } });
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  scratch.remove();
});

const as = async (who: string, path: string, method = 'POST') => {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `Bearer the-token-of-${who}` },
  });
  const text = await response.text();
  return { status: response.status, allow: response.headers.get('allow'), body: text === '' ? {} : JSON.parse(text) };
};
const wanted = (more: Partial<WantedCall> = {}): WantedCall => ({
  principal: 'operator',
  tool: 'kubectl',
  arguments: { command: 'delete pod web-1 -n shop' },
  command: 'kubectl delete pod web-1 -n shop',
  namespaces: ['shop'],
  ...more,
});

it('approves what another process asked for, once, and says until when', async () => {
  const id = await store.request(wanted());
  const listed = await as('approver', '/approvals', 'GET');
  expect(listed.body.approvals).toEqual([
    expect.objectContaining({ id, command: 'kubectl delete pod web-1 -n shop', by: 'operator', state: 'pending' }),
  ]);
  expect(await store.use(wanted())).toBeUndefined();
  const approved = await as('approver', `/approvals/${id}/approve`);
  expect(approved).toMatchObject({ status: 200, body: { id, by: 'operator', state: 'approved' } });
  const minutes = (Date.parse(approved.body.expires) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(14);
  expect(minutes).toBeLessThanOrEqual(15);
  for (const word of ['approve', 'reject'])
    expect(await as('approver', `/approvals/${id}/${word}`)).toMatchObject({
      status: 409,
      body: { error: { code: 'not_pending' } },
    });
  expect(await store.use(wanted())).toBe(id);
  expect((await as('approver', `/approvals/${id}/approve`)).status).toBe(409);
  expect((await as('approver', '/approvals', 'GET')).body.approvals).toMatchObject([{ id, state: 'used' }]);
});

it('rejects, and what was rejected never runs', async () => {
  const call = wanted({ arguments: { command: 'delete pod web-2' } });
  const id = await store.request(call);
  expect(await as('approver', `/approvals/${id}/reject`)).toMatchObject({ status: 200, body: { state: 'rejected' } });
  expect(await store.use(call)).toBeUndefined();
});

it('looks at the role before the id, and at the method before both', async () => {
  const id = await store.request(wanted({ arguments: 1 }));
  for (const who of ['viewer', 'operator']) {
    for (const path of [id, 'no-such-id', '..%2f..%2fetc%2fpasswd'])
      expect(await as(who, `/approvals/${path}/approve`)).toMatchObject({
        status: 403,
        body: { error: { code: 'denied', message: expect.stringContaining('only an approver') } },
      });
  }
  expect((await as('approver', '/approvals/no-such-id/approve')).status).toBe(404);
  expect((await as('approver', '/approvals/..%2f..%2fetc%2fpasswd/approve')).status).toBe(404);
  for (const word of ['approve', 'reject'])
    expect(await as('approver', `/approvals/${id}/${word}`, 'GET')).toMatchObject({ status: 405, allow: 'POST' });
  expect((await fetch(`${server.url}/approvals/${id}/approve`, { method: 'POST' })).status).toBe(401);
  const cross = await fetch(`${server.url}/approvals/${id}/approve`, {
    method: 'POST',
    headers: { Authorization: 'Bearer the-token-of-approver', Origin: 'https://evil.example' },
  });
  expect(cross.status).toBe(403);
  expect((await store.list()).find((one) => one.id === id)?.state).toBe('pending');
});

it("shows a caller its own, and an approver all, within the approver's namespaces", async () => {
  const mine = await store.request(wanted({ arguments: 'mine' }));
  const pay = await store.request(wanted({ principal: 'other', namespaces: ['pay'] }));
  const node = await store.request(wanted({ principal: 'other', namespaces: 'cluster' }));
  const any = await store.request(wanted({ principal: 'other', namespaces: undefined }));
  const seen = async (who: string) =>
    (await as(who, '/approvals', 'GET')).body.approvals.map(({ id }: { id: string }) => id);
  expect(await seen('viewer')).toEqual([]);
  expect(await seen('operator')).not.toContain(pay);
  expect(await seen('operator')).toContain(mine);
  expect(await seen('approver')).toEqual(expect.arrayContaining([mine, pay, node, any]));
  expect(await seen('bound')).toContain(mine);
  for (const id of [pay, node, any]) {
    expect(await seen('bound')).not.toContain(id);
    expect((await as('bound', `/approvals/${id}/approve`)).status).toBe(404);
  }
  expect((await as('bound', `/approvals/${mine}/approve`)).status).toBe(200);
});
