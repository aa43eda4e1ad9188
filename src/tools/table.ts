/** The tools there are: one line each. */
import type { Pages } from '../output/pages.ts';
import type { Tool } from './define.ts';
import { type DiagnoseParts, diagnoseTool } from './diagnose.ts';
import { resultPageTool } from './resultPage.ts';

export interface ToolParts {
  diagnose: DiagnoseParts;
  pages: Pages;
}

/** All built-in tools by name, in the order in which they are listed. */
export function createTools(parts: ToolParts): ReadonlyMap<string, Tool> {
  const tools = [diagnoseTool(parts.diagnose), resultPageTool(parts.pages)];
  return new Map(tools.map((tool) => [tool.name, tool]));
}
