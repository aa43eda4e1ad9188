/** The result of a tool's call, as a stranger sent it, read against the protocol (2024-11-05 to 2025-11-25). */
import type { CallToolResult } from '@modelcontextprotocol/client';

/** What a result without any content may still say. */
const BESIDE = new Set(['structuredContent', 'isError', '_meta']);

type Fields = Readonly<Record<string, unknown>>;

/** The result, or what is wrong with it in words. Fields that the protocol does not know stay. */
export function resultOf(raw: unknown): CallToolResult | string {
  if (!isRecord(raw)) return 'it is no object';
  // A word of a later revision, which says nothing here.
  const { resultType: _, ...result } = raw;
  const { content = [], structuredContent, isError, _meta } = result;
  const foreign = result.content === undefined ? Object.keys(result).find((key) => !BESIDE.has(key)) : undefined;
  if (foreign !== undefined) return `content is missing beside ${foreign}`;
  if (!Array.isArray(content)) return 'content is no list';
  const at = content.findIndex((block) => !isBlock(block));
  if (at >= 0) return `content.${at} is no block of text, image, audio or resource`;
  if (structuredContent !== undefined && !isRecord(structuredContent)) return 'structuredContent is no object';
  if (isError !== undefined && typeof isError !== 'boolean') return 'isError is neither true nor false';
  if (_meta !== undefined && !isRecord(_meta)) return '_meta is no object';
  return { ...result, content } as CallToolResult;
}

const BLOCKS: Readonly<Record<string, (block: Fields) => boolean>> = {
  text: ({ text }) => typeof text === 'string',
  image: isMedia,
  audio: isMedia,
  resource_link: ({ uri, name }) => typeof uri === 'string' && typeof name === 'string',
  resource: ({ resource }) =>
    isRecord(resource) &&
    typeof resource.uri === 'string' &&
    (typeof resource.text === 'string' || isBase64(resource.blob)),
};

function isBlock(block: unknown): boolean {
  if (!isRecord(block) || typeof block.type !== 'string' || !Object.hasOwn(BLOCKS, block.type)) return false;
  return BLOCKS[block.type]?.(block) === true;
}

function isMedia({ data, mimeType }: Fields): boolean {
  return isBase64(data) && typeof mimeType === 'string';
}

/** By its characters, without decoding what may be megabytes. */
function isBase64(value: unknown): value is string {
  return typeof value === 'string' && !/[^A-Za-z0-9+/=\s]/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
