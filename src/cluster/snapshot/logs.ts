/** Container logs of a snapshot: read from the end, however large the file. */
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside, reasonOf } from './files.ts';

/** Which log, and how much of its end. */
export interface TailRequest {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
  /** Whole lines from the end; undefined: all. */
  tailLines?: number;
  /** Bytes from the end at most. */
  limitBytes: number;
}

const CHUNK = 64 * 1024;

/** The end of a log; `absent` where the snapshot has no such file, `why` where it cannot be read. */
export type Tail = { text: string } | { absent: true } | { why: string };

/** Opens a log file safely, hands it to `read`, and closes it. */
export async function withLog<T>(
  folder: string | undefined,
  { namespace, pod, container, previous }: Omit<TailRequest, 'limitBytes'>,
  read: (file: FileHandle, size: number) => Promise<T>,
): Promise<T | { absent: true } | { why: string }> {
  if (folder === undefined || ![namespace, pod, container].every(isName)) return { absent: true };
  const name = `${container}${previous ? '.previous' : ''}.log`;
  let file: FileHandle | undefined;
  try {
    const path = await realpath(join(folder, 'logs', namespace, pod, name));
    if (!isInside(await realpath(folder), path)) return { why: 'the log file is a link that leaves the folder' };
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await file.stat();
    if (!info.isFile()) return { why: 'the log file is not a regular file' };
    return await read(file, info.size);
  } catch (error) {
    const why = reasonOf(error);
    return why === 'does not exist' ? { absent: true } : { why };
  } finally {
    await file?.close();
  }
}

/** Names of objects and containers are DNS names: no separators, no `..`. */
function isName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9._]*[a-z0-9])?$/i.test(name) && !name.includes('..');
}

/** Reads the last lines of a log. A line that `limitBytes` would cut is left out, unless it is the only one. */
export async function readTail(folder: string | undefined, request: TailRequest): Promise<Tail> {
  return withLog(folder, request, async (file, size) => {
    const start = await startOfTail(file, size, request.tailLines ?? Number.POSITIVE_INFINITY, request.limitBytes);
    const bytes = await readRange(file, start, size);
    return { text: wholeLines(bytes, start > 0 && size - start >= request.limitBytes) };
  });
}

/** The offset at which the last `lines` lines begin, at most `limit` bytes before the end. */
export async function startOfTail(file: FileHandle, size: number, lines: number, limit: number): Promise<number> {
  const floor = Math.max(0, size - limit);
  if (lines === Number.POSITIVE_INFINITY) return floor;
  if (lines <= 0) return size;
  let wanted = lines;
  for (let end = size; end > floor; ) {
    const start = Math.max(floor, end - CHUNK);
    const bytes = await readRange(file, start, end);
    for (let at = bytes.length - 1; at >= 0; at--) {
      // The newline that ends the last line ends no other one.
      if (bytes[at] !== 0x0a || start + at === size - 1) continue;
      wanted -= 1;
      if (wanted === 0) return start + at + 1;
    }
    end = start;
  }
  return floor;
}

async function readRange(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, start + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function wholeLines(bytes: Buffer, cut: boolean): string {
  const newline = bytes.indexOf(0x0a);
  const whole = cut && newline >= 0 && newline < bytes.length - 1 ? bytes.subarray(newline + 1) : bytes;
  return whole.toString('utf8');
}
