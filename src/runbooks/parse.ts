/** From a file's bytes to a runbook in one language. Whoever wrote it may have written anything. */
import { parse as parseYaml } from 'yaml';
import type { RunbookLanguage, RunbookText } from './runbook.ts';

/** One file that is to be a runbook. */
export interface RunbookFile {
  /** Such as `image-pull.zh.md`. */
  name: string;
  content: Uint8Array;
}

export interface ParsedRunbook extends RunbookText {
  id: string;
  language: RunbookLanguage;
  codes: readonly string[];
  tools: readonly string[];
}

/** More is no text that anybody reads during an incident, and it would fill a model's context. */
export const MAX_RUNBOOK_BYTES = 256 << 10;
const MAX_FRONT_MATTER = 16 << 10;
const MAX_WORDS = 100;

/** Ids are parts of URLs and of `runbook://` addresses. */
const ID = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/i;
const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;

export const isRunbookName = (name: string): boolean => /\.md$/i.test(name) && !name.startsWith('.');

/**
 * Reads one file. Without front matter, the file's name is the id and the first heading the title.
 * @throws an Error that says what is wrong, to be put after the file's name
 */
export function parseRunbook({ name, content }: RunbookFile): ParsedRunbook {
  const text = decode(content);
  const [whole = '', head] = text.startsWith('---') ? (FRONT_MATTER.exec(text) ?? []) : [];
  const about = head === undefined ? {} : frontMatter(head);
  const body = text.slice(whole.length).trim();
  if (body === '') throw new Error('it has no text.');
  const [, base = name, suffix] = /^(.*?)(\.zh)?\.md$/i.exec(name) ?? [];
  const id = word(about, 'id') ?? base;
  if (!ID.test(id)) throw new Error('its id must be letters, digits, ".", "_" and "-", at most 100 of them.');
  const title = word(about, 'title') ?? /^#{1,6}[ \t]+(.+)$/m.exec(body)?.[1]?.trim();
  if (title === undefined) throw new Error('it has no title: add a heading, or front matter with a title.');
  return {
    id,
    language: suffix === undefined ? 'en' : 'zh',
    title: title.slice(0, 200),
    symptoms: words(about, 'symptoms'),
    codes: words(about, 'codes'),
    tools: words(about, 'tools'),
    body: `${body}\n`,
  };
}

function decode(content: Uint8Array): string {
  if (content.length > MAX_RUNBOOK_BYTES) throw new Error(`it is larger than ${MAX_RUNBOOK_BYTES >> 10} KiB.`);
  if (content.includes(0)) throw new Error('it is not text.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new Error('it is not UTF-8 text.');
  }
}

function frontMatter(head: string): Record<string, unknown> {
  if (head.length > MAX_FRONT_MATTER) throw new Error('its front matter is too long.');
  let value: unknown;
  try {
    // Without aliases, which can be cyclic or grow without end.
    value = parseYaml(head, { maxAliasCount: 0, logLevel: 'error' });
  } catch (error) {
    const [first = 'it cannot be read'] = error instanceof Error ? error.message.split('\n') : [];
    throw new Error(`its front matter is not YAML: ${first.replace(/:$/, '')}.`);
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('its front matter must be keys and values.');
  return { ...value };
}

function word(about: Record<string, unknown>, key: string): string | undefined {
  const value = about[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`its ${key} must be text.`);
  return value.trim();
}

function words(about: Record<string, unknown>, key: string): string[] {
  const value = about[key] ?? [];
  if (!Array.isArray(value) || value.length > MAX_WORDS) throw new Error(`its ${key} must be a list of texts.`);
  return value.map((entry: unknown) => {
    if (typeof entry !== 'string' && typeof entry !== 'number') throw new Error(`its ${key} must be a list of texts.`);
    return String(entry).slice(0, 500);
  });
}
