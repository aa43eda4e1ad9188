/** What is known of servers that are often put behind this one: kept as data, found by the name that they give themselves. */
import type { ArgumentRules, ToolSettings } from './settings.ts';

export interface KnownTools extends ToolSettings {
  tools: readonly string[];
  namespace?: string;
}

export interface KnownServer {
  /** Of `serverInfo.name`. */
  name: RegExp;
  rules: readonly KnownTools[];
}

export const KNOWN_SERVERS: readonly KnownServer[] = [];

export type KnownLayer = ToolSettings & { namespace?: string; arguments?: ArgumentRules };

/** The layers for one tool, in the order in which they hold. */
export function knownSettings(serverName: string | undefined, tool: string): KnownLayer[] {
  const known = KNOWN_SERVERS.find(({ name }) => serverName !== undefined && name.test(serverName));
  if (known === undefined) return [];
  return known.rules.flatMap(({ tools, ...layer }) => (tools.includes(tool) || tools.includes('*') ? [layer] : []));
}
