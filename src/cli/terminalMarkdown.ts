/** Markdown on a terminal: headings, emphasis, code, quotes and lists, by a few escape sequences; nothing is left out. */
import { stripInvisible } from '../output/strip.ts';
import { beginsTable, renderTable } from './terminalTable.ts';

const style = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
const bold = style(1, 22);
const dim = style(2, 22);
const italic = style(3, 23);
const underline = style(4, 24);
const cyan = style(36, 39);

/** `markdown` may hold anything: escape sequences of its own are removed first. */
export function renderMarkdownFor(markdown: string): string {
  const lines = stripInvisible(markdown).split('\n');
  const shown: string[] = [];
  let fenced = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s*(?:`{3,}|~{3,})/.test(line)) fenced = !fenced;
    else if (fenced) shown.push(`    ${cyan(line)}`);
    else if (beginsTable(line, lines[at + 1])) {
      const end = lines.findIndex((one, index) => index > at + 1 && !one.includes('|'));
      const rows = lines.slice(at, end < 0 ? undefined : end);
      shown.push(
        ...renderTable(rows, { render: renderInline, plain: stripInvisible, rule: (width) => dim('─'.repeat(width)) }),
      );
      at += rows.length - 1;
    } else shown.push(renderLine(line));
  }
  return shown.join('\n');
}

function renderLine(line: string): string {
  const heading = /^\s*#{1,6}\s+(.*)$/.exec(line);
  if (heading !== null) return bold(underline(renderInline((heading[1] ?? '').replaceAll('**', ''))));
  const quote = /^\s*>\s?(.*)$/.exec(line);
  if (quote !== null) return `${dim('│')} ${renderInline(quote[1] ?? '')}`;
  if (/^\s*(?:-{3,}|\*{3,})\s*$/.test(line)) return dim('─'.repeat(40));
  return renderInline(line.replace(/^(\s*)[-*]\s+/, '$1• '));
}

/** Code first: what stands in it is no emphasis. */
function renderInline(line: string): string {
  const pieces = line.split(/(`+)(.+?)\1(?!`)/);
  const out: string[] = [];
  for (let at = 0; at < pieces.length; at += 3) {
    out.push(emphasis(pieces[at] ?? ''));
    const code = pieces[at + 2];
    if (code !== undefined) out.push(cyan(code.trim()));
  }
  return out.join('');
}

function emphasis(text: string): string {
  const styled = text
    .replace(/(?<!\\)\*\*(.+?)(?<!\\)\*\*/g, (_, inner: string) => bold(inner))
    .replace(/(?<![\\*\w])\*([^*]+)(?<!\\)\*(?!\w)/g, (_, inner: string) => italic(inner))
    .replace(/(?<![\\\w])_([^_]+)(?<!\\)_(?!\w)/g, (_, inner: string) => italic(inner));
  return unescapeMarks(styled);
}

const unescapeMarks = (text: string): string => text.replace(/\\([\\`*_[\]<>|~#+.-])/g, '$1');
