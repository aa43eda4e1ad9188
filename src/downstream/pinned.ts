/** Which tools of a server still are what was accepted. */
import type { ServerTool } from './catalogue.ts';

/** Where accepted definitions are kept. */
export interface PinKeeper {
  /** Names of the tools that have changed since they were accepted; what was never seen is accepted. */
  review: (server: string, definitions: ReadonlyMap<string, unknown>) => Set<string>;
  /** A number that changes whenever something was accepted, also by another process. */
  revision: () => number;
}

/** Names of the tools that must not be offered before a person has accepted what they have become. */
export function changedTools(server: string, tools: readonly ServerTool[], pins: PinKeeper): Set<string> {
  return pins.review(server, new Map(tools.map((tool) => [tool.name, pinned(tool)])));
}

/** What a definition says to a model or a person; `_meta` and icons say nothing to either. */
function pinned({ name, title, description, inputSchema, outputSchema, annotations }: ServerTool) {
  return { name, title, description, inputSchema, outputSchema, annotations };
}
