/** The log: JSON lines on standard error. */
import type { Logger } from 'pino';
import type { LogLevel } from './options.ts';

export type { Logger };

/** Loads pino and makes the log; a level from the command line, else `info`. */
export async function createLog(level: LogLevel | undefined): Promise<Logger> {
  const { default: pino } = await import('pino');
  return pino({ level: level ?? 'info', base: undefined }, pino.destination({ dest: 2, sync: true }));
}
