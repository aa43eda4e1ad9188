/** The tools there are: one line each. */
import type { Tool } from './define.ts';
import { type DiagnoseParts, diagnoseTool } from './diagnose.ts';

export type ToolParts = DiagnoseParts;

/** All built-in tools by name, in the order in which they are listed. */
export function createTools(parts: ToolParts): ReadonlyMap<string, Tool> {
  const tools = [diagnoseTool(parts)];
  return new Map(tools.map((tool) => [tool.name, tool]));
}
