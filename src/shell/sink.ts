/** Where output goes, and how much of it is kept. */
import { PassThrough, type Readable } from 'node:stream';

/** Takes output. False: nobody reads any more, and whoever writes should end. */
export interface Sink {
  write(chunk: Buffer): boolean | Promise<boolean>;
}

export const NOWHERE: Sink = { write: () => true };

export interface Collector extends Sink {
  text: () => string;
  /** Whether there was more than was kept. */
  overflowed: () => boolean;
}

/** Keeps the first `most` bytes; what comes after them stops the writer. */
export function createCollector(most: number): Collector {
  const chunks: Buffer[] = [];
  let kept = 0;
  let overflowed = false;
  return {
    write(chunk) {
      const part = chunk.subarray(0, most - kept);
      chunks.push(part);
      kept += part.length;
      overflowed ||= part.length < chunk.length;
      return !overflowed;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    overflowed: () => overflowed,
  };
}

/** Calls `then` when more was written than is kept. */
export function onOverflow(collector: Collector, then: () => void): Sink {
  return {
    write(chunk) {
      const open = collector.write(chunk);
      if (open !== true) then();
      return open;
    },
  };
}

/** A pipe: what is written to the sink can be read from the source, and a closed source stops the writer. */
export interface Pipe {
  sink: Sink;
  source: Readable;
  /** No more will be written. */
  end: () => void;
}

export function createPipe(): Pipe {
  const stream = new PassThrough();
  // A reader that ends early destroys it, which is no error.
  stream.on('error', () => {});
  return {
    source: stream,
    end: () => stream.end(),
    sink: {
      write(chunk) {
        if (stream.destroyed) return false;
        return stream.write(chunk) || drained(stream);
      },
    },
  };
}

function drained(stream: PassThrough): Promise<boolean> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve(!stream.destroyed);
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}
