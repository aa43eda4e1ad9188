/** Writes the published JSON Schemas from the zod schemas that the program itself uses. */
import { mkdir, writeFile } from 'node:fs/promises';
import { publishedSchemas } from '../src/config/publish.ts';

await mkdir('config/schema', { recursive: true });
for (const [file, text] of Object.entries(publishedSchemas())) await writeFile(`config/schema/${file}`, text);
