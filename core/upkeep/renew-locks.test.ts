import { describe, expect, test } from 'vitest';
import { stillWorld } from '../../test/storage/still-world.ts';
import { administer } from '../../test/storage/open-practice-subject.ts';
import { changedStore } from '../../test/upkeep/changed-store.ts';
import { LockedObjects } from '../../test/upkeep/locked-objects.ts';
import { WatchedStore } from '../../test/backup/watched-store.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { dayMs } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { withMeter } from '../storage/decorators/meter.ts';
import { withRetry } from '../storage/decorators/retry.ts';
import { versionKey } from './needs.ts';
import { isWhole, renewLocks } from './renew-locks.ts';

const protectMs = 30 * dayMs;

describe.each(['s3', 'b2'] as const)('over %s', (kind) => {
  const here = new LockedObjects(kind);
  const soon = async (): Promise<number> => (await here.subject.store.providerClock()).now + protectMs;

  test('what is hidden or overwritten is renewed, by version, and nothing else of its name', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(3, 10, catalog);
    await here.moveClock(dayMs / 20);
    const [hidden, overwritten] = needed.map(({ name }) => here.subject.prefix + name) as [string, string];
    await here.subject.store.hide(hidden);
    const foreign = {
      body: Buffer.from('not ours'),
      sha256: '',
      lockUntil: (await soon()) - protectMs + 5000,
    };
    foreign.lockUntil = Math.floor(foreign.lockUntil / 1000) * 1000;
    const above = await here.subject.store.put({
      ...foreign,
      sha256: sha256Hex(foreign.body),
      name: overwritten,
    });
    const watched = new WatchedStore(here.subject.store);
    const order: string[] = [];
    watched.onRenew = ({ name }) => void order.push(name);
    const p = await soon();
    const report = await renewLocks(await here.upkeep(catalog, watched), {
      needed,
      conveniences: [],
      hidden: new Set([versionKey(needed[1]!)]),
    });
    // All lapse at the same time, so the one that is known to be hidden comes first.
    expect(order[0]).toBe(overwritten);
    expect(report).toMatchObject({ examined: 3, renewed: 3, missing: [], refused: [], left: 0 });
    expect(isWhole(report)).toBe(true);
    for (const one of needed) expect(await here.lockOf(one)).toBeGreaterThan(p);
    expect(report.least).toBe(Math.min(...(await Promise.all(needed.map((one) => here.lockOf(one))))));
    const head = await here.subject.store.head({ name: overwritten, versionId: above.versionId });
    expect(head.lock?.until).toBe(foreign.lockUntil);
  });

  test('conveniences are renewed as well, and count in no promise', async () => {
    const catalog = here.newCatalog();
    const [needed, convenience] = await here.put(2, 10, catalog);
    await here.moveClock(dayMs / 20);
    const { uploadedAt } = catalog.objects.byName(convenience!.name)[0]!;
    const gone = { ...convenience!, uploadedAt, versionId: convenience!.versionId.replace(/.$/, 'x') };
    const report = await renewLocks(await here.upkeep(catalog), {
      needed: [needed!],
      conveniences: [{ ...convenience!, uploadedAt }, gone],
    });
    expect(report).toMatchObject({ renewed: 2, missing: [{ versionId: gone.versionId }] });
    expect(report.least).toBe(await here.lockOf(needed!));
    expect(await here.lockOf(convenience!)).toBeGreaterThan(await soon());
  });

  test('long leases cost nothing; what was just uploaded waits an hour', async () => {
    const catalog = here.newCatalog();
    const { store, meter } = withMeter(here.subject.store);
    const needed = [...(await here.put(1, 31, catalog)), ...(await here.put(1, 29, catalog))];
    const upkeep = await here.upkeep(catalog, store);
    const before = meter.snapshot().calls;
    expect(await renewLocks(upkeep, { needed, conveniences: [] })).toMatchObject({
      examined: 2,
      renewed: 0,
      calls: 0,
    });
    expect(meter.snapshot().calls).toEqual({ ...before, providerClock: before.providerClock + 1 });
    const known = catalog.objects.byName(needed[1]!.name)[0]!;
    catalog.objects.strike(known.id);
    catalog.objects.add({ ...known, uploadedAt: known.uploadedAt - 3_700_000 });
    expect(await renewLocks(upkeep, { needed, conveniences: [] })).toMatchObject({ renewed: 1, calls: 2 });
  });

  test('what the catalog does not know is asked for, renewed and known from then on', async () => {
    const catalog = here.newCatalog();
    const needed = [...(await here.put(2, 10)), ...(await here.put(1, 200))];
    await here.moveClock(dayMs / 20);
    const upkeep = await here.upkeep(catalog);
    const report = await renewLocks(upkeep, { needed, conveniences: [] });
    expect(report).toMatchObject({ examined: 3, renewed: 2, calls: 3 + 2 * 2 });
    for (const one of needed) {
      expect(catalog.confirmedLease(one)).toBe(await here.lockOf(one));
      expect(catalog.objects.byName(one.name)[0]).toMatchObject({ kind: 'pack', size: one.size });
    }
    expect(await renewLocks(upkeep, { needed, conveniences: [] })).toMatchObject({ renewed: 0, calls: 0 });
  });

  test('what is gone is missing and struck; one that refuses says why; the others are renewed', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(4, 2, catalog);
    await here.moveClock(3 * dayMs);
    const { name, versionId } = needed[0]!;
    await here.subject.powerful.deleteVersion({ name: here.subject.prefix + name, versionId });
    const watched = new WatchedStore(here.subject.store);
    watched.onRenew = (version) => {
      if (version.versionId === needed[1]!.versionId)
        throw new HoldfastError('key-insufficient', { operation: 'x' });
    };
    const report = await renewLocks(await here.upkeep(catalog, watched), { needed, conveniences: [] });
    expect(report).toMatchObject({
      renewed: 2,
      missing: [{ name, versionId }],
      refused: [
        {
          name: needed[1]!.name,
          code: 'key-insufficient',
          words: expect.stringMatching(/may not x/) as unknown,
        },
      ],
      least: 0,
    });
    expect(isWhole(report)).toBe(false);
    expect(report.refused[0]!.until).toBe(await here.lockOf(needed[1]!));
    expect(catalog.objects.byName(name)).toEqual([]);
  });

  test('a key that may not renew: every object says so, and nothing changed', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(3, 10, catalog);
    await here.moveClock(dayMs / 20);
    const dates = await Promise.all(needed.map((one) => here.lockOf(one)));
    const { store } = await here.withKey('read');
    const report = await renewLocks(await here.upkeep(catalog, store), { needed, conveniences: [] });
    expect(report.refused.map(({ name, code, until }) => [name, code, until])).toEqual(
      expect.arrayContaining(needed.map(({ name }, n) => [name, 'key-insufficient', dates[n]])),
    );
    expect(report.refused[0]!.words).toContain('lengthen locks');
    expect(await Promise.all(needed.map((one) => here.lockOf(one)))).toEqual(dates);
  });

  test('a key that is revoked in the middle ends the job; what was confirmed stays', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(40, 10, catalog);
    await here.moveClock(dayMs / 20);
    const { store, revoke } = await here.withKey('renewal');
    const watched = new WatchedStore(store);
    let renewals = 0;
    watched.onHead = (head) => {
      if (++renewals === 10) void revoke();
      return head;
    };
    const job = renewLocks(await here.upkeep(catalog, watched), { needed, conveniences: [] });
    await expect(job).rejects.toMatchObject({
      // A HEAD on S3 says nothing but 403.
      code: expect.stringMatching(
        kind === 'b2' ? /^key-invalid$/ : /^key-(invalid|insufficient)$/,
      ) as unknown,
    });
    const p = (await soon()) - dayMs;
    const confirmed = needed.filter((one) => catalog.confirmedLease(one)! > p);
    expect(confirmed.length).toBeGreaterThanOrEqual(10);
    for (const one of confirmed) expect(await here.lockOf(one)).toBe(catalog.confirmedLease(one));
  });

  test('thirty of a hundred calls fail: everything is renewed all the same', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(20, 10, catalog);
    await here.moveClock(dayMs / 20);
    const actions = [
      { kind: 'status', status: 503, retryAfter: 7 },
      { kind: 'drop-before' },
      { kind: 'drop-after' },
    ];
    await administer(here.subject.vault, 'faults', {
      faults: needed.map(({ name }, n) => ({
        match: { key: here.subject.prefix + name },
        times: 1,
        action: actions[n % 3],
      })),
    });
    const world = stillWorld();
    const { store, meter } = withMeter(here.subject.store);
    const upkeep = await here.upkeep(catalog, withRetry(store, world));
    const report = await renewLocks(upkeep, { needed, conveniences: [] });
    expect(report).toMatchObject({ renewed: 20, missing: [], refused: [], calls: 40 });
    expect(meter.snapshot().calls.renew + meter.snapshot().calls.head).toBe(60);
    // Polite: who was asked to wait seven seconds did.
    expect(world.waits.filter((wait) => wait > 7000)).toHaveLength(7);
    for (const one of needed) expect(await here.lockOf(one)).toBeGreaterThan(await soon());
  });

  test('a provider that stays away ends the job with an error; what was confirmed is not asked for again', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(30, 10, catalog);
    await here.moveClock(dayMs / 20);
    const watched = new WatchedStore(here.subject.store);
    const renewed: string[] = [];
    watched.onRenew = ({ versionId }) => {
      if (renewed.length === 12) throw new HoldfastError('network-unreachable', {}, { retry: 'later' });
      renewed.push(versionId);
    };
    const first = renewLocks(await here.upkeep(catalog, watched), { needed, conveniences: [] });
    await expect(first).rejects.toMatchObject({ code: 'network-unreachable' });
    expect(JSON.parse(catalog.meta('renewal')!)).toMatchObject({ finishedAt: null });
    watched.onRenew = ({ versionId }) => void renewed.push(versionId);
    const report = await renewLocks(await here.upkeep(catalog, watched), { needed, conveniences: [] });
    expect(report.renewed).toBe(18);
    expect(new Set(renewed).size).toBe(30);
    expect(renewed).toHaveLength(30);
    expect(JSON.parse(catalog.meta('renewal')!)).toMatchObject({ finishedAt: report.finishedAt });
  });

  test('a store that says yes and does nothing is found out', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(100, 10, catalog);
    await here.moveClock(dayMs / 20);
    const idle = changedStore(here.subject.store, { renew: () => Promise.resolve() });
    const report = await renewLocks(await here.upkeep(catalog, idle), { needed, conveniences: [] });
    expect(report.refused).toHaveLength(100);
    expect(new Set(report.refused.map(({ code }) => code))).toEqual(new Set(['provider-refused']));
  });

  test('out of budget: the soonest to lapse are renewed, the rest is left', async () => {
    const catalog = here.newCatalog();
    const needed = [...(await here.put(6, 20, catalog)), ...(await here.put(4, 10, catalog))];
    await here.moveClock(dayMs / 20);
    const upkeep = await here.upkeep(catalog);
    const report = await renewLocks(upkeep, { needed, conveniences: [], maxCalls: 9 });
    expect(report).toMatchObject({ renewed: 4, left: 6, calls: 8 });
    expect(isWhole(report)).toBe(false);
    const p = (await soon()) - dayMs;
    for (const one of needed.slice(6)) expect(catalog.confirmedLease(one)).toBeGreaterThan(p);
    expect(await renewLocks(upkeep, { needed, conveniences: [] })).toMatchObject({ renewed: 6, left: 0 });
  });

  test('stopped by a person', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(40, 10, catalog);
    await here.moveClock(dayMs / 20);
    const stop = new AbortController();
    const watched = new WatchedStore(here.subject.store);
    let renewals = 0;
    watched.onRenew = () => {
      if (++renewals === 20) stop.abort();
    };
    const upkeep = { ...(await here.upkeep(catalog, watched)), signal: stop.signal };
    await expect(renewLocks(upkeep, { needed, conveniences: [] })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(renewals).toBeLessThan(40);
    const { signal: _, ...again } = upkeep;
    expect((await renewLocks(again, { needed, conveniences: [] })).renewed).toBeGreaterThan(0);
  });

  test('also where the provider never answers', async () => {
    const catalog = here.newCatalog();
    const needed = await here.put(1, 10, catalog);
    await here.moveClock(dayMs / 20);
    const stop = new AbortController();
    const silent = changedStore(here.subject.store, {
      renew: () => {
        stop.abort();
        return new Promise(() => undefined);
      },
    });
    const upkeep = { ...(await here.upkeep(catalog, silent)), signal: stop.signal };
    await expect(renewLocks(upkeep, { needed, conveniences: [] })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test.each([5 * 365 * dayMs, -2 * dayMs])(
    'a provider clock that jumps by %d ms: nothing is set',
    async (jump) => {
      const catalog = here.newCatalog();
      const needed = await here.put(2, 10, catalog);
      await here.moveClock(3 * dayMs);
      const dates = await Promise.all(needed.map((one) => here.lockOf(one)));
      const jumping = changedStore(here.subject.store, {
        providerClock: async () => {
          const clock = await here.subject.store.providerClock();
          return { ...clock, now: clock.now + jump };
        },
      });
      const upkeep = {
        ...(await here.upkeep(catalog)),
        repository: { store: jumping, prefix: here.subject.prefix },
      };
      const time = await ProviderTime.ask(jumping, upkeep.world);
      await expect(renewLocks({ ...upkeep, time }, { needed, conveniences: [] })).rejects.toMatchObject({
        code: 'clocks-differ',
      });
      expect(await Promise.all(needed.map((one) => here.lockOf(one)))).toEqual(dates);
    },
  );

  test('with nothing to do it asks for the time only', async () => {
    const report = await renewLocks(await here.upkeep(here.newCatalog()), { needed: [], conveniences: [] });
    expect(report).toMatchObject({ examined: 0, calls: 0, least: Number.POSITIVE_INFINITY });
    expect(isWhole(report)).toBe(true);
  });
});
