/** The approvals of this user's processes: in the data folder, else in memory. */

import type { Approvals } from '../store/approvals.ts';
import type { DataFolderOptions } from '../store/dataFolder.ts';
import type { ApprovalGate } from '../tools/call.ts';

export interface ApprovalStore extends ApprovalGate, Approvals {
  /** Whether other processes see them too. */
  shared: () => Promise<boolean>;
}

/** Opens the store with the first use: most processes never need it. */
export function createApprovalStore(options: DataFolderOptions): ApprovalStore {
  let opened: Promise<{ approvals: Approvals; shared: boolean }> | undefined;
  const open = () => {
    opened ??= openStore(options);
    return opened;
  };
  return {
    use: async (wanted) => (await open()).approvals.use(wanted),
    request: async (wanted) => (await open()).approvals.request(wanted),
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
