/** What `kubectl`, `bash` and `promql` return. */
import * as z from 'zod';

/** Which cluster was asked; null where nothing was asked of any. */
export const ClusterName = z.object({
  context: z.string().nullable(),
  server: z.string().nullable(),
  /** RFC 3339; set where it is a snapshot. */
  capturedAt: z.string().nullable(),
});
export type ClusterName = z.infer<typeof ClusterName>;

export const CommandResult = z.object({
  output: z.string(),
  exitCode: z.int(),
  cluster: ClusterName.nullable(),
  /** Set where `output` is only the beginning: `result_page` gives the rest. Offsets count characters. */
  truncated: z.object({ handle: z.string(), offset: z.int(), total: z.int() }).optional(),
});
export type CommandResult = z.infer<typeof CommandResult>;
