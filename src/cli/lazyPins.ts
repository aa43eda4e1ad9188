/** Accepted definitions of other servers' tools: in the data folder, else in memory; opened with the first server. */
import type { PinKeeper } from '../downstream/pinned.ts';
import { type DataFolderOptions, openDataFolder } from '../store/dataFolder.ts';
import { createPins } from '../store/pins.ts';

export function lazyPins(options: DataFolderOptions): PinKeeper {
  let opened: PinKeeper | undefined;
  const open = () => {
    opened ??= createPins(openDataFolder(options, 'pins'), () => new Date().toISOString());
    return opened;
  };
  return {
    review: (server, definitions) => (definitions.size === 0 ? new Set() : open().review(server, definitions)),
    revision: () => open().revision(),
  };
}
