/** Resources, prompts and completions of all servers: whose they are, and asked of that server. */
import type {
  CompleteRequest,
  CompleteResult,
  GetPromptResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
} from '@modelcontextprotocol/client';
import type { Connection } from './connect.ts';
import type { Server } from './expose.ts';
import { publicName } from './names.ts';
import { plainSchema } from './text.ts';

/** `undefined`: no server has it. */
export interface Offers {
  resources: () => Resource[];
  templates: () => ResourceTemplateType[];
  prompts: () => Prompt[];
  readResource: (uri: string, signal: AbortSignal) => Promise<ReadResourceResult | undefined>;
  getPrompt: (
    name: string,
    given: Record<string, string> | undefined,
    signal: AbortSignal,
  ) => Promise<GetPromptResult | undefined>;
  complete: (
    params: CompleteRequest['params'],
    signal: AbortSignal,
  ) => Promise<CompleteResult['completion'] | undefined>;
  /** Asks the server to tell of changes of the resource, where it can. */
  subscribe: (uri: string) => Promise<void>;
}

/** Of our own: no other server speaks for it. */
const RESERVED = /^runbook:/i;

export function createOffers(servers: readonly Server[]): Offers {
  const own = (server: Server) => server.link.catalogue();
  const named = (name: string) =>
    servers.flatMap((server) => {
      const prompt = own(server)?.prompts.find((one) => promptName(server, one) === name);
      return prompt === undefined ? [] : [{ server, prompt }];
    })[0];
  const ownerOf = async (uri: string): Promise<Server | undefined> => {
    if (RESERVED.test(uri)) return undefined;
    const listed = servers.find((server) => own(server)?.resources.some((one) => one.uri === uri));
    if (listed !== undefined) return listed;
    const { UriTemplate } = await import('@modelcontextprotocol/client');
    const fits = ({ uriTemplate }: ResourceTemplateType) => new UriTemplate(uriTemplate).match(uri) !== null;
    return servers.find((server) => own(server)?.templates.some(fits));
  };
  const ask = <T>({ link, settings }: Server, signal: AbortSignal, work: Ask<T>): Promise<T> => {
    const timeout = settings.config.timeout_seconds * 1000;
    return link.call((connection) => work(connection, { signal, timeout }), { signal, repeatable: true });
  };
  return {
    resources: () =>
      unique(
        servers.flatMap((server) => own(server)?.resources.map(plain) ?? []),
        ({ uri }) => uri,
      ).filter(({ uri }) => !RESERVED.test(uri)),
    templates: () =>
      unique(
        servers.flatMap((server) => own(server)?.templates.map(plain) ?? []),
        ({ uriTemplate }) => uriTemplate,
      ),
    prompts: () =>
      servers.flatMap((server) =>
        (own(server)?.prompts ?? []).map((prompt) => ({
          ...plain(prompt),
          name: promptName(server, prompt),
        })),
      ),
    async readResource(uri, signal) {
      const server = await ownerOf(uri);
      if (server === undefined) return undefined;
      return ask(server, signal, ({ client }, options) =>
        client.readResource({ uri }, { ...options, cacheMode: 'bypass' }),
      );
    },
    async getPrompt(name, given, signal) {
      const found = named(name);
      if (found === undefined) return undefined;
      const params = { name: found.prompt.name, arguments: given };
      return ask(found.server, signal, ({ client }, options) => client.getPrompt(params, options));
    },
    async complete({ ref, ...params }, signal) {
      const found = ref.type === 'ref/prompt' ? named(ref.name) : undefined;
      const templated = (server: Server) =>
        ref.type === 'ref/resource' &&
        own(server)?.templates.some(({ uriTemplate }) => uriTemplate === ref.uri) === true;
      const server = found?.server ?? servers.find(templated);
      if (server === undefined) return undefined;
      const theirs = found === undefined ? ref : { ...ref, type: 'ref/prompt' as const, name: found.prompt.name };
      const { completion } = await ask(server, signal, ({ client }, options) =>
        client.complete({ ...params, ref: theirs }, options),
      );
      return completion;
    },
    async subscribe(uri) {
      const server = await ownerOf(uri);
      if (server === undefined) return;
      await ask(server, AbortSignal.timeout(SUBSCRIBE_MS), async (connection, options) => {
        await connection.subscribe(uri, options);
      });
    },
  };
}

const SUBSCRIBE_MS = 10_000;

type Ask<T> = (connection: Connection, options: { signal: AbortSignal; timeout: number }) => Promise<T>;

/** Their words are a stranger's. */
const plain = <T>(offer: T): T => plainSchema(offer) as T;

const promptName = ({ name, settings }: Server, prompt: Prompt): string =>
  publicName(settings.prefix ?? `${name}__`, prompt.name);

/** The first of each; a second server cannot stand in for it. */
function unique<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();
}
