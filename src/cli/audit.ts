/** Where the record of decisions and calls goes, where the configuration wants one: a file, or standard error. */
import type { Config } from '../config/schema.ts';
import type { AuditRecord } from '../tools/call.ts';
import { createLog } from './log.ts';
import { LOG_LEVELS, oneOf } from './options.ts';

export interface Audit {
  /** Absent where nothing is recorded. */
  record?: (record: AuditRecord) => void;
  /** Resolves when everything recorded is written. */
  flush: () => Promise<void>;
}

/**
 * Loads what it writes with at the first record, so that a program which audits nothing does not pay for it. What cannot
 * be written is said once on standard error: a full disk must not stop a diagnosis.
 */
export function createAudit(config: Config['audit'], logLevel: string | undefined): Audit {
  if (!config.enabled) return { flush: async () => {} };
  let written = Promise.resolve();
  let write: Promise<(record: AuditRecord) => Promise<void>> | undefined;
  let failed = false;
  const onError = (error: unknown): void => {
    if (!failed)
      process.stderr.write(
        `aiops-copilot: The audit file cannot be written: ${error instanceof Error ? error.message : error}\n`,
      );
    failed = true;
  };
  return {
    record(record) {
      write ??= config.file === undefined ? toLog(logLevel) : toFile(config.file, config);
      const ready = write;
      written = written.then(async () => (await ready)(record)).catch(onError);
    },
    flush: () => written,
  };
}

async function toLog(logLevel: string | undefined): Promise<(record: AuditRecord) => Promise<void>> {
  const log = await createLog(oneOf('--log-level', logLevel, LOG_LEVELS));
  return async (record) => log.info({ audit: record }, 'call');
}

async function toFile(
  file: string,
  { max_bytes, keep }: Config['audit'],
): Promise<(record: AuditRecord) => Promise<void>> {
  const { createRotatingFile } = await import('../store/rotatingFile.ts');
  const append = createRotatingFile(file, { maxBytes: max_bytes, keep });
  return (record) => append(JSON.stringify({ time: new Date().toISOString(), ...record }));
}
