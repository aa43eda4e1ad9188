/** What this server offers, in the protocol's words: built once, shared by every connection and both protocol eras. */
import { createHmac, randomBytes } from 'node:crypto';
import {
  createRequestStateCodec,
  InMemoryServerEventBus,
  type RequestStateCodec,
  type ServerCapabilities,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import type { Principal } from '../policy/types.ts';
import type { Provider } from './provider.ts';

export interface Registry {
  version: string;
  capabilities: ServerCapabilities;
  /** The first provider that knows a name answers for it. */
  providers: readonly Provider[];
  /** Changes of lists and of resources, for every connection. */
  bus: ServerEventBus;
  /**
   * Signs what a client carries from one round of a call to the next: for ten minutes, for this principal, in this
   * process only.
   */
  roundState: (principal: Principal) => RequestStateCodec;
  close: () => void;
}

const ROUND_SECONDS = 600;

/** Puts the providers together; their order is the order in which clients see what they offer. */
export function createRegistry(version: string, providers: readonly Provider[]): Registry {
  const bus = new InMemoryServerEventBus();
  const stops = providers.flatMap(({ watch }) => watch?.((event) => bus.publish(event)) ?? []);
  return {
    version,
    capabilities: capabilitiesOf(providers),
    providers,
    bus,
    roundState: roundStates(),
    close() {
      for (const stop of stops) stop();
    },
  };
}

function capabilitiesOf(providers: readonly Provider[]): ServerCapabilities {
  const own: ServerCapabilities = {
    tools: { listChanged: true },
    resources: { subscribe: true, listChanged: true },
    prompts: { listChanged: true },
    completions: {},
  };
  return Object.assign(own, ...providers.map(({ capabilities }) => capabilities ?? {}));
}

/** One codec a principal, as each has a key of its own; principals are few, they are written in the configuration. */
function roundStates(): Registry['roundState'] {
  const secret = randomBytes(32);
  const codecs = new Map<string, RequestStateCodec>();
  return ({ name }) => {
    const known = codecs.get(name);
    if (known !== undefined) return known;
    const key = createHmac('sha256', secret).update(name).digest();
    const codec = createRequestStateCodec({
      key,
      ttlSeconds: ROUND_SECONDS,
      bind: (context) => context.mcpReq.method,
    });
    codecs.set(name, codec);
    return codec;
  };
}
