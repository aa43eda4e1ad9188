/** What another MCP server answered: redacted and cut block by block, for its client unharmed otherwise. */
import type { ContentBlock, ToolOutput } from './define.ts';
import { cutText, type Finished, type FinishParts } from './finish.ts';

/** Characters of JSON. A structured result cannot be cut: what is left would no longer fit its schema. */
const MAX_STRUCTURED = 1_000_000;

/** Finishes a result that has content blocks; `text` is then what a model reads of them. */
export function finishRelayed(
  { structured }: ToolOutput,
  content: readonly ContentBlock[],
  owner: string,
  parts: FinishParts,
): Finished {
  const blocks = content.map((block) => finishBlock(block, owner, parts));
  const text = blocks.map(textOf).join('\n');
  if (structured === undefined) return { text, content: blocks };
  const size = JSON.stringify(structured).length;
  if (size <= MAX_STRUCTURED) return { text, content: blocks, structured: parts.redact.object(structured) };
  const note = `The structured result is too large to pass on (${size} characters); ask for less, or read it in parts.\n`;
  const cut = note + cutText(JSON.stringify(parts.redact.object(structured)), owner, parts);
  return { text: cut, content: [{ type: 'text', text: cut }], isError: true };
}

function finishBlock(block: ContentBlock, owner: string, parts: FinishParts): ContentBlock {
  if (typeof block.text === 'string') return { ...block, text: cutText(parts.redact.text(block.text), owner, parts) };
  if (block.type === 'image' || block.type === 'audio') return block;
  const { resource } = block;
  if (!isRecord(resource)) return parts.redact.object(block);
  // Base64 is no text: redaction could only break it.
  if (typeof resource.text !== 'string') return block;
  return { ...block, resource: { ...resource, text: cutText(parts.redact.text(resource.text), owner, parts) } };
}

/** A block as a model or a person reads it. */
function textOf(block: ContentBlock): string {
  if (typeof block.text === 'string') return block.text;
  if (block.type === 'resource_link') return `[resource ${String(block.uri)}: ${String(block.title ?? block.name)}]`;
  if (isRecord(block.resource)) {
    const { text, uri, mimeType } = block.resource;
    return typeof text === 'string' ? text : `[resource ${String(uri)}, ${String(mimeType ?? 'binary')}]`;
  }
  return `[${block.type} ${String(block.mimeType ?? '')}]`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
