/** YAML files of the package as the build parsed them: parsing them anew would be a good part of every start. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../packageFolder.ts';

/** The value of each file by the file's whole text, so that an edited file never gets the value of another. */
export type Parsed = Readonly<Record<string, unknown>>;

/** Files that a start without a configuration of its own reads, from the folder of the package. */
export const SHIPPED = ['config/config.yaml', 'config/policy.yaml'] as const;

/** Where the build puts them, from the folder of the package. */
export const PARSED_FILE = 'dist/parsed.json';

let parsed: Parsed | undefined;

/** What the build parsed from exactly this text, as a copy of its own; undefined where the text is another, or nothing was built. */
export function parsedAtBuild(text: string): unknown {
  parsed ??= readParsed();
  return Object.hasOwn(parsed, text) ? structuredClone(parsed[text]) : undefined;
}

/** Whatever is wrong with the file, the YAML itself is still there. */
function readParsed(): Parsed {
  try {
    const content: unknown = JSON.parse(readFileSync(join(packageFolder(), PARSED_FILE), 'utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
