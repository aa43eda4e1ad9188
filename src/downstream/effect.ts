/** What a call of a server's tool can do: what the operator says, else what is known of the server, else what it says itself. */
import type { Effect } from '../policy/types.ts';
import type { ServerTool } from './catalogue.ts';

/** Annotations are hints of a stranger: one that says nothing, or contradicts itself, is not believed to read only. */
export function declaredEffect(annotations: ServerTool['annotations']): Effect {
  const { readOnlyHint, destructiveHint } = annotations ?? {};
  if (readOnlyHint === true) return destructiveHint === true ? 'unknown' : 'read';
  return readOnlyHint === false || destructiveHint === true ? 'write' : 'unknown';
}
