/** The runs of this user's processes; off where `storage.runs` says so or no folder can be written. */
import type { RunRecord } from '../agent/agent.ts';
import type { DataFolderOptions } from '../store/dataFolder.ts';
import type { Runs } from '../store/runs.ts';

export interface RunStore {
  record: (run: RunRecord) => Promise<void>;
  /** Undefined where runs are not kept. */
  open: () => Promise<Runs | undefined>;
  close: () => Promise<void>;
}

/** Opens with the first use. A run that cannot be written is no reason to lose its answer: `warn` is told once. */
export function createRunStore(
  options: DataFolderOptions & { enabled: boolean },
  warn: (sentence: string) => void,
): RunStore {
  let opened: Promise<Runs | undefined> | undefined;
  let warned = false;
  const open = () => {
    opened ??= options.enabled ? openStore(options) : Promise.resolve(undefined);
    return opened;
  };
  const failed = (error: unknown) => {
    if (!warned) warn(`Runs are not recorded: ${error instanceof Error ? error.message : String(error)}.`);
    warned = true;
  };
  return {
    open,
    async record({ id, at, principal, question, durationMs, ...rest }) {
      try {
        const record = JSON.stringify({ id, at: new Date(at).toISOString(), principal, question, durationMs, ...rest });
        (await open())?.add({ id, at, principal, question, stop: rest.answer.stop, durationMs, record });
      } catch (error) {
        failed(error);
      }
    },
    async close() {
      (await opened?.catch(() => undefined))?.close();
    },
  };
}

async function openStore(options: DataFolderOptions): Promise<Runs | undefined> {
  const [{ openDataFolder }, { openRuns }] = await Promise.all([
    import('../store/dataFolder.ts'),
    import('../store/runs.ts'),
  ]);
  const folder = openDataFolder(options, 'runs');
  return folder === undefined ? undefined : openRuns(folder);
}
