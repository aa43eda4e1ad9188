/** The approvals of this user's processes: in the data folder, else in memory. */

import type { Approvals } from '../store/approvals.ts';
import type { DataFolderOptions } from '../store/dataFolder.ts';

export interface ApprovalStore extends Approvals {
  /** Whether other processes see them too. */
  shared: () => Promise<boolean>;
}

/**
 * Opens the store with the first use: most processes never need it.
 * @param cluster which cluster calls act on now: what is approved for one is not approved for another.
 */
export function createApprovalStore(options: DataFolderOptions, cluster: () => Promise<string>): ApprovalStore {
  let opened: Promise<{ approvals: Approvals; shared: boolean }> | undefined;
  const open = () => {
    opened ??= openStore(options);
    return opened;
  };
  const there = async <T extends object>(wanted: T) => ({ ...wanted, cluster: await cluster() });
  return {
    use: async (wanted) => (await open()).approvals.use(await there(wanted)),
    request: async (wanted) => (await open()).approvals.request(await there(wanted)),
    confirm: async (id, accepted, wanted) => (await open()).approvals.confirm(id, accepted, await there(wanted)),
    list: async () => (await open()).approvals.list(),
    decide: async (id, decision) => (await open()).approvals.decide(id, decision),
    shared: async () => (await open()).shared,
  };
}

async function openStore(options: DataFolderOptions): Promise<{ approvals: Approvals; shared: boolean }> {
  const [{ createApprovals }, { createFileCabinet, createMemoryCabinet }, { openDataFolder }] = await Promise.all([
    import('../store/approvals.ts'),
    import('../store/cabinet.ts'),
    import('../store/dataFolder.ts'),
  ]);
  const folder = openDataFolder(options, 'approvals');
  const cabinet = folder === undefined ? createMemoryCabinet(Date.now) : createFileCabinet(folder, Date.now);
  return { approvals: createApprovals(cabinet, Date.now), shared: folder !== undefined };
}
