/** What another MCP server answered: redacted and cut block by block, for its client unharmed otherwise. */
import type { ContentBlock, ToolOutput } from './define.ts';
import { cutText, type Finished, type FinishParts } from './finish.ts';

/** Characters of JSON. A structured result cannot be cut: what is left would no longer fit its schema. */
const MAX_STRUCTURED = 1_000_000;

/** Characters of an image, a sound or a file: 6 MB. */
const MAX_BASE64 = 8_000_000;

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
  const { type, resource, ...rest } = block;
  if (isRecord(resource)) return { type, resource: finishBody(resource, 'blob', owner, parts), ...rest };
  if (typeof block.text === 'string') return { type, ...finishBody(rest, 'data', owner, parts) };
  if (type !== 'image' && type !== 'audio') return parts.redact.object(block);
  const body = finishBody(rest, 'data', owner, parts);
  return typeof body.text === 'string' ? { type: 'text', text: body.text } : { type, ...body };
}

/** A text, redacted and cut; base64 is no text: it passes whole or not at all. */
function finishBody(
  body: Readonly<Record<string, unknown>>,
  bytes: 'blob' | 'data',
  owner: string,
  parts: FinishParts,
): Record<string, unknown> {
  const { _meta, [bytes]: base64, ...rest } = body;
  const meta = _meta === undefined ? {} : { _meta: parts.redact.object(_meta) };
  if (typeof rest.text === 'string')
    return { ...rest, text: cutText(parts.redact.text(rest.text), owner, parts), ...meta };
  if (typeof base64 !== 'string' || base64.length <= MAX_BASE64) return { ...rest, [bytes]: base64, ...meta };
  const what = typeof rest.mimeType === 'string' ? rest.mimeType : 'binary data';
  const text = `[not passed on: ${what}, ${base64.length} characters of base64, where ${MAX_BASE64} are the most; read it from the server itself]`;
  return { ...rest, mimeType: 'text/plain', text, ...meta };
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
