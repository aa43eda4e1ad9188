/** What one server offers, read after it was connected and after each time that it says its lists have changed. */
import type {
  Client,
  Prompt,
  Resource,
  ResourceTemplateType as ResourceTemplate,
  Tool as ServerTool,
} from '@modelcontextprotocol/client';

export type { Prompt, Resource, ResourceTemplate, ServerTool };

export interface Catalogue {
  /** The name that the server gives itself. */
  serverName: string | undefined;
  tools: readonly ServerTool[];
  prompts: readonly Prompt[];
  resources: readonly Resource[];
  templates: readonly ResourceTemplate[];
  /** Which lists were too long, each as one sentence. */
  cut: readonly string[];
}

/** Entries of one list. More than any server in the field has; each one costs every client. */
const MAX_ENTRIES = 2000;

/** Reads all lists, as far as the server has them. @throws Error where the tools cannot be read. */
export async function readCatalogue(client: Client, timeout: number): Promise<Catalogue> {
  const has = client.getServerCapabilities() ?? {};
  const options = { timeout, maxTotalTimeout: timeout, cacheMode: 'refresh' as const };
  const [tools, prompts, resources, templates] = await Promise.all([
    has.tools === undefined ? [] : client.listTools(undefined, options).then((list) => list.tools),
    has.prompts === undefined ? [] : client.listPrompts(undefined, options).then((list) => list.prompts, none),
    has.resources === undefined ? [] : client.listResources(undefined, options).then((list) => list.resources, none),
    has.resources === undefined
      ? []
      : client.listResourceTemplates(undefined, options).then((list) => list.resourceTemplates, none),
  ]);
  const serverName = client.getServerVersion()?.name;
  return {
    serverName,
    tools: bounded(tools),
    prompts: bounded(prompts),
    resources: bounded(resources),
    templates: bounded(templates),
    cut: cutOf({ tools, prompts, resources, templates }),
  };
}

/** A server that declares a list and cannot give it still has its tools. */
const none = (): [] => [];

function cutOf(lists: Readonly<Record<string, readonly unknown[]>>): string[] {
  const long = Object.entries(lists).filter(([, list]) => list.length > MAX_ENTRIES);
  return long.map(([name, list]) => `of ${list.length} ${name} only the first ${MAX_ENTRIES} are offered`);
}

const bounded = <T>(list: readonly T[]): readonly T[] => list.slice(0, MAX_ENTRIES);
