/** Container logs of a snapshot: read from the end, however large the file. */
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeLines } from '../log.ts';
import { isInside, reasonOf } from './files.ts';
import { lineTime } from './lineTimes.ts';

/** Which log. */
export interface LogName {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
}

const CHUNK = 64 * 1024;
/** Longer lines are handed on in parts. */
const MAX_LINE = 256 * 1024;

/** A log that can be read; `absent` where the snapshot has no such file, `why` where it cannot be read. */
export async function openLog(
  folder: string | undefined,
  name: LogName,
): Promise<OpenLog | { absent: true } | { why: string }> {
  if (folder === undefined || ![name.namespace, name.pod, name.container].every(isName)) return { absent: true };
  try {
    const file = `${name.container}${name.previous ? '.previous' : ''}.log`;
    const path = await realpath(join(folder, 'logs', name.namespace, name.pod, file));
    if (!isInside(await realpath(folder), path)) return { why: 'is a link that leaves the folder' };
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await handle.stat();
    if (info.isFile()) return new OpenLog(handle, info.size);
    await handle.close();
    return { why: 'is not a regular file' };
  } catch (error) {
    const why = reasonOf(error);
    return why === 'does not exist' || why === 'is not a folder' ? { absent: true } : { why };
  }
}

/** Names of objects and containers are DNS names: no separators, no `..`. */
function isName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9._]*[a-z0-9])?$/i.test(name) && !name.includes('..');
}

/** One end of a log. */
export type LogEnd = { text: string } | { absent: true } | { why: string };

/**
 * Reads the last lines of a log, or without `tailLines` its beginning. A line that `limitBytes` would cut is left out, unless
 * it is the only one.
 */
export async function readEnd(
  folder: string | undefined,
  name: LogName & { tailLines?: number; limitBytes: number },
): Promise<LogEnd> {
  const log = await openLog(folder, name);
  if (!(log instanceof OpenLog)) return log;
  const { tailLines, limitBytes } = name;
  try {
    if (tailLines !== undefined) return { text: await tailOf(log, tailLines, limitBytes) };
    const bytes = await log.range(0, Math.min(log.size, limitBytes));
    return { text: wholeLines(bytes.toString('utf8'), limitBytes) };
  } catch (error) {
    return { why: reasonOf(error) };
  } finally {
    await log.close();
  }
}

async function tailOf(log: OpenLog, lines: number, limitBytes: number): Promise<string> {
  const floor = Math.max(0, log.size - limitBytes);
  const start = await log.startOfTail(lines, floor);
  const bytes = await log.range(start, log.size);
  const newline = bytes.indexOf(0x0a);
  const cut = start === floor && start > 0 && (await log.range(start - 1, start))[0] !== 0x0a;
  const whole = cut && newline >= 0 && newline < bytes.length - 1 ? bytes.subarray(newline + 1) : bytes;
  return whole.toString('utf8');
}

/** A part of a line: `first` where it begins one. */
export interface LinePart {
  bytes: Buffer;
  first: boolean;
}

/** An open log file; whoever opened it closes it. */
export class OpenLog {
  readonly #file: FileHandle;
  /** In bytes. */
  readonly size: number;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The bytes from `start` to before `end`, or as many as there are. */
  async range(start: number, end: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, length, bytes.length - length, start + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  }

  /** The offset at which the last `lines` lines begin, not before `floor`. */
  async startOfTail(lines: number, floor = 0): Promise<number> {
    if (lines === Number.POSITIVE_INFINITY) return floor;
    let wanted = lines;
    if (wanted <= 0) return this.size;
    for (let end = this.size; end > floor; end = Math.max(floor, end - CHUNK)) {
      const start = Math.max(floor, end - CHUNK);
      const bytes = await this.range(start, end);
      // The newline that ends the last line ends no other one.
      let from = end === this.size ? bytes.length - 2 : bytes.length - 1;
      for (
        let at = from < 0 ? -1 : bytes.lastIndexOf(0x0a, from);
        at >= 0;
        at = from < 0 ? -1 : bytes.lastIndexOf(0x0a, from)
      ) {
        wanted -= 1;
        if (wanted === 0) return start + at + 1;
        from = at - 1;
      }
    }
    return floor;
  }

  /** The bytes from `start` to the end, piece by piece. */
  async *bytes(start: number): AsyncGenerator<Buffer> {
    for (let at = start; at < this.size; ) {
      const piece = await this.range(at, Math.min(this.size, at + CHUNK));
      if (piece.length === 0) return;
      yield piece;
      at += piece.length;
    }
  }

  /** The lines from `start` on, with their newlines; very long ones in parts. */
  async *lines(start: number): AsyncGenerator<LinePart> {
    let rest: Buffer = Buffer.alloc(0);
    let first = true;
    for await (const piece of this.bytes(start)) {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let from = 0;
      for (let at = rest.indexOf(0x0a); at >= 0; at = rest.indexOf(0x0a, from)) {
        yield { bytes: rest.subarray(from, at + 1), first };
        first = true;
        from = at + 1;
      }
      rest = rest.subarray(from);
      if (rest.length < MAX_LINE) continue;
      yield { bytes: rest, first };
      first = false;
      rest = Buffer.alloc(0);
    }
    if (rest.length > 0) yield { bytes: rest, first };
  }

  /** The time of the last line before `offset` that names one, looked for in a bounded stretch. */
  async timeBefore(offset: number, now: Date): Promise<string | undefined> {
    const text = (await this.range(Math.max(0, offset - MAX_LINE), offset)).toString('utf8');
    for (const line of text.split('\n').reverse()) {
      const time = lineTime(line, now);
      if (time !== undefined) return time;
    }
    return undefined;
  }

  /** Whether any of the last lines names a time. */
  async hasTimes(now: Date): Promise<boolean> {
    return (await this.timeBefore(this.size, now)) !== undefined;
  }
}
