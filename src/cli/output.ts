/** Where a command writes: results on standard output, everything else on standard error. */
import type { Environment } from '../config/environment.ts';
import { stripInvisible } from '../output/strip.ts';
import { cutTo } from './columns.ts';
import { EXIT, ExitError } from './exit.ts';

export interface Output {
  /** Writes a result; resolves when it is out. A reader who has left (`| head`) ends the program quietly. */
  result: (text: string) => Promise<void>;
  /** Writes a line for people to standard error. */
  note: (line: string) => void;
  /** What is being done: one line that is replaced on a terminal. */
  progress: (step: string) => void;
  /** Removes the line of progress. */
  endProgress: () => void;
  width: number;
  /** Columns of the terminal on which notes and progress are read; undefined where there is none. */
  live: number | undefined;
  /** Whether results may be coloured: on a terminal, unless NO_COLOR says no. */
  color: boolean;
}

const CLEAR_LINE = '\r\u001b[2K';

/** The process's own streams. `showProgress`: `terminal` shows it only where a person looks on. */
export function createOutput(env: Environment, showProgress: 'terminal' | 'always' = 'terminal'): Output {
  const { stdout, stderr } = process;
  const live = stderr.isTTY === true && env.TERM !== 'dumb';
  let open = false;
  const endProgress = () => {
    if (open) stderr.write(CLEAR_LINE);
    open = false;
  };
  return {
    result: (text) => write(stdout, text),
    note(line) {
      endProgress();
      stderr.write(`${stripInvisible(line)}\n`);
    },
    progress(text) {
      const step = stripInvisible(text);
      if (showProgress === 'always') stderr.write(`· ${step}\n`);
      else if (live) {
        stderr.write(`${CLEAR_LINE}· ${cutTo(step, (stderr.columns || 80) - 3)}`);
        open = true;
      }
    },
    endProgress,
    width: stdout.columns ?? 100,
    live: live ? stderr.columns || 80 : undefined,
    color: stdout.isTTY === true && env.NO_COLOR === undefined && env.TERM !== 'dumb',
  };
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      const left = error !== undefined && error !== null && 'code' in error && error.code === 'EPIPE';
      if (error && !left) reject(new ExitError(EXIT.usage, `The result cannot be written: ${error.message}.`));
      else resolve();
    });
  });
}
