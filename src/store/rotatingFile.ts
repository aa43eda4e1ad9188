/** A file of lines that begins anew when it is full; the full ones stay as `FILE.1` (the newest), `FILE.2`, … */
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RotationOptions {
  maxBytes: number;
  /** How many full files stay. */
  keep: number;
}

/** The function that appends a line, in the order of its calls; it rejects where the file cannot be written. */
export function createRotatingFile(file: string, { maxBytes, keep }: RotationOptions): (line: string) => Promise<void> {
  let last = Promise.resolve();
  const append = async (line: string): Promise<void> => {
    const size = await sizeOf(file);
    if (size > 0 && size + Buffer.byteLength(line) + 1 > maxBytes) await rotate(file, keep);
    if (size === 0) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await appendFile(file, `${line}\n`, { mode: 0o600 });
  };
  return (line) => {
    const done = last.then(() => append(line));
    last = done.catch(() => {});
    return done;
  };
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

async function rotate(file: string, keep: number): Promise<void> {
  await rm(`${file}.${keep}`, { force: true });
  for (let number = keep - 1; number >= 1; number--) {
    await rename(`${file}.${number}`, `${file}.${number + 1}`).catch(() => {});
  }
  await rename(file, `${file}.1`).catch(() => {});
}
