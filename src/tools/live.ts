/** Our own tools and those of other servers as one table that is always of today. */
import type { Tool } from './define.ts';

/** Where tools come and go. */
export interface ToolSource {
  tools: () => ReadonlyMap<string, Tool>;
  onChange: (listener: () => void) => unknown;
}

/** The table: whoever holds it sees every change at once. Our own tools come first, and no other takes their names. */
export function liveTools(builtIn: ReadonlyMap<string, Tool>, source: ToolSource): ReadonlyMap<string, Tool> {
  const table = new Map(builtIn);
  const fill = () => {
    const tools = source.tools();
    for (const name of table.keys()) if (!builtIn.has(name)) table.delete(name);
    for (const [name, tool] of tools) if (!builtIn.has(name)) table.set(name, tool);
  };
  source.onChange(fill);
  fill();
  return table;
}
