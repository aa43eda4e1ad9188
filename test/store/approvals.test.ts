/** Approvals as files: shared by processes, used once, and nothing but what this program wrote counts. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { createApprovals } from '../../src/store/approvals.ts';
import { createFileCabinet, createMemoryCabinet } from '../../src/store/cabinet.ts';
import { openDataFolder } from '../../src/store/dataFolder.ts';
import { scratchFolder } from '../support/program.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const folderOf = (name: string): string => {
  const folder = openDataFolder({ configured: join(scratch.path, name), env: {} }, 'approvals');
  if (folder === undefined) throw new Error('no folder');
  return folder;
};
const at = (folder: string) => createApprovals(createFileCabinet(folder, Date.now), Date.now);
const wanted = {
  principal: 'oncall',
  tool: 'kubectl',
  arguments: { command: 'delete pod x' },
  command: 'kubectl delete pod x',
};

it('is used once, whichever of several processes comes first', async () => {
  const folder = folderOf('race');
  const id = await at(folder).request(wanted);
  await at(folder).decide(id, 'approved');
  const source = (file: string) => JSON.stringify(join(import.meta.dirname, '../../src/store', file));
  const script = `
    const { createApprovals } = await import(${source('approvals.ts')});
    const { createFileCabinet } = await import(${source('cabinet.ts')});
    const approvals = createApprovals(createFileCabinet(${JSON.stringify(folder)}, Date.now), Date.now);
    const used = await Promise.all(Array.from({ length: 5 }, () => approvals.use(${JSON.stringify(wanted)})));
    process.stdout.write(String(used.filter(Boolean).length));`;
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const counts = await Promise.all(Array.from({ length: 4 }, run));
  expect(counts.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(1);
  expect(await at(folder).list()).toMatchObject([{ id, state: 'used', by: 'oncall', command: 'kubectl delete pod x' }]);
});

it('expires, is kept from other users, and believes no file that it did not write', async () => {
  const folder = folderOf('old');
  const approvals = at(folder);
  const id = await approvals.request(wanted);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, `${id}.pending`)).mode & 0o777).toBe(0o600);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  utimesSync(join(folder, `${id}.pending`), hoursAgo(2), hoursAgo(2));
  expect(await approvals.decide(id, 'approved')).toMatchObject({ decided: false, approval: { state: 'expired' } });
  const again = await approvals.request(wanted);
  expect(again).not.toBe(id);
  await approvals.decide(again, 'approved');
  utimesSync(join(folder, `${again}.approved`), hoursAgo(0.5), hoursAgo(0.5));
  expect(await approvals.use(wanted)).toBeUndefined();
  for (const [name, text] of [
    ['x.approved', 'not json'],
    ['y.approved', '{"by":1}'],
    ['../z.approved', ''],
  ] as const)
    writeFileSync(join(folder, name.replaceAll('/', '_')), text);
  expect(await approvals.list()).toHaveLength(2);
  utimesSync(join(folder, `${id}.pending`), hoursAgo(30), hoursAgo(30));
  expect((await approvals.list()).map((one) => one.id)).toEqual([again]);
  expect(readdirSync(folder)).not.toContain(`${id}.pending`);
});

it('lets a caller ask no more than a person can judge', async () => {
  const approvals = createApprovals(createMemoryCabinet(Date.now), Date.now);
  for (let number = 0; number < 50; number++) await approvals.request({ ...wanted, arguments: { number } });
  await expect(approvals.request(wanted)).rejects.toThrow(/approve or reject some/);
  expect(await approvals.request({ ...wanted, principal: 'somebody' })).toEqual(expect.any(String));
});

it('holds for the same principal, tool, parsed arguments and cluster, and for nothing else', async () => {
  const approvals = at(folderOf('bound'));
  const here = {
    ...wanted,
    cluster: 'prod (https://10.0.0.1)',
    arguments: { command: 'delete pod x', dry: undefined },
  };
  const id = await approvals.request(here);
  await approvals.decide(id, 'approved');
  for (const other of [
    { principal: 'somebody' },
    { tool: 'bash' },
    { arguments: { command: 'delete pod y' } },
    { arguments: { command: 'delete pod x', force: true } },
    { cluster: 'test (https://10.0.0.2)' },
    { cluster: undefined },
  ])
    expect(await approvals.use({ ...here, ...other })).toBeUndefined();
  expect(await approvals.use({ ...here, arguments: { command: 'delete pod x' } })).toBe(id);
  expect(await approvals.use(here)).toBeUndefined();
});

it("takes a confirmation of exactly the call that waits, and no other's", async () => {
  const approvals = at(folderOf('confirmed'));
  const id = await approvals.request(wanted);
  expect(await approvals.confirm(id, true, { ...wanted, principal: 'somebody' })).toBe(false);
  expect(await approvals.confirm('nope', true, wanted)).toBe(false);
  expect(await approvals.use(wanted)).toBeUndefined();
  expect(await approvals.confirm(id, true, wanted)).toBe(true);
  expect(await approvals.use(wanted)).toBe(id);
  expect(await approvals.confirm(id, true, wanted)).toBe(false);
});

it('knows a decision that is not there', async () => {
  expect(await at(folderOf('none')).decide('nope', 'approved')).toBeUndefined();
});

it('waits once, however often the same is asked for at once', async () => {
  const approvals = at(folderOf('same'));
  const ids = await Promise.all(Array.from({ length: 5 }, () => approvals.request(wanted)));
  expect(new Set(ids).size).toBe(1);
  expect(await approvals.list()).toHaveLength(1);
});
