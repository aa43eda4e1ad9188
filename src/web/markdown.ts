/** Markdown as the page shows it: headings, lists, tables, quotes, code and emphasis become elements; HTML stays text. */

export const MARKDOWN = String.raw`'use strict';
const DEEPEST = 6;
const INLINE = /(\x60+)([^\x60].*?|[^\x60])\1(?!\x60)|\\([!-\/:-@[-\x60{-~])|\*\*(\S.*?)\*\*|(?<![\w*])\*([^\s*][^*]*)\*(?![\w*])|(?<![\w_])_([^\s_][^_]*)_(?![\w_])/g;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^\s*(\x60{3,}|~{3,})/;
const HEADING = /^\s{0,3}(#{1,6})\s+(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const COLUMNS = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function inline(text, parent, depth = 0) {
  let end = 0;
  for (const match of depth > DEEPEST ? [] : text.matchAll(INLINE)) {
    parent.append(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, , code, escaped, strong, star, line] = match;
    if (code !== undefined) element('code', code.trim() || code, parent);
    else if (escaped !== undefined) parent.append(escaped);
    else inline(strong ?? star ?? line, element(strong === undefined ? 'em' : 'strong', '', parent), depth + 1);
  }
  parent.append(text.slice(end));
}

const startsBlock = (line) => line.trim() === '' || [FENCE, HEADING, RULE, QUOTE, ITEM].some((one) => one.test(line));

function takeWhile(lines, at, holds) {
  let end = at;
  while (end < lines.length && holds(lines[end])) end += 1;
  return end;
}

function fence(lines, at, parent) {
  const mark = FENCE.exec(lines[at])[1];
  const end = takeWhile(lines, at + 1, (line) => !(line.trim().startsWith(mark) && FENCE.test(line)));
  element('code', lines.slice(at + 1, end).join('\n'), element('pre', '', parent));
  return end + 1;
}

function quote(lines, at, parent, depth) {
  const end = takeWhile(lines, at, (line) => QUOTE.test(line));
  // Each line is a quote of its own.
  blocks(lines.slice(at, end).map((line) => QUOTE.exec(line)[1] + '  '), element('blockquote', '', parent), depth + 1);
  return end;
}

const cells = (line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/);

function table(lines, at, parent) {
  const end = takeWhile(lines, at + 2, (line) => line.includes('|') && line.trim() !== '');
  const made = element('table', '', parent);
  for (const [row, line] of [lines[at], ...lines.slice(at + 2, end)].entries()) {
    const shown = element('tr', '', made);
    for (const cell of cells(line)) inline(cell.trim(), element(row === 0 ? 'th' : 'td', '', shown));
  }
  return end;
}

// What is indented further belongs to an item, and so do the lines of its text up to an empty one.
function endOfItem(lines, at, indent) {
  let open = true;
  return takeWhile(lines, at, (line) => {
    if (line.trim() === '') { open = false; return true; }
    const item = ITEM.exec(line);
    return item ? item[1].length > indent : /^\s/.test(line) || open && !startsBlock(line) && !line.includes('|');
  });
}

function list(lines, at, parent, depth) {
  const [, indent, mark] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(mark);
  const made = element(ordered ? 'ol' : 'ul', '', parent);
  if (ordered) made.start = parseInt(mark, 10);
  let next = at;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next]);
    if (!item || item[1].length > indent.length + 1 || /\d/.test(item[2]) !== ordered) break;
    const end = endOfItem(lines, next + 1, indent.length);
    const inner = lines.slice(next + 1, end).map((line) => line.replace(/^\s{1,4}/, ''));
    blocks([item[3], ...inner], element('li', '', made), depth + 1);
    next = end;
  }
  return Math.max(next, at + 1);
}

function paragraph(lines, at, parent) {
  const end = takeWhile(lines, at + 1, (line) => !startsBlock(line));
  const made = element('p', '', parent);
  for (const [index, line] of lines.slice(at, end).entries()) {
    const before = lines[at + index - 1];
    if (index > 0 && /\s\s$/.test(before)) element('br', '', made);
    // Chinese has no spaces between words, so none between lines.
    else if (index > 0 && !/[^\x00-\u2fff]\s*$/.test(before)) made.append(' ');
    inline(line.trim(), made);
  }
  return end;
}

function blocks(lines, parent, depth = 0) {
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (depth > DEEPEST) at = paragraph(lines, at, parent);
    else if (FENCE.test(line)) at = fence(lines, at, parent);
    else if (QUOTE.test(line)) at = quote(lines, at, parent, depth);
    else if (RULE.test(line)) { element('hr', '', parent); at += 1; }
    else if (ITEM.test(line)) at = list(lines, at, parent, depth);
    else if (heading) { inline(heading[2], element('h' + Math.min(6, heading[1].length + 1), '', parent)); at += 1; }
    else if (line.includes('|') && COLUMNS.test(lines[at + 1] ?? '') && lines[at + 1].includes('-')) at = table(lines, at, parent);
    else at = paragraph(lines, at, parent);
  }
}
`;
