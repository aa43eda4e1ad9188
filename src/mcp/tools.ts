/** The tools of the call path, in the protocol's words. */
import type { CallToolResult, ContentBlock, Tool as ProtocolTool, ServerEvent } from '@modelcontextprotocol/server';
import type { CallResult } from '../tools/call.ts';
import type { Tool } from '../tools/define.ts';
import { type ConfirmParts, callConfirmed, isFinal } from './confirm.ts';
import type { Provider } from './provider.ts';

export interface ToolsParts extends ConfirmParts {
  /** In the order in which clients see them; it may change while the process lives. */
  tools: ReadonlyMap<string, Tool>;
  /** Calls back whenever the table changed; returns the way to stop that. */
  watchTools?: (changed: () => void) => () => void;
}

/** Offers the tools; how they are described is worked out when they are first listed, and after a change. */
export function toolsProvider({ tools, watchTools, ...parts }: ToolsParts): Provider {
  let listed: readonly ProtocolTool[] | undefined;
  return {
    tools: () => {
      listed ??= [...tools.values()].map(describe);
      return listed;
    },
    plain: (name) => tools.has(name),
    callTool({ name, arguments: input }, turn) {
      if (!tools.has(name)) return undefined;
      return callConfirmed(parts, { tool: name, arguments: input }, turn).then((result) =>
        isFinal(result) ? toProtocol(result) : result,
      );
    },
    watch: (listener: (event: ServerEvent) => void) =>
      watchTools?.(() => {
        listed = undefined;
        listener({ kind: 'tools_list_changed' });
      }) ?? (() => {}),
  };
}

function describe(tool: Tool): ProtocolTool {
  const { name, title, description, inputSchema, outputSchema, effect, declared } = tool;
  const own = { name, title, description, inputSchema, outputSchema, annotations: annotationsOf(effect) };
  return declared === undefined ? own : { ...own, ...declared };
}

/**
 * All four hints follow from one declaration; what nobody could classify is announced as destructive. Everything here
 * reaches out to a cluster: an open world.
 */
function annotationsOf(effect: Tool['effect']) {
  const readOnly = effect === 'read';
  return { readOnlyHint: readOnly, destructiveHint: !readOnly, idempotentHint: readOnly, openWorldHint: true };
}

function toProtocol({ ok, text, content, structured, meta }: CallResult): CallToolResult {
  return {
    content: (content as ContentBlock[] | undefined) ?? [{ type: 'text', text }],
    ...(structured === undefined ? {} : { structuredContent: structured }),
    ...(ok ? {} : { isError: true }),
    ...(meta === undefined ? {} : { _meta: meta }),
  };
}
