/** One connection to one server: opened, its era negotiated, its lists read, watched until it is lost. */
import {
  Client,
  type JsonSchemaValidatorResult,
  type jsonSchemaValidator,
  type ProtocolEra,
} from '@modelcontextprotocol/client';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { coalesced } from './coalesced.ts';
import { sentenceOf } from './failure.ts';
import { callerOf, type Lane } from './lane.ts';
import { answersAfterProgress } from './ordered.ts';
import type { Relay } from './relay.ts';
import type { ServerSettings } from './settings.ts';
import { createWay } from './transport.ts';
import { type Watched, watch } from './watch.ts';

export interface Connection {
  client: Client;
  callTool: Lane['call'];
  relay: Relay;
  era: ProtocolEra;
  /** Such as `2025-11-25`. */
  revision: string;
  catalogue: () => Catalogue;
  /** Resolves with the reason when the connection has ended, whoever ended it. */
  lost: Promise<Error>;
  /** The same for one call: what is no longer waited for leaves nothing behind. */
  onLost: (listener: (reason: Error) => void) => () => void;
  /** Ends it. Calls in flight fail at once; a child that does not listen is killed. */
  drop: (reason: Error) => void;
  /** Asks whether the server still answers: in how many milliseconds. Drops the connection where it does not. */
  check: () => Promise<number | undefined>;
  /** Asks to be told of changes of a resource, also on the connection that follows. */
  subscribe: (uri: string, options: { signal: AbortSignal; timeout: number }) => Promise<void>;
  close: () => Promise<void>;
}

/** What is known of a server from an earlier connection. */
export interface Memory {
  era?: ProtocolEra;
  /** URIs of resources that somebody wants to hear of. */
  subscribed: Set<string>;
}

export interface ConnectOptions {
  name: string;
  version: string;
  settings: ServerSettings;
  memory: Memory;
  relay: Relay;
  /** The lists were read anew. */
  onCatalogue: () => void;
  onResource: (uri: string) => void;
  signal: AbortSignal;
}

const CHECK_MS = 5000;
/** Changes that come together are read together, in milliseconds. */
const COALESCE_MS = 100;

/** @throws Error with the reason why there is no connection; nothing of it is left then. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { settings, memory, signal } = options;
  const { mode } = settings.config;
  // HTTP+SSE is older than the stateless revision, and servers of it may not outlive a question that they do not know.
  if (mode === 'sse') return open(options, 'legacy');
  if (mode === 'streamable-http') return open(options, memory.era === 'legacy' ? 'legacy' : 'auto');
  // A second child only to learn its era would be dear: the older handshake first, which nearly all speak.
  if (memory.era === 'modern') return open(options, 'modern');
  try {
    return await open(options, 'legacy');
  } catch (error) {
    signal.throwIfAborted();
    if (!isRefusal(error)) throw error;
    return open(options, 'modern');
  }
}

const MODES = { legacy: 'legacy', auto: 'auto', modern: { pin: '2026-07-28' } } as const;

async function open(options: ConnectOptions, mode: keyof typeof MODES): Promise<Connection> {
  const { settings, version, relay, signal } = options;
  const way = await createWay(settings.config);
  const client = new Client(
    { name: 'aiops-copilot', title: 'Kubernetes AIOps Copilot', version },
    {
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {} },
      versionNegotiation: { mode: MODES[mode] },
      jsonSchemaValidator: UNCHECKED,
      // The whole list is cut by us, with a word about it.
      listMaxPages: 1000,
    },
  );
  relay.attach(client);
  const timeout = settings.config.timeout_seconds * 1000;
  const watched = watch(client, way);
  try {
    await client.connect(way.transport, { timeout, maxTotalTimeout: timeout, signal });
    answersAfterProgress(way.transport);
    const callTool = callerOf(client, way.transport);
    const connection = { ...(await describe(options, client, watched, timeout)), callTool };
    options.memory.era = connection.era;
    return connection;
  } catch (error) {
    way.kill();
    await watched.close();
    const complaint = way.complaint();
    if (complaint === '' || isRefusal(error)) throw error;
    throw new Error(`${sentenceOf(error)} It said: ${complaint}`, { cause: error });
  }
}

/** The server's client reads what it returned; whoever called checks it against the schema, as it would without us. */
const UNCHECKED: jsonSchemaValidator = {
  getValidator<T>() {
    return (input: unknown): JsonSchemaValidatorResult<T> => ({
      valid: true,
      data: input as T,
      errorMessage: undefined,
    });
  },
};

