/**
 * Resources, prompts and completions of other MCP servers, as another provider; their tools are tools like our own. All
 * of it is read on the one call path, and put back into the protocol's words here.
 */
import {
  type ContentBlock,
  type GetPromptResult,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import type { Offers, ReadCall } from '../downstream/offers.ts';
import type { CallResult } from '../tools/call.ts';
import { type ConfirmParts, callConfirmed, isFinal } from './confirm.ts';
import type { Provider, Turn } from './provider.ts';

export interface DownstreamParts extends Offers, ConfirmParts {
  /** Once for changes that come together. */
  onChanges: (listener: () => void) => () => void;
  onResource: (listener: (uri: string) => void) => () => void;
  /** Whether there is any other server. */
  some: boolean;
}

/** Whoever is kept to some namespaces sees nothing of them: nobody knows what stands behind an address of theirs. */
const free = ({ principal }: Turn): boolean => principal.namespaces === undefined;

export function downstreamProvider({ some, ...hub }: DownstreamParts): Provider {
  const read = async <T>(wanted: ReadCall, turn: Turn, answer: (result: CallResult) => T) => {
    const result = await callConfirmed(hub, wanted, turn);
    if (!isFinal(result)) return result;
    if (!result.ok) throw refusal(result);
    const { meta } = result;
    return { ...answer(result), ...(meta && { _meta: meta }) };
  };
  return {
    // What others log in the middle of a call reaches the client whose call it is.
    capabilities: some ? { logging: {} } : {},
    resources: (turn) => (free(turn) ? hub.resources() : []),
    templates: hub.templates,
    prompts: hub.prompts,
    async readResource(uri, turn): Promise<ReadResourceResult | InputRequiredResult | undefined> {
      const wanted = await hub.resourceCall(uri);
      return wanted && read(wanted, turn, contentsOf);
    },
    async getPrompt({ name, arguments: given }, turn): Promise<GetPromptResult | InputRequiredResult | undefined> {
      const wanted = hub.promptCall(name, given);
      return wanted && read(wanted, turn, messagesOf);
    },
    async complete(params, turn) {
      const wanted = hub.completeCall(params);
      if (wanted === undefined) return undefined;
      const result = await hub.call({ ...wanted, principal: turn.principal, signal: turn.signal });
      if (!result.ok) throw refusal(result);
      return result.structured?.values as string[];
    },
    subscribe: hub.subscribe,
    watch(listener) {
      const changed = [differing(() => [hub.resources(), hub.templates()]), differing(hub.prompts)] as const;
      const stops = [
        hub.onChanges(() => {
          if (changed[0]()) listener({ kind: 'resources_list_changed' });
          if (changed[1]()) listener({ kind: 'prompts_list_changed' });
        }),
        hub.onResource((uri) => listener({ kind: 'resource_updated', uri })),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Whether a list is another than when that was last asked. */
function differing(list: () => unknown): () => boolean {
  const print = () => JSON.stringify(list());
  let before = print();
  return () => {
    const now = print();
    const differs = now !== before;
    before = now;
    return differs;
  };
}

function contentsOf({ content = [] }: CallResult): ReadResourceResult {
  return { contents: content.map(({ resource }) => resource as ReadResourceResult['contents'][number]) };
}

function messagesOf({ content = [], structured }: CallResult): GetPromptResult {
  const { roles, description } = structured as { roles: ('user' | 'assistant')[]; description: string };
  const messages = content.map((block, at) => ({ role: roles[at] ?? 'user', content: block as ContentBlock }));
  return description === '' ? { messages } : { description, messages };
}

/** Such reads have no result that says no: an error does, with what the server itself answered as its code. */
function refusal({ failure, text, structured, cause }: CallResult): ProtocolError {
  if (failure === 'invalid_arguments') return new ProtocolError(ProtocolErrorCode.InvalidParams, text);
  if (structured?.verdict !== undefined) return new ProtocolError(ProtocolErrorCode.InvalidRequest, text, structured);
  const theirs = cause instanceof Error && cause.cause instanceof Error && 'code' in cause.cause && cause.cause.code;
  return new ProtocolError(Number.isSafeInteger(theirs) ? Number(theirs) : ProtocolErrorCode.InternalError, text);
}
