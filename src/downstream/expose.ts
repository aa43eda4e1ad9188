/** Which tools of all servers are offered under which names, and what keeps the others back. */
import type { Tool } from '../tools/define.ts';
import type { Catalogue } from './catalogue.ts';
import type { Link } from './link.ts';
import { publicName } from './names.ts';
import { changedTools, type PinKeeper } from './pinned.ts';
import type { ServerSettings } from './settings.ts';
import { plainText } from './text.ts';
import { downstreamTool } from './tool.ts';
import { settingsOf } from './toolSettings.ts';

export interface Server {
  name: string;
  settings: ServerSettings;
  link: Link;
}

export interface Exposed {
  tools: Map<string, Tool>;
  /** By server. */
  count: Map<string, number>;
  problems: Map<string, string[]>;
  /** Whether a tool is kept back until a person has accepted it. */
  waits: boolean;
}

export interface ExposeParts {
  isBuiltIn: (name: string) => boolean;
  pins: PinKeeper;
}

/** Works it out anew; servers come in the order of the configuration, and the first to have a name keeps it. */
export function expose(servers: readonly Server[], { isBuiltIn, pins }: ExposeParts): Exposed {
  const exposed: Exposed = { tools: new Map(), count: new Map(), problems: new Map(), waits: false };
  for (const server of servers) {
    const catalogue = server.link.catalogue();
    const changed = changedIn(server.name, catalogue, pins);
    const { tools, problems } = toolsOf(
      server,
      catalogue,
      (name) => isBuiltIn(name) || exposed.tools.has(name),
      changed,
    );
    for (const tool of tools.values()) exposed.tools.set(tool.name, tool);
    exposed.count.set(server.name, tools.size);
    exposed.problems.set(server.name, problems);
    if (changed instanceof Set && changed.size > 0) exposed.waits = true;
  }
  return exposed;
}

/** A sentence where the accepted definitions cannot be read: then nothing is known to be accepted. */
function changedIn(server: string, catalogue: Catalogue | undefined, pins: PinKeeper): Set<string> | string {
  try {
    return changedTools(server, catalogue?.tools ?? [], pins);
  } catch (error) {
    return `none of its tools is offered: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Named {
  tools: Map<string, Tool>;
  problems: string[];
}

function toolsOf(
  { name: server, settings, link }: Server,
  catalogue: Catalogue | undefined,
  taken: (name: string) => boolean,
  changed: Set<string> | string,
): Named {
  if (typeof changed === 'string') return { tools: new Map(), problems: [changed] };
  const named: Named = { tools: new Map(), problems: [...(catalogue?.cut ?? [])] };
  for (const definition of catalogue?.tools ?? []) {
    const own = settingsOf(settings, catalogue?.serverName, definition.name);
    if (!own.enabled) continue;
    const timeout = Math.max(settings.config.timeout_seconds, own.timeout_seconds ?? 0) * 1000;
    const name = publicName(settings.prefix ?? `${server}__`, own.name ?? definition.name);
    const problem = changed.has(definition.name) ? CHANGED(server, definition.name) : clash(name, taken, named);
    const made = problem ?? attempt(() => downstreamTool({ server, name, definition, settings: own, link, timeout }));
    if (typeof made === 'string') named.problems.push(plainText(`${definition.name}: ${made}`, 300));
    else named.tools.set(name, made);
  }
  return named;
}

/** A definition that cannot be read, such as one nested without end, costs its own tool only. */
function attempt(make: () => Tool): Tool | string {
  try {
    return make();
  } catch (error) {
    return `its definition cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const CHANGED = (server: string, tool: string) =>
  `its definition has changed since it was accepted; it is not run until "aiops-copilot mcp pins accept ${server}__${tool}"`;

function clash(name: string, taken: (name: string) => boolean, { tools }: Named): string | undefined {
  if (taken(name)) return `the name ${name} is taken by another tool`;
  return tools.has(name) ? `it is the second with the name ${name}` : undefined;
}
