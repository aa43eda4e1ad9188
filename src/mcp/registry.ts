/** What this server offers, in the protocol's words: built once, shared by every connection and both protocol eras. */
import type { Tool as ProtocolTool } from '@modelcontextprotocol/server';
import type { Call } from '../tools/call.ts';
import type { Tool } from '../tools/define.ts';

export interface Registry {
  version: string;
  tools: readonly ProtocolTool[];
  call: Call;
}

/** Makes the registry over the tools; their order is the order in which clients see them. */
export function createRegistry(version: string, tools: Iterable<Tool>, call: Call): Registry {
  return { version, tools: [...tools].map(describe), call };
}

function describe(tool: Tool): ProtocolTool {
  const { name, title, description, inputSchema, outputSchema, effect } = tool;
  return { name, title, description, inputSchema, outputSchema, annotations: annotationsOf(title, effect) };
}

/** All four hints follow from one declaration. Everything here reaches out to a cluster: an open world. */
function annotationsOf(title: string, effect: Tool['effect']) {
  const readOnly = effect === 'read';
  return { title, readOnlyHint: readOnly, destructiveHint: !readOnly, idempotentHint: readOnly, openWorldHint: true };
}
