/** A log's bytes as the kubelet would send them: the last lines, since an instant, with times, up to a limit. */

import { lineTime } from '../lineTimes.ts';
import type { OpenLog } from '../logs.ts';

export interface LogOptions {
  now: Date;
  /** Milliseconds since 1970; lines before are left out. */
  since: number | undefined;
  tailLines: number | undefined;
  limitBytes: number | undefined;
  /** Whether each line begins with its time. */
  timestamps: boolean;
}

/** The pieces, read as they are consumed; the file is closed at the end. */
export async function* logPieces(log: OpenLog, options: LogOptions): AsyncGenerator<Uint8Array> {
  try {
    const start = await log.startOfTail(options.tailLines ?? Number.POSITIVE_INFINITY);
    const plain = options.since === undefined && !options.timestamps;
    let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
    for await (const piece of ended(plain ? log.bytes(start) : timed(log, start, options))) {
      yield piece.length > left ? piece.subarray(0, left) : piece;
      left -= piece.length;
      if (left <= 0) return;
    }
  } finally {
    await log.close();
  }
}

/** The pieces, with a newline at the end where they have none. */
async function* ended(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let last: number | undefined;
  for await (const piece of pieces) {
    yield piece;
    last = piece.at(-1) ?? last;
  }
  if (last !== undefined && last !== NEWLINE) yield Uint8Array.of(NEWLINE);
}

const NEWLINE = 0x0a;

/** Lines with their times; a line that names none has that of the line before it. */
async function* timed(log: OpenLog, start: number, { now, since, timestamps }: LogOptions): AsyncGenerator<Uint8Array> {
  let time = await log.timeBefore(start, now);
  let reached = since === undefined;
  for await (const { bytes, first } of log.lines(start)) {
    if (first) time = lineTime(bytes.subarray(0, TIME_WITHIN).toString('utf8'), now) ?? time;
    const instant = time ?? now.toISOString().replace('.000Z', 'Z');
    reached ||= Date.parse(instant) >= (since ?? 0);
    if (!reached) continue;
    if (timestamps && first) yield Buffer.from(`${instant} `);
    yield bytes;
  }
}

/** How much of a line is searched for its time. */
export const TIME_WITHIN = 512;
