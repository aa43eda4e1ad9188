/** The tools there are: one line each. */
import type { Pages } from '../output/pages.ts';
import type { Runbooks } from '../runbooks/runbook.ts';
import { type AskForTool, askTool } from './ask.ts';
import { type BashParts, bashTool } from './bash.ts';
import type { Tool } from './define.ts';
import { type DiagnoseParts, diagnoseTool } from './diagnose.ts';
import { type KubectlToolParts, kubectlTool } from './kubectl.ts';
import { type PromqlToolParts, promqlTool } from './promql.ts';
import { resultPageTool } from './resultPage.ts';
import { runbookReadTool, runbookSearchTool } from './runbooks.ts';

export interface ToolParts {
  diagnose: DiagnoseParts;
  /** Undefined where it is switched off. */
  kubectl: KubectlToolParts | undefined;
  /** Undefined where it is switched off. */
  promql: PromqlToolParts | undefined;
  /** Undefined where it is switched off. */
  bash: BashParts | undefined;
  runbooks: Runbooks;
  pages: Pages;
  /** Undefined where no model is configured. */
  ask: AskForTool | undefined;
}

/** All built-in tools by name, in the order in which they are listed. */
export function createTools(parts: ToolParts): ReadonlyMap<string, Tool> {
  const { diagnose, kubectl, promql, bash, runbooks, pages, ask } = parts;
  const tools = [
    diagnoseTool(diagnose),
    ...(kubectl === undefined ? [] : [kubectlTool(kubectl)]),
    ...(promql === undefined ? [] : [promqlTool(promql)]),
    ...(bash === undefined ? [] : [bashTool(bash)]),
    runbookSearchTool(runbooks),
    runbookReadTool(runbooks),
    resultPageTool(pages),
    ...(ask === undefined ? [] : [askTool(ask)]),
  ];
  return new Map(tools.map((tool) => [tool.name, tool]));
}
