/** A tool of the conformance suite: what it is called with, and what it does. */
import type {
  CallToolResult,
  InputRequiredResult,
  Tool as ProtocolTool,
  ServerEvent,
} from '@modelcontextprotocol/server';
import type { Turn } from '../provider.ts';

export interface Fixture {
  description: string;
  inputSchema?: ProtocolTool['inputSchema'];
  run: (input: Readonly<Record<string, unknown>>, turn: Turn, tell: (event: ServerEvent) => void) => Promise<Outcome>;
}

export type Outcome = CallToolResult | InputRequiredResult;

/** A result that is one text. */
export const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
