import { rmSync, renameSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RunRow } from '../../contract/sets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Home } from '../home.ts';
import type { Log, RunLog } from './service-context.ts';
import { shapeOf } from './shape-error.ts';

/** Three years of daily backup, renewal and more. */
const maxRuns = 5_000;
const maxSkippedOfARun = 20_000;
/** Runs whose skipped paths are kept. */
const maxRunsWithPaths = 60;

const schema = `
  CREATE TABLE IF NOT EXISTS run (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, ended INTEGER NOT NULL,
    row TEXT NOT NULL, skipped INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS skipped (run TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS skipped_of_run ON skipped (run);
`;

type OpenRunLog = RunLog & { readonly close: (set?: string) => void };

/** A database beside each set's settings. It is memory only: what goes wrong with it never fails a run. */
export function openRunLog(homeOf: (set: string) => Home, log: Log): OpenRunLog {
  const open = new Map<string, Database.Database>();

  const of = (set: string): Database.Database => {
    const known = open.get(set);
    if (known) return known;
    const opened = openDatabase(join(homeOf(set).folder, 'runs.sqlite'));
    markCut(opened);
    open.set(set, opened);
    return opened;
  };
  const attempt = <T>(otherwise: T, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      log.error('run-log', 'The list of runs could not be read or written.', error);
      return otherwise;
    }
  };

  const list: RunLog['list'] = (set, { offset, limit }) =>
    attempt({ runs: [], total: 0 }, () => ({
      runs: rowsOf(of(set), 'ORDER BY number DESC LIMIT ? OFFSET ?', limit, offset),
      total: of(set).prepare('SELECT count(*) FROM run').pluck().get() as number,
    }));

  return {
    begin: (set, { id, kind, startedAt }) =>
      attempt(undefined, () => {
        const row: RunRow = { ...begun, id, kind, startedAt };
        of(set)
          .prepare('INSERT INTO run (id, kind, ended, row) VALUES (?, ?, 0, ?)')
          .run(id, kind, JSON.stringify(row));
      }),
    end: (set, row, skipped) =>
      attempt(undefined, () => {
        const database = of(set);
        database.transaction(() => {
          database
            .prepare('UPDATE run SET ended = 1, row = ?, skipped = ? WHERE id = ?')
            .run(JSON.stringify(row), skipped.length, row.id);
          const add = database.prepare('INSERT INTO skipped (run, path, reason) VALUES (?, ?, ?)');
          for (const { path, reason } of skipped.slice(0, maxSkippedOfARun)) add.run(row.id, path, reason);
          forgetOld(database);
        })();
      }),
    list,
    last: (set, kind) =>
      attempt(
        undefined,
        () => rowsOf(of(set), 'WHERE ended = 1 AND kind = ? ORDER BY number DESC LIMIT 1', kind)[0],
      ),
    skipped: (set, run) =>
      attempt({ skipped: [], count: 0 }, () => ({
        skipped: of(set).prepare('SELECT path, reason FROM skipped WHERE run = ? ORDER BY path').all(run) as {
          path: string;
          reason: string;
        }[],
        count:
          (of(set).prepare('SELECT skipped FROM run WHERE id = ?').pluck().get(run) as number | undefined) ??
          0,
      })),
    trouble: (set, { takesBackups }) =>
      attempt(null, () => {
        const last = (kinds: string): RunRow | undefined =>
          rowsOf(
            of(set),
            `WHERE ended = 1 AND kind IN (${kinds}) AND row ->> 'result' <> 'cancelled' ORDER BY number DESC LIMIT 1`,
          )[0];
        // A backup renews too, but a renewal that went well backs nothing up.
        if (!takesBackups) return last("'renew'")?.error ?? null;
        return last("'backup', 'renew'")?.error ?? last("'backup'")?.error ?? null;
      }),
    close: (set) => {
      for (const [id, database] of open)
        if (set === undefined || id === set) {
          database.close();
          open.delete(id);
        }
    },
  };
}

/** What a run is until it has ended, and for ever if the program was killed. */
const begun = {
  seconds: 0,
  result: 'failed',
  figures: {},
  snapshot: null,
  words: '',
  error: null,
} as const;

function rowsOf(database: Database.Database, rest: string, ...values: readonly unknown[]): readonly RunRow[] {
  const texts = database.prepare(`SELECT row FROM run ${rest}`).pluck().all(values) as string[];
  return texts.map((text) => JSON.parse(text) as RunRow);
}

function markCut(database: Database.Database): void {
  const error = shapeOf(new HoldfastError('run-cut'));
  const update = database.prepare('UPDATE run SET ended = 1, row = ? WHERE id = ?');
  for (const row of rowsOf(database, 'WHERE ended = 0'))
    update.run(JSON.stringify({ ...row, words: error.words, error } satisfies RunRow), row.id);
}

function forgetOld(database: Database.Database): void {
  database.prepare('DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - ?').run(maxRuns);
  database
    .prepare(
      'DELETE FROM skipped WHERE run NOT IN (SELECT id FROM run WHERE skipped > 0 ORDER BY number DESC LIMIT ?)',
    )
    .run(maxRunsWithPaths);
}

/** A damaged file is set aside: what ran before is no reason not to run. */
function openDatabase(path: string): Database.Database {
  try {
    return prepared(path);
  } catch (error) {
    if (!existsSync(path) || !/^SQLITE_(NOTADB|CORRUPT)/.test(String((error as { code?: unknown }).code)))
      throw error;
    renameSync(path, `${path}.broken`);
    for (const companion of ['-wal', '-shm', '-journal']) rmSync(`${path}${companion}`, { force: true });
    return prepared(path);
  }
}

function prepared(path: string): Database.Database {
  const database = new Database(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
