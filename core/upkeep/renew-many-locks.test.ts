import { describe, expect, test } from 'vitest';
import { WatchedStore } from '../../test/backup/watched-store.ts';
import { changedStore } from '../../test/upkeep/changed-store.ts';
import { LockedObjects } from '../../test/upkeep/locked-objects.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { dayMs } from '../locks/period.ts';
import { withMeter } from '../storage/decorators/meter.ts';
import { renewLocks } from './renew-locks.ts';

const protectMs = 30 * dayMs;

describe('many dates on B2', () => {
  const here = new LockedObjects('b2');

  test('are read back by listing; after a kill the rest alone is renewed', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(150, 10, catalog);
    await here.moveClock(dayMs / 20);
    const { store, meter } = withMeter(here.subject.store);
    const watched = new WatchedStore(store);
    let renewals = 0;
    watched.onRenew = () => {
      if (++renewals > 100) throw new HoldfastError('network-unreachable', {}, { retry: 'later' });
    };
    const upkeep = await here.upkeep(catalog, watched);
    await expect(renewLocks(upkeep, { needed, conveniences: [] })).rejects.toMatchObject({
      code: 'network-unreachable',
    });
    watched.onRenew = () => undefined;
    const report = await renewLocks(upkeep, { needed, conveniences: [] });
    expect(report).toMatchObject({ renewed: 50, missing: [], refused: [] });
    expect(meter.snapshot().calls).toMatchObject({ renew: 150, listVersions: 1, head: 50 });
    for (const one of needed) expect(catalog.confirmedLease(one)).toBe(await here.lockOf(one));
  });

  test('a listing that finds too little is given up, and what it lacks is asked for one by one', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(100, 10, catalog);
    await here.moveClock(dayMs / 20);
    let pages = 0;
    const flooded = changedStore(here.subject.store, {
      listVersions: async function* () {
        for (;;) {
          pages++;
          yield [];
        }
      },
    });
    const report = await renewLocks(await here.upkeep(catalog, flooded), { needed, conveniences: [] });
    expect(report).toMatchObject({ renewed: 100, missing: [], calls: 100 + 10 + 100 });
    expect(pages).toBe(10);
  });

  test('a key that may not read dates in listings is asked for each', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(70, 10, catalog);
    await here.moveClock(dayMs / 20);
    const blind = changedStore(here.subject.store, {
      listVersions: async function* (...asked) {
        for await (const page of here.subject.store.listVersions(...asked))
          yield page.map((version) => ({ ...version, lock: undefined }));
      },
    });
    expect(await renewLocks(await here.upkeep(catalog, blind), { needed, conveniences: [] })).toMatchObject({
      renewed: 70,
      refused: [],
    });
  });

  test('a guard’s first look at many is one listing', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(120, 31);
    const report = await renewLocks(await here.upkeep(catalog), { needed, conveniences: [] });
    expect(report).toMatchObject({ examined: 120, renewed: 0, missing: [], calls: 1 });
    expect(catalog.confirmedLease(needed[7]!)).toBe(await here.lockOf(needed[7]!));
  });

  test('ten thousand that are long enough cost no call', async () => {
    const catalog = here.newCatalog();
    const { now } = await here.subject.store.providerClock();
    const needed = Array.from({ length: 10_000 }, (_, n) => ({
      name: `packs/00/${n}`,
      versionId: `${n}`,
      size: 1,
      kind: 'pack' as const,
    }));
    catalog.transaction(() => {
      for (const { kind: _, ...one } of needed)
        catalog.objects.add({
          ...one,
          kind: 'data',
          uploadedAt: now,
          confirmedUntil: now + protectMs + dayMs,
        });
    });
    const { store, meter } = withMeter(here.subject.store);
    const upkeep = await here.upkeep(catalog, store);
    expect(await renewLocks(upkeep, { needed, conveniences: [] })).toMatchObject({
      examined: 10_000,
      calls: 0,
    });
    const { providerClock, ...others } = meter.snapshot().calls;
    expect(providerClock).toBe(2);
    expect(Object.values(others).every((calls) => calls === 0)).toBe(true);
  });
});
