/** What the build parsed stands in for the YAML: it must be the same, and only for the same text. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PARSED_FILE, parsedAtBuild, SHIPPED } from '../../src/config/parsed.ts';
import { packageFolder } from '../../src/packageFolder.ts';

const built = existsSync(join(packageFolder(), PARSED_FILE));

describe.skipIf(!built)('files of the package as the build parsed them (needs `npm run build`)', () => {
  test.each(SHIPPED)('%s is what its YAML says', (file) => {
    const text = readFileSync(join(packageFolder(), file), 'utf8');
    expect(parsedAtBuild(text)).toEqual(parse(text));
  });

  test('an edited file is not taken for the one that was shipped', () => {
    const text = readFileSync(join(packageFolder(), SHIPPED[0]), 'utf8');
    expect(parsedAtBuild(`${text}\n`)).toBeUndefined();
  });

  test('what one caller changes, the next does not see', () => {
    const text = readFileSync(join(packageFolder(), SHIPPED[0]), 'utf8');
    Object.assign(parsedAtBuild(text) as object, { llm: 'changed' });
    expect(parsedAtBuild(text)).toEqual(parse(text));
  });
});
