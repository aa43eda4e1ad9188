/** What holds for one tool of a server: what is known of such servers, then each matching key of the configuration. */

import type { KnownLayer } from './known/define.ts';
import { knownSettings } from './knownServers.ts';
import type { ArgumentRules, ServerSettings, ToolSettings } from './settings.ts';

export interface EffectiveSettings extends KnownLayer {
  enabled: boolean;
  arguments: ArgumentRules;
}

/** Merges field by field, later keys over earlier ones, so that an exact name written after `*` refines it. */
export function settingsOf(settings: ServerSettings, serverName: string | undefined, tool: string): EffectiveSettings {
  const layers = [...knownSettings(serverName, tool), ...matching(settings.tools, tool)];
  const merged: EffectiveSettings = { enabled: true, arguments: {} };
  for (const layer of layers) Object.assign(merged, layer, { arguments: { ...merged.arguments, ...layer.arguments } });
  return merged;
}

function matching(tools: ServerSettings['tools'], tool: string): ToolSettings[] {
  return Object.entries(tools).flatMap(([pattern, one]) => (matches(pattern, tool) ? [one] : []));
}

/** `*` stands for any text. */
export function matches(pattern: string, name: string): boolean {
  const literal = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${literal}$`).test(name);
}
