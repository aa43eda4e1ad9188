/** The input `context`, for tools that ask a cluster; it is there only where a caller has a choice. */
import * as z from 'zod';

export const hasChoice = (contexts: readonly string[]): boolean => contexts.length > 1;

/** One of the configured contexts. */
export const contextField = (contexts: readonly string[]) =>
  z
    .enum([...contexts])
    .optional()
    .describe('Which cluster; default: the one that this program was started with');
