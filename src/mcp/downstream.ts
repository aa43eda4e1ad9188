/** Resources, prompts and completions of other MCP servers, as another provider; their tools are tools like our own. */
import type { Offers } from '../downstream/offers.ts';
import type { Provider, Turn } from './provider.ts';

export interface DownstreamParts extends Offers {
  /** Once for changes that come together. */
  onChanges: (listener: () => void) => () => void;
  onResource: (listener: (uri: string) => void) => () => void;
  redact: (text: string) => string;
  /** Whether there is any other server. */
  some: boolean;
}

/** Whoever is kept to some namespaces sees nothing of them: nobody knows what stands behind an address of theirs. */
const free = ({ principal }: Turn): boolean => principal.namespaces === undefined;

export function downstreamProvider({ redact, some, ...hub }: DownstreamParts): Provider {
  const clean = <T>(value: T): T => redactTexts(value, redact);
  return {
    // What others log in the middle of a call reaches the client whose call it is.
    capabilities: some ? { logging: {} } : {},
    resources: (turn) => (free(turn) ? hub.resources() : []),
    templates: hub.templates,
    prompts: hub.prompts,
    readResource: async (uri, turn) => (free(turn) ? clean(await hub.readResource(uri, turn.signal)) : undefined),
    getPrompt: async ({ name, arguments: given }, turn) =>
      free(turn) ? clean(await hub.getPrompt(name, given, turn.signal)) : undefined,
    complete: async (params, turn) => (free(turn) ? (await hub.complete(params, turn.signal))?.values : undefined),
    subscribe: hub.subscribe,
    watch(listener) {
      const stops = [
        hub.onChanges(() => {
          listener({ kind: 'resources_list_changed' });
          listener({ kind: 'prompts_list_changed' });
        }),
        hub.onResource((uri) => listener({ kind: 'resource_updated', uri })),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Texts alone: base64 is no text, and an address that was changed leads nowhere. */
function redactTexts<T>(value: T, redact: (text: string) => string): T {
  if (Array.isArray(value)) return value.map((one: unknown) => redactTexts(one, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [
    key,
    key === 'text' && typeof field === 'string' ? redact(field) : redactTexts(field, redact),
  ]);
  return Object.fromEntries(fields) as T;
}
