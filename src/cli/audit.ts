/** Where the record of decisions and calls goes: the log on standard error, where the configuration wants it. */
import type { AuditRecord } from '../tools/call.ts';
import { createLog } from './log.ts';
import { LOG_LEVELS, oneOf } from './options.ts';

export interface Audit {
  record: (record: AuditRecord) => void;
  /** Resolves when everything recorded is written. */
  flush: () => Promise<void>;
}

/** Loads the log with the first record, so that a program which audits nothing does not pay for it. */
export function createAudit(enabled: boolean, logLevel: string | undefined): Audit {
  let written = Promise.resolve();
  let log: ReturnType<typeof createLog> | undefined;
  const write = async (record: AuditRecord) => {
    log ??= createLog(oneOf('--log-level', logLevel, LOG_LEVELS));
    (await log).info({ audit: record }, 'call');
  };
  return {
    record(record) {
      if (enabled) written = written.then(() => write(record)).catch(() => {});
    },
    flush: () => written,
  };
}
