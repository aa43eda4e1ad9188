/** The tool `result_page`: the rest of a result that was cut. */
import * as z from 'zod';
import type { Page, Pages } from '../output/pages.ts';
import { defineTool, type Tool } from './define.ts';

const Input = z.object({
  handle: z.string().max(64).describe('From `truncated.handle` of a cut result'),
  offset: z.int().min(0).default(0).describe('Character to begin at'),
  grep: z.string().min(1).max(200).optional().describe('Only lines that contain this text'),
});

const Output = z.object({
  handle: z.string(),
  offset: z.int(),
  text: z.string(),
  nextOffset: z.int().nullable(),
  total: z.int(),
});

/** Reads what the same caller was given the beginning of. */
export function resultPageTool(pages: Pages): Tool {
  return defineTool<z.infer<typeof Input>, Page & Record<string, unknown>>({
    name: 'result_page',
    title: 'Read on in a cut result',
    description: 'Returns the next part of a result that was cut, or its lines that contain a text.',
    effect: 'read',
    input: Input,
    output: Output,
    classify: ({ handle }) => ({ effect: 'read', namespaces: [], summary: `read on in result ${handle}` }),
    run: async ({ handle, offset, grep }, { principal }) => {
      const page = pages.read(principal.name, handle, { offset, grep });
      if (page === undefined)
        throw new Error('There is no result under this handle: it has expired or is not yours; repeat the call.');
      return { structured: { ...page }, text: `${page.text}${positionOf(page)}` };
    },
  });
}

function positionOf({ offset, text, nextOffset, total, handle }: Page): string {
  const end = offset + text.length;
  if (nextOffset === null) return `\n[characters ${offset} to ${end} of ${total}: the end]`;
  return `\n[characters ${offset} to ${end} of ${total}; go on with result_page handle=${handle} offset=${nextOffset}]`;
}
