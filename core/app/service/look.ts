import { join } from 'node:path';
import { z } from 'zod';
import type { World } from '../../system/world.ts';
import { versionKey } from '../../upkeep/needs.ts';
import { clockWarning } from '../clock-warning.ts';
import type { Home } from '../home.ts';
import { keyAlarm, keyTold } from '../key-judgement.ts';
import { lookAtProtection, noteNotices } from '../look-at-protection.ts';
import { openSuspicions } from '../open-suspicions.ts';
import { policyOf } from '../policy-of.ts';
import { readKept, writeKept } from './kept-file.ts';
import { keptSaying } from './kept-saying.ts';
import type { SetInUse } from './service-context.ts';

const version = 1;
const instant = z.number();
const count = z.number().nonnegative();

const schema = z.strictObject({
  version: z.literal(version),
  /** This computer's clock, when the provider was asked. */
  at: instant,
  /** Provider minus this computer, with the moved clock of a practice vault in it. */
  aheadMs: z.number(),
  snapshots: count,
  kept: count,
  newest: z.strictObject({ at: instant, files: count, bytes: count, newFiles: count.nullable() }).nullable(),
  /** Over all that kept snapshots need; 0: something has no lock; null: nothing is kept. */
  least: instant.nullable(),
  hiddenNeeded: count,
  calendar: z.array(z.strictObject({ from: instant, neededBytes: count, otherBytes: count })),
  neededBytes: count,
  /** Locked, and needed no more. */
  otherBytes: count,
  suspectedSince: instant.nullable(),
  clockWarning: z.string().nullable(),
  keyAlarm: z.string().nullable(),
  keyWords: keptSaying.nullable(),
});

/** What the last look at a set saw. Kept on the disk, so that home and tray know something without asking anybody. */
export type Look = z.infer<typeof schema>;

const pathOf = (home: Home): string => join(home.folder, 'look.json');

export async function readLook(home: Home, world: Pick<World, 'now'>): Promise<Look | null> {
  const nullable = schema.nullable();
  const { value } = await readKept(pathOf(home), {
    schema: nullable,
    version,
    migrations: {},
    defaults: null,
    world,
  });
  return value;
}

/** Asks the provider, brings the catalog up to date, notes what is due and keeps what was seen. Writes nothing to the bucket. */
export async function lookNow(inUse: SetInUse, world: World, signal?: AbortSignal): Promise<Look> {
  const { home, repository, catalog, settings } = inUse;
  const { survey, state } = await lookAtProtection(home, inUse, signal);
  await noteNotices(home, state, settings);
  const policy = policyOf(settings);
  const { store } = repository;
  const clock = await store.providerClock();
  const suspected = await openSuspicions(home, survey.snapshots, state.now, policy.dayMs);
  const key = await store.keyCapabilities();
  const newest = survey.snapshots.findLast(({ body }) => body.complete);
  const needed = new Set(survey.needs.union(survey.kept).map(versionKey));
  const known = catalog.objects.ofKinds(
    'data',
    'tree',
    'pack',
    'list',
    'snapshot',
    'index',
    'key',
    'repository',
  );
  const locked = known.filter(({ confirmedUntil }) => confirmedUntil > state.now);
  const isNeeded = (one: (typeof known)[number]): boolean =>
    needed.has(versionKey(one)) || one.kind === 'key' || one.kind === 'repository' || one.kind === 'index';
  const sum = (of: typeof known): number => of.reduce((total, { size }) => total + size, 0);
  const look: Look = {
    version,
    at: world.now(),
    aheadMs: clock.now - world.now(),
    snapshots: survey.snapshots.length,
    kept: state.snapshots,
    newest: newest
      ? {
          at: newest.uploadedAt,
          files: newest.body.statistics.files,
          bytes: newest.body.statistics.bytes,
          newFiles: newFilesOf(newest.body.changes),
        }
      : null,
    least: Number.isFinite(state.least) ? state.least : null,
    hiddenNeeded: state.hiddenNeeded,
    calendar: weeks(
      locked.map((one) => ({ size: one.size, until: one.confirmedUntil, isNeeded: isNeeded(one) })),
    ),
    neededBytes: sum(known.filter(isNeeded)),
    otherBytes: sum(locked.filter((one) => !isNeeded(one))),
    suspectedSince: suspected[0]?.since ?? null,
    clockWarning: clockWarning(clock.now - clock.movedBy - world.now()) ?? null,
    keyAlarm: keyAlarm(key, settings.strict && !settings.ended) ?? null,
    keyWords: key ? keyTold(key, undefined) : null,
  };
  await writeKept(pathOf(home), look);
  return look;
}

const newFilesOf = (changes: Readonly<Record<string, number>> | undefined): number | null =>
  changes === undefined ? null : (changes['added'] ?? 0) + (changes['changed'] ?? 0);

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** 1970 began on a Thursday. */
const firstMonday = 4 * dayMs;

/** By UTC weeks that begin on Monday; weeks in which nothing ends are left out. */
export function weeks(
  versions: readonly { readonly size: number; readonly until: number; readonly isNeeded: boolean }[],
): Look['calendar'] {
  const found = new Map<number, Look['calendar'][number]>();
  for (const { size, until, isNeeded } of versions) {
    const from = Math.floor((until - firstMonday) / weekMs) * weekMs + firstMonday;
    const { neededBytes, otherBytes } = found.get(from) ?? { neededBytes: 0, otherBytes: 0 };
    found.set(from, {
      from,
      neededBytes: neededBytes + (isNeeded ? size : 0),
      otherBytes: otherBytes + (isNeeded ? 0 : size),
    });
  }
  return [...found.values()].toSorted((a, b) => a.from - b.from);
}
