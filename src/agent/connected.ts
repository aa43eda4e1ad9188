/** Which tools of other servers a question calls for, as far as any are connected. */
import type { Tool } from '../tools/define.ts';

/** Names in a prompt; the declarations of tools hold the rest. */
const MOST = 12;

/** Whether a tool came from another MCP server. */
export const isForeign = ({ declared }: Tool): boolean => declared !== undefined;

/** Whether its topics, name or description say that it helps. */
export const helps = ({ topics = [], name, description }: Tool, wanted: RegExp): boolean =>
  wanted.test(`${topics.join(' ')} ${name} ${description}`);

/** Names, those first of which it is known what they are for; `more` of them are left out. */
export function connectedFor(wanted: RegExp, tools: Iterable<Tool>): { names: readonly string[]; more: number } {
  const all = [...tools].filter((tool) => isForeign(tool) && helps(tool, wanted));
  const known = all.filter(({ topics = [] }) => topics.some((topic) => wanted.test(topic)));
  // Of a server that is known, only what it is known for.
  const fitting = known.length > 0 ? known : all;
  const names = fitting.map(({ name }) => name);
  return { names: names.slice(0, MOST), more: Math.max(0, names.length - MOST) };
}
