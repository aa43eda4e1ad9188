/** The tools `runbook_search` and `runbook_read`: what people wrote down about problems of this kind. */
import * as z from 'zod';
import type { Runbooks } from '../runbooks/runbook.ts';
import { defineTool, type Tool } from './define.ts';

const Language = z.enum(['en', 'zh']);

const SearchInput = z.object({
  query: z.string().trim().min(1).max(2000).describe('Symptom, message or question, English or Chinese'),
  limit: z.int().min(1).max(20).default(5),
});

const SearchOutput = z.object({
  runbooks: z.array(z.object({ id: z.string(), title: z.string(), symptoms: z.array(z.string()) })),
});

const ReadInput = z.object({
  id: z.string().trim().min(1).max(100).describe('From runbook_search'),
  language: Language.optional().describe('Default: English'),
});

const ReadOutput = z.object({
  id: z.string(),
  title: z.string(),
  language: Language.describe('The other one where it was not written in that which was asked for'),
  codes: z.array(z.string()).describe('Codes of causes that it helps with'),
  text: z.string().describe('Markdown'),
});

export function runbookSearchTool(runbooks: Runbooks): Tool {
  return defineTool<z.infer<typeof SearchInput>, z.infer<typeof SearchOutput>>({
    name: 'runbook_search',
    title: 'Search runbooks',
    description: 'Finds runbooks (confirm, find the cause, fix, prevent) by symptom, error message or question.',
    effect: 'read',
    input: SearchInput,
    output: SearchOutput,
    classify: ({ query }) => ({
      effect: 'read',
      namespaces: [],
      summary: `search runbooks for ${query.slice(0, 200)}`,
    }),
    async run({ query, limit }) {
      const hits = await runbooks.search(query, limit);
      const found = hits.map(({ id, title, symptoms }) => ({ id, title, symptoms: [...symptoms] }));
      const lines = found.map(({ id, title, symptoms }) => `- \`${id}\` ${title} (${symptoms.slice(0, 4).join('; ')})`);
      const text =
        found.length === 0 ? 'No runbook mentions that.' : `${lines.join('\n')}\n\nRead one with runbook_read.`;
      return { structured: { runbooks: found }, text };
    },
  });
}

export function runbookReadTool(runbooks: Runbooks): Tool {
  return defineTool<z.infer<typeof ReadInput>, z.infer<typeof ReadOutput>>({
    name: 'runbook_read',
    title: 'Read a runbook',
    description: 'Returns one runbook as Markdown. Its commands are meant to be adapted, not run blindly.',
    effect: 'read',
    input: ReadInput,
    output: ReadOutput,
    classify: ({ id }) => ({ effect: 'read', namespaces: [], summary: `read runbook ${id}` }),
    async run({ id, language }) {
      const found = await runbooks.read(id, language);
      if (found === undefined) throw new Error(await unknown(runbooks, id));
      const { title, codes, body } = found;
      return {
        structured: { id: found.id, title, language: found.language, codes: [...codes], text: body },
        text: body,
      };
    },
  });
}

async function unknown(runbooks: Runbooks, id: string): Promise<string> {
  const near = (await runbooks.search(id.replace(/[-_.]/g, ' '), 3)).map((hit) => hit.id);
  return `There is no runbook "${id}"; ${near.length === 0 ? 'search with runbook_search' : `did you mean ${near.join(', ')}?`}`;
}
