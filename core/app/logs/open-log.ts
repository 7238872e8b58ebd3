import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { LogLine, logLevels } from '../../contract/app.ts';
import type { World } from '../../system/world.ts';
import type { Log } from '../service/service-context.ts';
import { exportLog } from './export-log.ts';
import { readLog } from './read-log.ts';
import { RotatingFile } from './rotating-file.ts';
import { scrubText, scrubValue, secretKeyPaths } from './scrub.ts';

export type OpenLog = Log & {
  /** Newest first; of this level and above. */
  readonly read: (wanted: {
    readonly level: (typeof logLevels)[number];
    readonly limit: number;
  }) => Promise<readonly LogLine[]>;
  /** A copy in a new file of the folder, redacted once more. @throws path-impossible, disk-full */
  readonly export: (folder: string) => Promise<{ readonly file: string }>;
  readonly close: () => void;
};

/**
 * Opens `<folder>/logs`. What cannot be written (a full disk) is counted and said later: a log never stops what it tells of.
 * @param folder the app folder
 * @param level from which on lines are kept
 */
export async function openLog(options: {
  readonly folder: string;
  readonly world: Pick<World, 'now'>;
  readonly level?: (typeof logLevels)[number];
  /** Of one file. */
  readonly maxBytes?: number;
  readonly maxFiles?: number;
}): Promise<OpenLog> {
  const { world, level = 'info', maxBytes = 1024 * 1024, maxFiles = 6 } = options;
  const folder = join(options.folder, 'logs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = new RotatingFile({ folder, maxBytes, maxFiles });
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":${Math.floor(world.now())}`,
      formatters: { level: (name) => ({ level: name }) },
      // Values were scrubbed before; this holds also where somebody hands the logger an object of another shape one day.
      redact: { paths: [...secretKeyPaths], censor: '[redacted]' },
    },
    file,
  );
  const write = (
    how: (typeof logLevels)[number],
    part: string,
    words: string,
    more: Readonly<Record<string, unknown>>,
  ): void => logger[how]({ part, ...more }, scrubText(words));
  return {
    info: (part, words, details) => write('info', part, words, detailsOf(details)),
    warn: (part, words, details) => write('warn', part, words, detailsOf(details)),
    error: (part, words, error) =>
      write('error', part, words, error === undefined ? {} : { error: scrubValue(error) }),
    read: (wanted) => readLog(folder, wanted),
    export: (target) => exportLog({ from: folder, folder: target, now: world.now() }),
    close: () => file.close(),
  };
}

const detailsOf = (details: unknown): Readonly<Record<string, unknown>> =>
  details === undefined ? {} : { details: scrubValue(details) };
