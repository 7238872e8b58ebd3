import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { maxProtectDays } from '../../locks/period.ts';
import { parseRetention } from '../../locks/retention.ts';
import type { Home } from '../home.ts';
import { storeSchema } from '../settings.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

const retention = z
  .record(z.string(), z.number().nonnegative().nullable())
  .refine((value) => parseRetention(value) !== undefined, 'not a policy');

const webAddress = z.url({ protocol: /^https?$/, error: 'no address; write it like https://…' });

/** guard.json: no secret is in it. */
const guardSchema = z.strictObject({
  version: z.literal(1),
  store: storeSchema,
  prefix: z.string().regex(/^(?:$|.*\/$)/),
  repositoryId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'it has 32 digits and letters a to f; `holdfast keys list-key` shows it'),
  protectDays: z.int().min(1).max(maxProtectDays),
  /** Encoded as snapshots carry it: null is for ever. */
  retention,
  /** Bytes that are kept locked at most; null: as many as there are. */
  maxBytes: z.number().positive().nullable(),
  /** Calls of one round. */
  maxCalls: z.int('a whole number').min(100, 'a hundred at least'),
  noSnapshotDays: z.number().positive(),
  webhook: webAddress.nullable(),
  mail: z.strictObject({ to: z.email('no mail address'), from: z.email('no mail address') }).nullable(),
  ping: webAddress.nullable(),
  /** environment: HOLDFAST_KEY_ID, HOLDFAST_KEY and HOLDFAST_LIST_KEY at each start. */
  secrets: z.enum(['keychain', 'sealed-file', 'environment']),
  /** As in settings.json: for servers on this computer only. */
  testDaySeconds: z.number().positive().optional(),
});

export type GuardSettings = z.infer<typeof guardSchema>;

/** @throws home-missing, home-damaged */
export async function readGuardSettings(home: Home): Promise<GuardSettings> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(home.settings, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new HoldfastError('guard-missing', { home: home.folder }, { cause: error });
    if (error instanceof SyntaxError) throw damaged(home, 'guard.json is not JSON', error);
    throw error;
  }
  const result = guardSchema.safeParse(value);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  throw damaged(
    home,
    `${first?.path.join('.') || 'guard.json'}: ${first?.message ?? 'not valid'}`,
    result.error,
  );
}

/** How a person gave them. */
const options: Readonly<Record<string, string>> = {
  repositoryId: '--repository',
  protectDays: '--protect',
  maxBytes: '--max-gb',
  maxCalls: '--max-calls',
  noSnapshotDays: '--no-snapshot-for',
  webhook: '--webhook',
  'mail.to': '--mail-to',
  'mail.from': '--mail-from',
  ping: '--ping',
};

/** What a person gave, checked as the file is. @throws usage */
export function checkGuardSettings(settings: unknown): GuardSettings {
  const result = guardSchema.safeParse(settings);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  const name = first?.path.join('.') ?? '';
  throw new HoldfastError('usage', {
    reason: `${options[name] ?? (name || 'The settings')}: ${first?.message ?? 'not valid'}`,
  });
}

export async function writeGuardSettings(home: Home, settings: GuardSettings): Promise<void> {
  await writeFileAtomically(home.settings, `${JSON.stringify(guardSchema.parse(settings), null, 2)}\n`);
}

const damaged = (home: Home, reason: string, cause: unknown): HoldfastError =>
  new HoldfastError('home-damaged', { home: home.folder, reason }, { cause });
