/** What the API answers: a JSON document, or a text that is written piece by piece. */
import type { JsonObject } from '../json.ts';

export interface Answer {
  document?: JsonObject;
  /** Content type of the document, where it is not plain JSON. */
  contentType?: string;
  /** Pieces of a plain text, such as a log. */
  text?: AsyncIterable<Uint8Array> | string;
  /** Sentences that clients print on stderr. */
  warnings?: readonly string[];
}
