/** Text of a file → the JSON values in it. */
import * as yaml from 'yaml';
import { readBlockYaml } from './yaml/blockReader.ts';
import { plainValue } from './yaml/scalar.ts';

/** The documents that could be read, and what was wrong with the others. */
export interface Parsed {
  documents: unknown[];
  /** One reason for each broken part, such as `is not valid JSON (line 12)`. */
  problems: string[];
}

const MAX_PROBLEMS = 3;
const MAX_BRACED_YAML = 1024 * 1024;
/** The full reader takes a second for three million characters, and much memory. */
const MAX_ANY_YAML = 64 * 1024 * 1024;

/** Reads JSON or (multi-document) YAML. Never throws: text that is neither becomes a problem. */
export function parseText(text: string): Parsed {
  if (text.trim() === '') return { documents: [], problems: ['is empty'] };
  if (/^\s*[{[]/.test(text)) {
    try {
      return { documents: [JSON.parse(text)], problems: [] };
    } catch (error) {
      // A YAML document may begin with a brace too; large ones are JSON that is broken.
      const parsed = text.length < MAX_BRACED_YAML ? parseYaml(text) : undefined;
      return parsed?.problems.length === 0 ? parsed : { documents: [], problems: [jsonProblem(text, error)] };
    }
  }
  return parseYaml(text);
}

function jsonProblem(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (/Unexpected end|Unterminated/.test(message) || position >= text.trimEnd().length) {
    return 'is cut off: its JSON does not end';
  }
  const line = Number.isNaN(position) ? undefined : text.slice(0, position).split('\n').length;
  return line === undefined ? 'is not valid JSON' : `is not valid JSON (line ${line})`;
}

/** What kubectl's own YAML reader takes from YAML 1.1; times stay text, as in JSON. */
const YAML_1_1: yaml.ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
    resolve: plainValue,
  },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^0[0-7]+$/, resolve: plainValue },
];

/** How the full reader reads, within the schema of kubectl's own. */
export const YAML_OPTIONS: yaml.ParseOptions & yaml.DocumentOptions & yaml.SchemaOptions = {
  schema: 'core',
  merge: true,
  customTags: (tags) => [...YAML_1_1, ...tags],
  prettyErrors: false,
  // The check compares every key with every other one; a later key wins, as in JSON.
  uniqueKeys: false,
  logLevel: 'silent',
};

/** Documents are read one by one: a broken one does not take the others with it. */
function parseYaml(text: string): Parsed {
  const parsed: Parsed = { documents: [], problems: [] };
  let line = 1;
  for (const document of text.replaceAll('\r\n', '\n').split(/^---(?=\s|$)/m)) {
    const quick = readBlockYaml(document);
    if (quick === undefined) parseAnyYaml(document, line, parsed);
    else if (quick.value !== null) parsed.documents.push(quick.value);
    line += document.split('\n').length - 1;
  }
  return parsed;
}

/** Reads whatever YAML allows, within bounds. */
function parseAnyYaml(text: string, firstLine: number, parsed: Parsed): void {
  if (text.length > MAX_ANY_YAML) {
    report(parsed, 'is too large for this kind of YAML; write it as JSON');
    return;
  }
  try {
    const lines = new yaml.LineCounter();
    for (const document of yaml.parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter: lines })) {
      const error = 'errors' in document ? document.errors[0] : undefined;
      if (error !== undefined) {
        report(parsed, `is not valid YAML (line ${firstLine + lines.linePos(error.pos[0]).line - 1})`);
      } else if (document.contents !== null) parsed.documents.push(document.toJS({ maxAliasCount: 100 }));
    }
  } catch (error) {
    const bomb = error instanceof ReferenceError;
    report(
      parsed,
      bomb ? 'repeats its own parts too often (YAML aliases)' : 'is nested too deeply or is not valid YAML',
    );
  }
}

function report(parsed: Parsed, problem: string): void {
  if (parsed.problems.length < MAX_PROBLEMS) parsed.problems.push(problem);
}
