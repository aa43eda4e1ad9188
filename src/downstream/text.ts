/** Texts of another server that a model will read: bounded, and without characters that people do not see. */

/** Characters. Long enough for the longest useful descriptions in the field. */
export const MAX_DESCRIPTION = 4000;

/** Control, zero-width, bidirectional and tag characters: what can hide words from whoever reads a description. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** What a terminal takes for a command is removed whole, not its first character alone. */
const BEGINS = ['\\u001b\\[', '\\u009b'];
const COMMAND = new RegExp(`(?:${BEGINS.join('|')})[0-?]{0,64}[ -/]{0,8}[@-~]?`, 'g');

/** The text without what cannot be seen; one that was cut says so. */
export function plainText(text: string, max = MAX_DESCRIPTION): string {
  const seen = text.replace(COMMAND, '').replace(UNSEEN, '');
  return seen.length <= max ? seen : `${seen.slice(0, max - 12).trimEnd()} [shortened]`;
}

/** A schema with every `description` and `title` in it made plain. */
export function plainSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plainSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      typeof value === 'string' && (key === 'description' || key === 'title') ? plainText(value) : plainSchema(value),
    ]),
  );
}
