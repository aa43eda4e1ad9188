/** `snapshot.yaml` and `time.txt`: what a capture says about itself. */
import { join } from 'node:path';
import * as z from 'zod';
import type { Gap } from '../source.ts';
import { timeOf } from './clock.ts';
import { readRegularFile } from './files.ts';
import { parseText } from './parse.ts';

const Text = z.string().min(1).max(4096);

/** What `snapshot.yaml` may say. Unknown fields are ignored: a newer release may have written them. */
export const Manifest = z.object({
  /** Kinds that were captured, as `apiVersion/Kind`: `v1/Pod`, `apps/v1/Deployment`. */
  kinds: z.array(Text).optional(),
  namespaces: z.union([z.literal('all'), z.array(Text)]).optional(),
  gaps: z.array(z.object({ what: Text, why: Text })).optional(),
  /** Objects that were asked for by name and are not there. */
  absent: z
    .array(z.object({ apiVersion: Text.optional(), kind: Text, namespace: Text.nullish(), name: Text }))
    .optional(),
  cluster: z.object({ context: Text.nullish(), server: Text.nullish(), version: Text.nullish() }).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/** Reads `snapshot.yaml`; undefined where there is none. One that is broken counts as none, and is a gap. */
export async function readManifest(folder: string): Promise<{ manifest?: Manifest; gaps: Gap[] }> {
  const broken = (why: string) => ({
    gaps: [{ what: 'file snapshot.yaml', why: `${why}; what the capture covers is not known` }],
  });
  let text: string;
  try {
    text = await readRegularFile(join(folder, 'snapshot.yaml'), MAX_MANIFEST_BYTES);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return why === 'does not exist' ? { gaps: [] } : broken(why);
  }
  const { documents, problems } = parseText(text);
  if (problems[0] !== undefined) return broken(problems[0]);
  const parsed = Manifest.safeParse(documents[0]);
  if (parsed.success) return { manifest: parsed.data, gaps: parsed.data.gaps ?? [] };
  const issue = parsed.error.issues[0];
  return broken(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not valid'}`);
}

/** Reads the instant of the capture from `time.txt`; undefined where there is none or it is no time. */
export async function readTime(folder: string): Promise<{ time?: Date; gaps: Gap[] }> {
  try {
    const time = timeOf((await readRegularFile(join(folder, 'time.txt'), 4096)).trim());
    if (time !== undefined) return { time, gaps: [] };
    return {
      gaps: [{ what: 'file time.txt', why: 'is not an RFC 3339 time; the newest time in the objects is used' }],
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return { gaps: why === 'does not exist' ? [] : [{ what: 'file time.txt', why }] };
  }
}
