/** What a runbook is, and what a collection of them offers. */

export type RunbookLanguage = 'en' | 'zh';

/** A runbook in one language. */
export interface RunbookText {
  title: string;
  /** What people see and type when they need it. */
  symptoms: readonly string[];
  /** Markdown, without the front matter. */
  body: string;
}

export interface Runbook {
  id: string;
  /** Codes of findings that it helps with. */
  codes: readonly string[];
  /** What its commands need, such as `kubectl`. */
  tools: readonly string[];
  /** At least one. A file without a language in its name counts as English. */
  texts: Readonly<Partial<Record<RunbookLanguage, RunbookText>>>;
}

/** A runbook in the language that was asked for, else in the one that it has. */
export interface RunbookRead extends RunbookText {
  id: string;
  language: RunbookLanguage;
  codes: readonly string[];
  tools: readonly string[];
}

export interface RunbookHit {
  id: string;
  title: string;
  symptoms: readonly string[];
  /** Only comparable within one search. */
  score: number;
}

/** Something that is no runbook where one was expected, as one sentence that names it. */
export type RunbookProblem = string;

/** All runbooks as they are now. Nothing is read before the first question, and what changes is seen by itself. */
export interface Runbooks {
  /** In the order of their ids. */
  list(language?: RunbookLanguage): Promise<readonly { id: string; title: string }[]>;
  read(id: string, language?: RunbookLanguage): Promise<RunbookRead | undefined>;
  /** Best first; titles are in `language`, default: that of the query. */
  search(query: string, limit: number, language?: RunbookLanguage): Promise<readonly RunbookHit[]>;
  /** What was skipped. */
  problems(): Promise<readonly RunbookProblem[]>;
  /**
   * Tells of changes of any runbook, from the first time that any was asked for; before that nobody can hold an old one.
   * @returns the way to stop it
   */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** The text in a language, else in the other one. */
export function readIn({ id, codes, tools, texts }: Runbook, language: RunbookLanguage): RunbookRead {
  const other = language === 'en' ? 'zh' : 'en';
  const text = texts[language];
  const found = text ?? texts[other];
  if (found === undefined) throw new Error(`The runbook "${id}" has no text.`);
  return { ...found, id, language: text === undefined ? other : language, codes, tools };
}

/** The language that a person wrote in. */
export const languageOf = (text: string): RunbookLanguage => (/\p{Script=Han}/u.test(text) ? 'zh' : 'en');
