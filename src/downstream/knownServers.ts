/** The servers that are known, one line each: found by the name that they give themselves. */
import type { KnownLayer, KnownServer } from './known/define.ts';
import { ELASTIC, ELASTICSEARCH } from './known/elasticsearch.ts';
import { HELM } from './known/helm.ts';
import { KUBERNETES } from './known/kubernetes.ts';

const KNOWN_SERVERS: readonly KnownServer[] = [HELM, KUBERNETES, ELASTICSEARCH, ELASTIC];

/** The layers for one tool, in the order in which they hold. */
export function knownSettings(serverName: string | undefined, tool: string): KnownLayer[] {
  const known = KNOWN_SERVERS.find(({ name }) => name === serverName);
  if (known === undefined) return [];
  return known.rules.flatMap(({ tools, ...layer }) => (tools.includes(tool) || tools.includes('*') ? [layer] : []));
}