async function describe(
  options: ConnectOptions,
  client: Client,
  watched: Watched,
  timeout: number,
): Promise<Omit<Connection, 'callTool'>> {
  let catalogue = await readCatalogue(client, timeout);
  const reread = coalesced(COALESCE_MS, async () => {
    catalogue = await readCatalogue(client, timeout);
    options.onCatalogue();
  });
  await listenForChanges(client, reread);
  const subscribe = await subscriber(client, options);
  const era = client.getProtocolEra() ?? 'legacy';
  const check = checker(client, era, watched.drop);
  watched.onTrouble(coalesced(COALESCE_MS, check));
  const revision = client.getNegotiatedProtocolVersion() ?? '';
  return {
    client,
    relay: options.relay,
    era,
    revision,
    catalogue: () => catalogue,
    lost: watched.lost,
    onLost: watched.onLost,
    drop: watched.drop,
    check,
    subscribe,
    close: watched.close,
  };
}

const LIST_CHANGES = [
  'notifications/tools/list_changed',
  'notifications/prompts/list_changed',
  'notifications/resources/list_changed',
] as const;

async function listenForChanges(client: Client, changed: () => void): Promise<void> {
  for (const method of LIST_CHANGES) client.setNotificationHandler(method, changed);
  if (client.getProtocolEra() !== 'modern') return;
  const has = client.getServerCapabilities() ?? {};
  const filter = {
    toolsListChanged: has.tools?.listChanged === true,
    promptsListChanged: has.prompts?.listChanged === true,
    resourcesListChanged: has.resources?.listChanged === true,
  };
  if (!Object.values(filter).includes(true)) return;
  // Without it the lists are still right: only their changes are not heard.
  await client.listen(filter).catch(() => {});
}

/** The stateless revision names resources when it starts to listen: of those it is told on a stream for each. */
async function subscriber(client: Client, { memory, onResource }: ConnectOptions): Promise<Connection['subscribe']> {
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => onResource(params.uri));
  if (client.getServerCapabilities()?.resources?.subscribe !== true) return async () => {};
  const subscribe: Connection['subscribe'] = async (uri, options) => {
    if (client.getProtocolEra() === 'modern') await client.listen({ resourceSubscriptions: [uri] }, options);
    else await client.subscribeResource({ uri }, options);
    memory.subscribed.add(uri);
  };
  const timeout = CHECK_MS;
  const again = [...memory.subscribed].map((uri) => subscribe(uri, { timeout, signal: AbortSignal.timeout(timeout) }));
  await Promise.allSettled(again);
  return subscribe;
}

function checker(client: Client, era: ProtocolEra, drop: (reason: Error) => void): () => Promise<number | undefined> {
  return async () => {
    const began = performance.now();
    const elapsed = () => Math.round(performance.now() - began);
    try {
      await (era === 'modern' ? client.discover({ timeout: CHECK_MS }) : client.ping({ timeout: CHECK_MS }));
      return elapsed();
    } catch (error) {
      // An error of the protocol is an answer too.
      if (isAnswer(error)) return elapsed();
      drop(new Error(`It no longer answers: ${sentenceOf(error)}`, { cause: error }));
      return undefined;
    }
  };
}

/** By name, as the SDK's packages each bring classes of their own. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && !('status' in error);
}

const isRefusal = isAnswer;
