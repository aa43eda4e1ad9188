/** The codes that cases tell: which case does, and which is like it and must not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CODES } from '../../../src/diagnosis/words/codes.ts';

const codes = new Set(Object.keys(CODES));
/** Ids of cases by code. `cases.test.ts` diagnoses every case and looks whether it is so. */
export const BY_CASE: Readonly<Record<string, { fires: string; unlike: string }>> = z
  .record(
    z.string().refine((code) => codes.has(code), 'no such code'),
    z.strictObject({ fires: z.string(), unlike: z.string() }),
  )
  .parse(parse(readFileSync(join(import.meta.dirname, 'byCase.yaml'), 'utf8')));
