/** The approvals of this user's processes: in the data folder, else in memory. */

import type { Approvals } from '../store/approvals.ts';
import type { DataFolderOptions } from '../store/dataFolder.ts';
import type { ApprovalGate, ApprovalRequest } from '../tools/call.ts';

export interface ApprovalStore extends ApprovalGate, Pick<Approvals, 'list' | 'decide'> {
  /** Whether other processes see them too. */
  shared: () => Promise<boolean>;
}

/** A cluster is not what a caller says: what is approved for one is not approved for another. */
export interface ApprovalStoreOptions extends DataFolderOptions {
  /** Which cluster calls act on now. */
  cluster: () => Promise<string>;
  /** Told once where no folder can be written. */
  warn: (sentence: string) => void;
}

/** Opens the store with the first use: most processes never need it. */
export function createApprovalStore(options: ApprovalStoreOptions): ApprovalStore {
  let opened: ReturnType<typeof openStore> | undefined;
  const open = () => {
    opened ??= openStore(options);
    return opened;
  };
  const there = async (wanted: ApprovalRequest) => ({ ...wanted, cluster: await options.cluster() });
  return {
    use: async (wanted) => (await open()).approvals.use(await there(wanted)),
    async request(wanted) {
      const { approvals, shared } = await open();
      const id = await approvals.request(await there(wanted));
      return { id, how: shared ? howShared(id) : howAlone(id) };
    },
    confirm: async (id, accepted, wanted) => (await open()).approvals.confirm(id, accepted, await there(wanted)),
    list: async () => (await open()).approvals.list(),
    decide: async (id, decision) => (await open()).approvals.decide(id, decision),
    shared: async () => (await open()).shared,
  };
}

const howShared = (id: string) =>
  `An approver runs "aiops-copilot approvals approve ${id}" or posts to /approvals/${id}/approve; then repeat the same call within 15 minutes.`;
const howAlone = (id: string) =>
  `Approvals cannot be kept in a folder here (set storage.folder), so only this process knows it: an approver posts to its /approvals/${id}/approve; then repeat the same call within 15 minutes.`;

async function openStore(options: ApprovalStoreOptions): Promise<{ approvals: Approvals; shared: boolean }> {
  const [{ createApprovals }, { createFileCabinet, createMemoryCabinet }, { dataFolderPath, openDataFolder }] =
    await Promise.all([
      import('../store/approvals.ts'),
      import('../store/cabinet.ts'),
      import('../store/dataFolder.ts'),
    ]);
  const folder = openDataFolder(options, 'approvals');
  if (folder !== undefined)
    return { approvals: createApprovals(createFileCabinet(folder, Date.now), Date.now), shared: true };
  options.warn(
    `Nothing can be kept in ${dataFolderPath(options)}: approvals are known to this process only and end with it; set storage.folder to a folder of this user.`,
  );
  return { approvals: createApprovals(createMemoryCabinet(Date.now), Date.now), shared: false };
}
