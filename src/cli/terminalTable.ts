/** Tables of Markdown on a terminal: columns in line with each other, as far as they are not too wide for that. */
import { widthOf } from './columns.ts';

const SEPARATOR = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
/** Columns; a wider cell breaks the line anyway. */
const WIDEST = 60;

export const beginsTable = (line: string, next: string | undefined): boolean =>
  line.includes('|') && next?.includes('|') === true && SEPARATOR.test(next);

/** `lines` from its first row on; `render` makes what is seen of a cell, `seen` without escape sequences. */
export function renderTable(
  lines: readonly string[],
  {
    render,
    plain,
    rule,
  }: { render: (cell: string) => string; plain: (shown: string) => string; rule: (width: number) => string },
): string[] {
  const rows = lines.filter((_, index) => index !== 1).map((line) => cellsOf(line).map(render));
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => widthOf(plain(row[at] ?? ''))))),
  );
  const shown = rows.map((row) =>
    row
      .map(
        (cell, at) =>
          cell + ' '.repeat(at === row.length - 1 ? 0 : Math.max(0, (widths[at] ?? 0) - widthOf(plain(cell)))),
      )
      .join('   '),
  );
  const [head = '', ...body] = shown;
  return [head, rule(widths.reduce((sum, width) => sum + width + 3, -3)), ...body];
}

/** Without the bars around; an escaped bar belongs to a cell. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
