/** Resources, prompts and completions of all servers: what there is, and whose it is. */
import type { CompleteRequest, Prompt, Resource, ResourceTemplateType } from '@modelcontextprotocol/client';
import type { Server } from './expose.ts';
import { publicName } from './names.ts';
import { type Read, readName, readSettings } from './reads.ts';
import { plainSchema } from './text.ts';

/** A call of the one path that reads something. */
export interface ReadCall {
  tool: string;
  arguments: Record<string, unknown>;
}

/** Where something is read, by which call; `undefined`: no server has it. */
export interface Offers {
  resources: () => Resource[];
  templates: () => ResourceTemplateType[];
  prompts: () => Prompt[];
  resourceCall: (uri: string) => Promise<ReadCall | undefined>;
  promptCall: (name: string, given: Record<string, string> | undefined) => ReadCall | undefined;
  completeCall: (params: CompleteRequest['params']) => ReadCall | undefined;
  /** Asks the server to tell of changes of the resource, where it can. */
  subscribe: (uri: string) => Promise<void>;
}

/** Of our own: no other server speaks for it. */
const RESERVED = /^runbook:/i;

export function createOffers(servers: readonly Server[]): Offers {
  const offered = (read: Read) => servers.filter((server) => readSettings(server, read).enabled);
  const [withResources, withPrompts] = [offered('resources/read'), offered('prompts/get')];
  const named = (name: string) =>
    withPrompts.flatMap((server) => {
      const prompt = own(server)?.prompts.find((one) => promptName(server, one) === name);
      return prompt === undefined ? [] : [{ server, prompt }];
    })[0];
  const ownerOf = async (uri: string): Promise<Server | undefined> => {
    if (RESERVED.test(uri)) return undefined;
    const listed = withResources.find((server) => own(server)?.resources.some((one) => one.uri === uri));
    if (listed !== undefined) return listed;
    const { UriTemplate } = await import('@modelcontextprotocol/client');
    const fits = ({ uriTemplate }: ResourceTemplateType) => new UriTemplate(uriTemplate).match(uri) !== null;
    return withResources.find((server) => own(server)?.templates.some(fits));
  };
  return {
    resources: () =>
      unique(
        withResources.flatMap((server) => own(server)?.resources.map(plain) ?? []),
        ({ uri }) => uri,
      ).filter(({ uri }) => !RESERVED.test(uri)),
    templates: () =>
      unique(
        withResources.flatMap((server) => own(server)?.templates.map(plain) ?? []),
        ({ uriTemplate }) => uriTemplate,
      ),
    prompts: () =>
      withPrompts.flatMap((server) =>
        (own(server)?.prompts ?? []).map((prompt) => ({ ...plain(prompt), name: promptName(server, prompt) })),
      ),
    async resourceCall(uri) {
      const server = await ownerOf(uri);
      return server && { tool: readName(server.name, 'resources/read'), arguments: { uri } };
    },
    promptCall(name, given) {
      const found = named(name);
      if (found === undefined) return undefined;
      const { server, prompt } = found;
      const theirs = { name: prompt.name, ...(given && { arguments: given }) };
      return { tool: readName(server.name, 'prompts/get'), arguments: theirs };
    },
    completeCall({ ref, argument, context }) {
      const found = ref.type === 'ref/prompt' ? named(ref.name) : undefined;
      const templated = (server: Server) =>
        ref.type === 'ref/resource' &&
        own(server)?.templates.some(({ uriTemplate }) => uriTemplate === ref.uri) === true;
      const server = found?.server ?? withResources.find(templated);
      if (server === undefined) return undefined;
      const theirs = found === undefined ? ref : { type: ref.type, name: found.prompt.name };
      const given = { ref: theirs, argument, ...(context && { context }) };
      return { tool: readName(server.name, 'completion/complete'), arguments: given };
    },
    async subscribe(uri) {
      const server = await ownerOf(uri);
      if (server === undefined) return;
      const timeout = server.settings.config.timeout_seconds * 1000;
      const signal = AbortSignal.timeout(SUBSCRIBE_MS);
      await server.link.call((connection) => connection.subscribe(uri, { signal, timeout }), {
        ...{ signal, repeatable: true },
      });
    },
  };
}

const SUBSCRIBE_MS = 10_000;

const own = ({ link }: Server) => link.catalogue();

/** Their words are a stranger's. */
const plain = <T>(offer: T): T => plainSchema(offer) as T;

const promptName = ({ name, settings }: Server, prompt: Prompt): string =>
  publicName(settings.prefix ?? `${name}__`, prompt.name);

/** The first of each; a second server cannot stand in for it. */
function unique<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.toReversed().map((one) => [keyOf(one), one])).values()].toReversed();
}
