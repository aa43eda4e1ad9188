/** Runs as records: every question, what was done to answer it, and the answer; in one SQLite file in the data folder. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

export interface StoredRun {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  /** Who asked. */
  principal: string;
  question: string;
  stop: string;
  durationMs: number;
  /** Everything, as JSON; redacted by whoever hands it in. */
  record: string;
}

export type RunSummary = Omit<StoredRun, 'record'>;

export interface Runs {
  add: (run: StoredRun) => void;
  /** The latest first; `principal`: only this one's. */
  list: (options: { principal?: string; limit: number }) => RunSummary[];
  find: (id: string) => StoredRun | undefined;
  /** Further calls do nothing. */
  close: () => void;
}

/** The oldest go. */
const KEEP = 2000;
const KEEP_MS = 30 * 24 * 3_600_000;

const TABLE = `CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, principal TEXT NOT NULL, question TEXT NOT NULL,
  stop TEXT NOT NULL, durationMs INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS runs_at ON runs (at)`;
const COLUMNS = 'id, at, principal, question, stop, durationMs';

/** Several processes may share the file. @throws where it cannot be opened. */
export async function openRuns(folder: string): Promise<Runs> {
  const { DatabaseSync: Database } = await import('node:sqlite');
  const db = new Database(join(folder, 'runs.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 3000');
  db.exec(TABLE);
  return runsIn(db);
}

function runsIn(db: DatabaseSync): Runs {
  const insert = db.prepare(`INSERT OR REPLACE INTO runs (${COLUMNS}, record) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const trim = db.prepare(
    'DELETE FROM runs WHERE at < ? OR id NOT IN (SELECT id FROM runs ORDER BY at DESC, id LIMIT ?)',
  );
  const all = db.prepare(`SELECT ${COLUMNS} FROM runs WHERE ? IS NULL OR principal = ? ORDER BY at DESC, id LIMIT ?`);
  const one = db.prepare(`SELECT ${COLUMNS}, record FROM runs WHERE id = ?`);
  return {
    add({ id, at, principal, question, stop, durationMs, record }) {
      insert.run(id, at, principal, question, stop, durationMs, record);
      trim.run(at - KEEP_MS, KEEP);
    },
    list({ principal = null, limit }: { principal?: string | null; limit: number }) {
      return all.all(principal, principal, limit).map(summaryOf);
    },
    find(id) {
      const row = one.get(id);
      return row === undefined ? undefined : { ...summaryOf(row), record: String(row.record) };
    },
    close() {
      if (db.isOpen) db.close();
    },
  };
}

function summaryOf(row: Readonly<Record<string, unknown>>): RunSummary {
  return {
    id: String(row.id),
    at: Number(row.at),
    principal: String(row.principal),
    question: String(row.question),
    stop: String(row.stop),
    durationMs: Number(row.durationMs),
  };
}
