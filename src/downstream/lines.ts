/** Messages from the lines that a child writes; an answer is taken for one by its shape, all else is read by the SDK. */
import { type JSONRPCMessage, parseJSONRPCMessage, ReadBuffer } from '@modelcontextprotocol/client';

const NEW_LINE = 10;
const EMPTY = Buffer.alloc(0);

/** In place of the SDK's own buffer, which reads every message against the schemas of all. */
export class Lines extends ReadBuffer {
  /** What has arrived and was not read; put together when a line ends in it, as a long one comes in many pieces. */
  #pieces: Buffer[] = [];
  #size = 0;
  #ends = false;
  readonly #most: number;

  /** `most`: bytes that wait to be read. */
  constructor(most: number) {
    super({ maxBufferSize: most });
    this.#most = most;
  }

  override append(chunk: Buffer): void {
    if (this.#size + chunk.length > this.#most) {
      this.clear();
      throw new Error(`A message is longer than ${this.#most} bytes.`);
    }
    this.#pieces.push(chunk);
    this.#size += chunk.length;
    this.#ends ||= chunk.includes(NEW_LINE);
  }

  override readMessage(): JSONRPCMessage | null {
    for (let line = this.#next(); line !== undefined; line = this.#next()) {
      const value = jsonIn(line);
      if (value !== undefined) return isAnswer(value) ? value : parseJSONRPCMessage(value);
    }
    return null;
  }

  override clear(): void {
    this.#keep([]);
  }

  #next(): string | undefined {
    if (!this.#ends) return undefined;
    const [first = EMPTY, ...more] = this.#pieces;
    const all = more.length === 0 ? first : Buffer.concat(this.#pieces);
    const end = all.indexOf(NEW_LINE);
    this.#keep(end + 1 < all.length ? [all.subarray(end + 1)] : []);
    return all.toString('utf8', 0, end);
  }

  #keep(pieces: Buffer[]): void {
    this.#pieces = pieces;
    this.#size = pieces[0]?.length ?? 0;
    this.#ends = pieces[0]?.includes(NEW_LINE) ?? false;
  }
}

/** Undefined for a line that is no JSON: some servers write words there. */
function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is Extract<JSONRPCMessage, { result: unknown }> {
  if (typeof value !== 'object' || value === null || !('result' in value)) return false;
  const { jsonrpc, id, result, ...more } = value as Record<string, unknown>;
  const known = typeof id === 'string' || Number.isSafeInteger(id);
  return jsonrpc === '2.0' && known && isPlain(result) && Object.keys(more).length === 0;
}

function isPlain(result: unknown): boolean {
  return typeof result === 'object' && result !== null && !Array.isArray(result) && !('_meta' in result);
}
