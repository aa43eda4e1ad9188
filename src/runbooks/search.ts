/** Finds runbooks by what a person would type: BM25 over both languages. */
import MiniSearch from 'minisearch';
import { languageOf, type Runbook, type RunbookHit, type RunbookLanguage, readIn } from './runbook.ts';
import { termsOf } from './terms.ts';

export type SearchRunbooks = (query: string, limit: number, language?: RunbookLanguage) => RunbookHit[];

const FIELDS = ['id', 'title', 'symptoms', 'codes', 'body'];
const BOOST = { id: 2, title: 4, symptoms: 4, codes: 2, body: 1 };
const MAX_QUERY = 2000;

/** Makes the index over all runbooks. */
export function createSearch(runbooks: ReadonlyMap<string, Runbook>): SearchRunbooks {
  const index = new MiniSearch({ fields: FIELDS, tokenize: termsOf, processTerm: (term) => term });
  index.addAll([...runbooks.values()].map(documentOf));
  return (query, limit, language = languageOf(query)) => {
    const terms = [...new Set(termsOf(query.slice(0, MAX_QUERY)))];
    if (terms.length === 0) return [];
    const found = index.search(terms.join(' '), {
      tokenize: (text) => text.split(' '),
      boost: BOOST,
      prefix: (term) => /^[a-z]{4,}$/.test(term),
      fuzzy: (term) => (/^[a-z]{6,}$/.test(term) ? 0.15 : false),
      weights: { fuzzy: 0.3, prefix: 0.4 },
    });
    return found.slice(0, limit).flatMap(({ id, score }) => {
      const runbook = runbooks.get(String(id));
      if (runbook === undefined) return [];
      const { title, symptoms } = readIn(runbook, language);
      return [{ id: runbook.id, title, symptoms, score }];
    });
  };
}

function documentOf({ id, codes, texts }: Runbook): Record<string, string> {
  const both = Object.values(texts);
  return {
    id,
    codes: codes.join(' '),
    title: both.map(({ title }) => title).join('\n'),
    symptoms: [...new Set(both.flatMap(({ symptoms }) => symptoms))].join('\n'),
    body: both.map(({ body }) => body).join('\n'),
  };
}
