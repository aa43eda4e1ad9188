/** What a source of tools, resources or prompts gives to the server; the registry puts several together. */
import type {
  CallToolRequestParams,
  CallToolResult,
  ClientCapabilities,
  CompleteRequestParams,
  GetPromptRequestParams,
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  Tool as ProtocolTool,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
  ServerCapabilities,
  ServerContext,
  ServerEvent,
} from '@modelcontextprotocol/server';
import type { Principal } from '../policy/types.ts';

/** One request of a client: who it is, what it can do, and when its answer is no longer wanted. */
export interface Turn {
  principal: Principal;
  signal: AbortSignal;
  /** Comes when the connection ends, or where requests stand for themselves, the program: what outlives a request ends. */
  lasting: AbortSignal;
  client: ClientCapabilities;
  context: ServerContext;
  /** Signs what the client is to bring back with its next round: for ten minutes, this principal and this method. */
  seal: (state: unknown) => Promise<string>;
}

/** Where an answer is `undefined`, the name or URI belongs to another provider. */
export interface Provider {
  /** Beside tools, resources, prompts and completions, which every server has. */
  capabilities?: ServerCapabilities;
  tools?: () => readonly ProtocolTool[];
  callTool?: (
    params: CallToolRequestParams,
    turn: Turn,
  ) => Promise<CallToolResult | InputRequiredResult | undefined> | undefined;
  /** Whether it has this tool, and a call of it needs of its request no more than to ask and tell the client. */
  plain?: (tool: string) => boolean;
  resources?: (turn: Turn) => Promise<readonly Resource[]> | readonly Resource[];
  templates?: () => readonly ResourceTemplateType[];
  readResource?: (uri: string, turn: Turn) => Promise<ReadResourceResult | InputRequiredResult | undefined>;
  prompts?: () => readonly Prompt[];
  getPrompt?: (
    params: GetPromptRequestParams,
    turn: Turn,
  ) => Promise<GetPromptResult | InputRequiredResult | undefined>;
  /** Values that begin with, or contain, what was typed so far; best first, as many as there are. */
  complete?: (params: CompleteRequestParams, turn: Turn) => Promise<readonly string[] | undefined>;
  /** A client wants to hear of changes of this resource. */
  subscribe?: (uri: string) => Promise<void>;
  /** Tells of changes from now on; returns the way to stop that. */
  watch?: (listener: (event: ServerEvent) => void) => () => void;
}
