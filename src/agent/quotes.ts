/** Holds an answer to its word: a quote that stands in nothing that was read is taken out, mechanically. */

/** Something that was read, and the call that read it. */
export interface Source {
  label: string;
  text: string;
}

/** A quote that was found, without white space runs and markup, and the source that it stands in. */
export interface Found {
  label: string;
  quote: string;
}

export interface Checked {
  text: string;
  /** Quotes that stand in what was read. */
  found: readonly Found[];
  /** How many do not. */
  removed: number;
}

interface Known {
  label: string;
  plain: string;
}

const MIN_INLINE = 15;

/**
 * Lines that begin with `>` are quotes, and so is what stands in quotation marks, in code under the heading of the
 * evidence too. White space and markup do not count; all else must be the same.
 */
export function checkQuotes(answer: string, sources: readonly Source[], unverified: string): Checked {
  const known = sources.map(({ label, text }) => ({ label, plain: plain(text) }));
  const found: Found[] = [];
  let removed = 0;
  const judge: Judge = (one) => {
    if (one === undefined) removed += 1;
    else found.push(one);
    return one;
  };
  const place = { fence: '', evidence: false };
  const lines = answer.split('\n').map((line) => {
    const fenced = stepFence(line, place);
    if (!fenced && isHeading(line)) place.evidence = /evidence|证据|依据/i.test(line);
    const quote = /^(\s*(?:[-*]\s+)?>+)\s?(.*)$/.exec(line);
    if (!fenced && quote !== null) return judgeLine(quote[1] ?? '>', quote[2] ?? '', known, judge, unverified);
    if (fenced) return isLogLine(line, place) && judge(findQuote(line, known)) === undefined ? unverified : line;
    return judgeInline(line, place.evidence, known, judge, unverified);
  });
  return { text: lines.join('\n'), found, removed };
}

/** Keeps track of code blocks; true inside of one, fences included. */
function stepFence(line: string, place: { fence: string }): boolean {
  const mark = /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
  if (mark === null) return place.fence !== '';
  place.fence = place.fence === '' ? mark[2] || 'plain' : '';
  return true;
}

/** A block of evidence that is no command and no manifest shows what was read. */
function isLogLine(line: string, { evidence, fence }: { evidence: boolean; fence: string }): boolean {
  return (
    evidence && /^(?:plain|text|log|txt|output)$/.test(fence) && line.trim() !== '' && !/^\s*(?:`{3,}|~{3,})/.test(line)
  );
}

const isHeading = (line: string): boolean =>
  /^\s*#{1,6}\s/.test(line) ||
  /^\s*(?:\d+\.\s*)?\*\*[^*]+\*\*\s*[:：]?\s*$/.test(line) ||
  /^[^\s>`-].{0,30}[:：]\s*$/.test(line);

type Judge = (found: Found | undefined) => Found | undefined;

function judgeLine(mark: string, content: string, known: readonly Known[], judge: Judge, unverified: string): string {
  if (content.trim() === '') return mark;
  const found = judge(findQuote(content, known));
  if (found === undefined) return `${mark} ${unverified}`;
  const named = plain(content).includes(plain(found.label));
  return named ? `${mark} ${content}` : `${mark} ${content} — \`${found.label.replaceAll('`', "'")}\``;
}

/** The line as a whole, without a source that was put after it, or by the parts of it that are quoted. */
function findQuote(content: string, known: readonly Known[]): Found | undefined {
  const whole =
    find(unwrapped(content), known) ??
    find(unwrapped(content.replace(/\s+(?:[—–]|-{1,2})\s+.*$|\s*[(（][^()（）]*[)）]\s*$/, '')), known);
  if (whole !== undefined) return whole;
  const parts = quotedIn(content, 6);
  const found = parts.map((part) => find(plain(part), known));
  return parts.length > 0 && found.every((one) => one !== undefined) ? found[0] : undefined;
}

function judgeInline(
  line: string,
  evidence: boolean,
  known: readonly Known[],
  judge: Judge,
  unverified: string,
): string {
  const code = /`[^`\n]+`/;
  const pattern = /"[^"\n]+"|“[^”\n]+”|「[^」\n]+」|`[^`\n]+`/g;
  return line.replace(pattern, (whole) => {
    const inner = whole.slice(1, -1);
    const isCode = code.test(whole);
    if (plain(inner).length < MIN_INLINE || (isCode && (!evidence || !isProse(inner)))) return whole;
    return judge(find(plain(inner), known)) === undefined ? unverified : whole;
  });
}

/** Code that is a command, a name or a path is no quote. */
const isProse = (text: string): boolean =>
  /\s/.test(text.trim()) && !/^\s*(?:kubectl|helm|curl|aiops-copilot)\b/.test(text);

function quotedIn(text: string, least: number): string[] {
  const matches = text.matchAll(/"([^"]+)"|“([^”]+)”|「([^」]+)」|`([^`]+)`/g);
  return [...matches]
    .map((match) => match.slice(1).find((group) => group !== undefined) ?? '')
    .filter((one) => one.length >= least);
}

function find(quote: string, known: readonly Known[]): Found | undefined {
  const source = quote === '' ? undefined : known.find(({ plain: text }) => text.includes(quote));
  return source && { label: source.label, quote };
}

const unwrapped = (text: string): string =>
  plain(text)
    .replace(/^["“「']+|["”」']+$/g, '')
    .trim();

/** Without white space runs, backslashes of escapes, and the marks of code and emphasis. */
export function plain(text: string): string {
  return text
    .replace(/[`*\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
