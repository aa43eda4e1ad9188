/** From what a tool returned to what leaves: redacted, then cut where it is too long, with a handle to the rest. */
import { cutAt } from '../output/limit.ts';
import type { Pages } from '../output/pages.ts';
import type { ContentBlock, ToolOutput } from './define.ts';
import { finishRelayed } from './relayed.ts';

export interface FinishParts {
  redact: { text: (text: string) => string; object: <T>(value: T) => T };
  pages: Pages;
  /** Characters of a text that leave at once. */
  maxText: number;
}

export interface Finished {
  text: string;
  structured?: Record<string, unknown>;
  content?: ContentBlock[];
  isError?: boolean;
}

/**
 * Where the structured result has an `output`, that is what is cut, and the text is its heading and the same cut output.
 * Any other text is cut by itself. `owner` is who may read the rest.
 */
export function finish(returned: ToolOutput, owner: string, parts: FinishParts): Finished {
  if (returned.content !== undefined) return finishRelayed(returned, returned.content, owner, parts);
  const structured = parts.redact.object(returned.structured);
  const output = structured?.output;
  if (typeof output !== 'string') return { structured, text: cutText(parts.redact.text(returned.text), owner, parts) };
  const heading = parts.redact.text(headingOf(returned));
  const end = cutAt(output, parts.maxText);
  if (end === output.length) return { structured, text: heading + output };
  const handle = parts.pages.keep(owner, output);
  const truncated = { handle, offset: end, total: output.length };
  const shown = output.slice(0, end);
  return { structured: { ...structured, output: shown, truncated }, text: `${heading}${shown}${noteOf(truncated)}` };
}

/** The text, or its beginning and the handle under which the whole is kept. */
export function cutText(text: string, owner: string, { pages, maxText }: FinishParts): string {
  const end = cutAt(text, maxText);
  if (end === text.length) return text;
  const handle = pages.keep(owner, text);
  return `${text.slice(0, end)}${noteOf({ handle, offset: end, total: text.length })}`;
}

/** What a tool's text says before the output. */
function headingOf({ text, structured }: ToolOutput): string {
  const output = typeof structured?.output === 'string' ? structured.output : '';
  return text.endsWith(output) ? text.slice(0, text.length - output.length) : '';
}

function noteOf({ handle, offset, total }: { handle: string; offset: number; total: number }): string {
  return `\n[cut: ${total - offset} of ${total} characters are not shown; read on with result_page handle=${handle} offset=${offset}, or search with its grep]`;
}
