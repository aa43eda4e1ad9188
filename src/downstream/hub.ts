/** All servers together: their tools as one table, their state as one list. */
import type { Tool } from '../tools/define.ts';
import type { LinkStatus } from './core.ts';
import { createLink, type Link } from './link.ts';
import { publicName } from './names.ts';
import type { Mode, ServerSettings } from './settings.ts';
import { downstreamTool } from './tool.ts';
import { settingsOf } from './toolSettings.ts';

export interface ServerStatus extends LinkStatus {
  name: string;
  transport: Mode;
  /** How many tools of it are offered. */
  tools: number;
  /** What is not offered, and why. */
  problems: string[];
}

export interface Downstream {
  /** Connects to all servers that are switched on; nothing waits for it. */
  start: () => void;
  tools: () => ReadonlyMap<string, Tool>;
  status: () => ServerStatus[];
  /** Hears of every change of what is offered; the function returned ends that. */
  onChange: (listener: () => void) => () => void;
  close: () => Promise<void>;
}

export interface DownstreamParts {
  version: string;
  servers: Readonly<Record<string, ServerSettings>>;
  /** Whether a name is one of ours. */
  isBuiltIn: (name: string) => boolean;
}

interface Server {
  name: string;
  settings: ServerSettings;
  link: Link;
}

/** Makes the hub; nothing is connected before `start`. */
export function createDownstream({ version, servers, isBuiltIn }: DownstreamParts): Downstream {
  const listeners = new Set<() => void>();
  let exposed = expose([], isBuiltIn);
  const onChange = () => {
    exposed = expose(all, isBuiltIn);
    for (const listener of listeners) listener();
  };
  const all: readonly Server[] = Object.entries(servers).map(([name, settings]) => ({
    name,
    settings,
    link: createLink({ name, version, settings, onChange }),
  }));
  return {
    start() {
      for (const { link } of all) link.start();
    },
    tools: () => exposed.tools,
    status: () => all.map((server) => statusOf(server, exposed)),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      await Promise.all(all.map(({ link }) => link.close()));
    },
  };
}

interface Exposed {
  tools: Map<string, Tool>;
  count: Map<string, number>;
  problems: Map<string, string[]>;
}

function expose(servers: readonly Server[], isBuiltIn: (name: string) => boolean): Exposed {
  const exposed: Exposed = { tools: new Map(), count: new Map(), problems: new Map() };
  for (const server of servers) {
    const { tools, problems } = toolsOf(server, (name) => isBuiltIn(name) || exposed.tools.has(name));
    for (const tool of tools) exposed.tools.set(tool.name, tool);
    exposed.count.set(server.name, tools.length);
    exposed.problems.set(server.name, problems);
  }
  return exposed;
}

/** The tools of one server under their public names, without those that configuration or a collision takes away. */
function toolsOf(
  { name: server, settings, link }: Server,
  taken: (name: string) => boolean,
): { tools: Tool[]; problems: string[] } {
  const tools = new Map<string, Tool>();
  const problems: string[] = [];
  const state = link.status().state;
  // While it is being connected anew its tools stay; a server that is given up does not offer any.
  if (state === 'open' || state === 'disabled') return { tools: [], problems };
  const catalogue = link.catalogue();
  for (const definition of catalogue?.tools ?? []) {
    const own = settingsOf(settings, catalogue?.serverName, definition.name);
    if (!own.enabled) continue;
    const name = publicName(settings.prefix ?? `${server}__`, own.name ?? definition.name);
    if (taken(name)) problems.push(`${definition.name}: the name ${name} is taken by another tool`);
    else if (tools.has(name)) problems.push(`${definition.name}: a second tool with the name ${name}`);
    else
      tools.set(
        name,
        downstreamTool({
          server,
          name,
          definition,
          settings: own,
          link,
          timeout: settings.config.timeout_seconds * 1000,
        }),
      );
  }
  return { tools: [...tools.values()], problems };
}

function statusOf({ name, settings, link }: Server, { count, problems }: Exposed): ServerStatus {
  const { state, ...status } = link.status();
  return {
    name,
    state,
    transport: settings.config.mode,
    ...status,
    tools: count.get(name) ?? 0,
    problems: problems.get(name) ?? [],
  };
}
