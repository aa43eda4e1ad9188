/** All servers together: their tools as one table, their state as one list. */
import type { Tool } from '../tools/define.ts';
import { coalesced } from './coalesced.ts';
import type { LinkStatus } from './core.ts';
import { type Exposed, type ExposeParts, expose, type Server } from './expose.ts';
import { createLink } from './link.ts';
import { createListeners } from './listeners.ts';
import { createOffers, type Offers } from './offers.ts';
import { createReads } from './reads.ts';
import type { Mode, ServerSettings } from './settings.ts';

export interface ServerStatus extends LinkStatus {
  name: string;
  transport: Mode;
  /** How many tools of it are offered. */
  tools: number;
  /** What is not offered, and why. */
  problems: string[];
}

export interface Downstream extends Offers {
  /** Connects to all servers that are switched on; nothing waits for it. */
  start: () => void;
  tools: () => ReadonlyMap<string, Tool>;
  /** What `resourceCall` and its like name: tools that stand in no list. */
  reads: ReadonlyMap<string, Tool>;
  status: () => ServerStatus[];
  /** Hears at once of every change of what is offered; the function returned ends that. */
  onChange: Listen;
  /** The same, once for changes that come together: for those who tell clients. */
  onChanges: Listen;
  /** Hears of every change of state. */
  onState: Listen;
  /** Hears of changes of resources that were subscribed to. */
  onResource: (listener: (uri: string) => void) => () => void;
  close: () => Promise<void>;
}

type Listen = (listener: () => void) => () => void;

export interface DownstreamParts extends ExposeParts {
  version: string;
  servers: Readonly<Record<string, ServerSettings>>;
}

/** How often it is looked whether a person has accepted what waits. */
const LOOK_MS = 1000;
/** Changes within this time are told as one. */
const TELL_MS = 50;

/** Makes the hub; nothing is connected before `start`. */
export function createDownstream({ version, servers, ...parts }: DownstreamParts): Downstream {
  const [offers, told, states] = [createListeners(), createListeners(), createListeners()];
  const resources = createListeners<[string]>();
  const tell = coalesced(TELL_MS, told.call);
  let exposed = expose([], parts);
  let shown: unknown[] = [];
  const refresh = () => {
    const now = all.map(({ link }) => link.catalogue());
    if (now.some((catalogue, i) => catalogue !== shown[i])) offer();
    shown = now;
    states.call();
  };
  const offer = () => {
    exposed = expose(all, parts);
    offers.call();
    tell();
  };
  const all: readonly Server[] = Object.entries(servers).map(([name, settings]) => ({
    name,
    settings,
    link: createLink({ name, version, settings, onChange: refresh, onResource: resources.call }),
  }));
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      for (const { link } of all) link.start();
      let seen = -1;
      timer ??= setInterval(() => {
        if (!exposed.waits) return;
        const revision = parts.pins.revision();
        if (revision !== seen) offer();
        seen = parts.pins.revision();
      }, LOOK_MS).unref();
    },
    tools: () => exposed.tools,
    reads: createReads(all),
    status: () => all.map((server) => statusOf(server, exposed)),
    onChange: offers.add,
    onChanges: told.add,
    onState: states.add,
    onResource: resources.add,
    ...createOffers(all),
    async close() {
      clearInterval(timer);
      await Promise.all(all.map(({ link }) => link.close()));
    },
  };
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
