import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAt } from '../core/app/home.ts';
import { openRepositoryForUse } from '../core/app/open-repository-for-use.ts';
import { runBackup } from '../core/backup/run-backup.ts';
import { readSettings, writeSettings } from '../core/app/settings.ts';
import { lockPolicy } from '../core/locks/lock-policy.ts';
import { dayMs } from '../core/locks/period.ts';
import { noExclusions } from '../core/source/exclusion.ts';
import { connectStore } from '../core/storage/connect-store.ts';
import type { ObjectStore } from '../core/storage/object-store.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import { realWorld } from '../core/system/world.ts';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

const bucket = 'decided-upon';
let folder: string;
let vault: PracticeVault;
let files: string;
let whole: ObjectStore;

const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<RanHere> =>
  runHere([...args, '--json'], {
    HOLDFAST_HOME: join(folder, 'home'),
    HOLDFAST_PASSPHRASE: 'tide and time',
    HOLDFAST_PROOF_SECONDS: '0',
    ...environment,
  });
const setUpKey = (): Record<string, string> => ({
  HOLDFAST_SETUP_KEY_ID: vault.keyId,
  HOLDFAST_SETUP_KEY: vault.key,
});
const advance = (ms: number): Promise<void> => administer(vault, 'clock', { advanceMs: Math.round(ms) });
/** Provider time when it all began: at noon, so that what is done in seconds is done on one day. */
let noon: number;
const daysFromNoon = (text: unknown): number => (Date.parse(String(text)) - noon) / dayMs;

type Listed = {
  readonly id: string;
  readonly kept: readonly string[] | null;
  readonly protectedUntil: string;
};
const snapshots = async (): Promise<readonly Listed[]> =>
  (await run(['snapshots'])).json['snapshots'] as Listed[];
async function backup(contents: string): Promise<string> {
  await writeFile(join(files, contents), contents);
  return String((await run(['backup', files])).json['snapshot']);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-settings-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  files = join(folder, 'files');
  await mkdir(files);
  noon = Math.ceil(Date.now() / dayMs + 0.5) * dayMs - dayMs / 2;
  await advance(noon - Date.now());
  const made = await run(
    ['setup', '--b2', vault.b2, '--bucket', bucket, '--protect', '30d', '--kit', join(folder, 'kit')],
    setUpKey(),
  );
  if (made.code !== 0) throw new Error(made.err);
  whole = await connectStore({ kind: 'b2', endpoint: vault.b2, bucket }, vault, realWorld);
});
afterAll(async () => {
  await whole.close();
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const usage = { error: { code: 'usage' } };

describe('retention', () => {
  test('a new set-up keeps the standard windows, and says so without asking anybody', async () => {
    const { json } = await run(['settings'], { HOLDFAST_PASSPHRASE: '' });
    expect(json).toMatchObject({
      retention: { preset: 'standard', all: 1, yearly: null },
      protectDays: 30,
      space: 'by-hand',
      ping: null,
      guard: false,
    });
  });

  test.each([
    [['settings', 'retention', 'toString']],
    [['settings', 'retention', '--daily', 'soon']],
    [['settings', 'retention', '--daily', '-3']],
    [['settings', 'space', 'sometimes']],
    [['settings', 'ping', 'example.org']],
  ])('%o is refused', async (args) => {
    const ended = await run(args);
    expect([ended.code, ended.json]).toMatchObject([2, usage]);
  });

  let ids: readonly string[];
  test('a preview shows what would be let go, and changes nothing', async () => {
    const first = [await backup('a'), await backup('b')];
    await advance(dayMs);
    const second = await backup('c');
    await advance(dayMs);
    ids = [...first, second, await backup('d')];
    expect((await snapshots()).map(({ kept }) => kept)).toEqual([
      ['day', 'week', 'month', 'year'],
      null,
      expect.arrayContaining(['day']) as unknown,
      expect.arrayContaining(['newest', 'all', 'day']) as unknown,
    ]);
    const shown = await run(['settings', 'retention', '--daily', '2', '--preview']);
    expect(shown.json).toMatchObject({
      set: false,
      from: null,
      keep: [{ id: ids[2] }, { id: ids[3] }],
      letGo: [{ id: ids[0] }],
    });
    expect(Number(shown.json['freedBytes'])).toBeGreaterThan(0);
    expect((await run(['settings'])).json).toMatchObject({ retention: { preset: 'standard' } });
  });

  test('keeping less waits for 7 days after it was published, keeping more does not', async () => {
    expect((await run(['settings', 'retention', '--daily', '2'])).json).toMatchObject({
      set: true,
      from: null,
    });
    await backup('e');
    const published = await run(['settings', 'retention']);
    expect(daysFromNoon(published.json['from'])).toBeCloseTo(9, 2);
    expect((await snapshots())[0]?.kept).not.toBeNull();
    await advance(7.1 * dayMs);
    await backup('f');
    expect((await snapshots())[0]?.kept).toBeNull();
    const more = await run(['settings', 'retention', 'standard']);
    expect(daysFromNoon(more.json['from'])).toBeCloseTo(9.1, 2);
    expect((await snapshots())[0]?.kept).toContain('year');
    await run(['settings', 'retention', '--daily', '2']);
  });

  const held = async (): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const page of whole.listVersions(''))
      for (const { name, lock } of page) if (lock?.legalHold) names.push(name);
    return names.toSorted();
  };

  test('what is pinned is kept and renewed', async () => {
    expect((await run(['pin', 'no-such'])).json).toMatchObject({ error: { code: 'snapshot-unknown' } });
    const before = (await snapshots())[1]!;
    expect(before.kept).toBeNull();
    const pinned = await run(['pin', ids[1]!]);
    expect([pinned.code, pinned.json]).toMatchObject([0, { pinned: true, holds: null }]);
    const after = (await snapshots())[1]!;
    expect(after.kept).toEqual(['pinned']);
    expect(daysFromNoon(before.protectedUntil)).toBeLessThan(33);
    expect(daysFromNoon(after.protectedUntil)).toBeGreaterThan(39);
    expect(await held()).toEqual([]);
  });

  test('with a hold key all that is needed is under a legal hold, and lifting spares what another pin needs', async () => {
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const { keyId, key } = await provisioner.createKey('hold', '', 'holder');
    const holdKey = { HOLDFAST_HOLD_KEY_ID: keyId, HOLDFAST_HOLD_KEY: key };
    const [, first = '', , second = ''] = ids;
    const one = await run(['pin', first], holdKey);
    const alone = await held();
    expect(one.json).toMatchObject({ holds: { confirmed: alone.length, refused: [], missing: [] } });
    expect(alone).toContain(`snapshots/${first}`);
    await run(['pin', second], holdKey);
    const both = await held();
    const lifted = await run(['unpin', first], holdKey);
    const left = await held();
    expect(lifted.json).toMatchObject({ was: true, holds: { confirmed: both.length - left.length } });
    expect(left).toContain(`snapshots/${second}`);
    expect(left).not.toContain(`snapshots/${first}`);
    // The pack that both need.
    expect(alone.some((name) => name.startsWith('packs/') && left.includes(name))).toBe(true);
    await run(['unpin', second], holdKey);
    expect(await held()).toEqual([]);
    expect((await run(['unpin', second])).json).toMatchObject({ was: false, holds: null });
  });

  test('a key that may set no holds pins, and says what it lacks', async () => {
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const { keyId, key } = await provisioner.createKey('read', '', 'reader');
    const ended = await run(['pin', 'latest'], { HOLDFAST_HOLD_KEY_ID: keyId, HOLDFAST_HOLD_KEY: key });
    expect([ended.code, ended.json]).toMatchObject([1, { error: { code: 'key-insufficient' } }]);
    expect((await snapshots()).at(-1)?.kept).toContain('pinned');
  });
});

describe('the period', () => {
  test('raised: the cost is shown and a yes is needed, then everything is renewed', async () => {
    const asked = await run(['settings', 'protect', '60d']);
    expect([asked.code, asked.json]).toMatchObject([2, usage]);
    expect(asked.err).toMatch(/would be lengthened now .*GB-days.*Backblaze B2: at most \$/s);
    expect((await run(['settings'])).json).toMatchObject({ protectDays: 30 });
    const raised = await run(['settings', 'protect', '60d', '--yes']);
    expect([raised.code, raised.json]).toMatchObject([
      0,
      {
        before: 30,
        protectDays: 60,
        cost: { objects: expect.any(Number) as unknown },
        renewal: { whole: true },
      },
    ]);
    expect((raised.json['cost'] as { objects: number }).objects).toBe(
      (raised.json['renewal'] as { renewed: number }).renewed,
    );
    for (const { kept, protectedUntil } of await snapshots())
      if (kept) expect(daysFromNoon(protectedUntil)).toBeGreaterThan(69);
  });

  test('shortened: what is locked stays', async () => {
    const before = await snapshots();
    const shorter = await run(['settings', 'protect', '10d']);
    expect([shorter.code, shorter.json]).toMatchObject([0, { before: 60, protectDays: 10 }]);
    expect(daysFromNoon(shorter.json['lastLockEnds'])).toBeGreaterThan(69);
    expect(await snapshots()).toEqual(before);
    expect((await run(['settings', 'protect', '10d'])).json).toEqual({ before: 10, protectDays: 10 });
  });

  test('beyond 90 days the number is said twice, in set-up too', async () => {
    const setup = ['setup', '--b2', vault.b2, '--bucket', 'another', '--home', join(folder, 'another')];
    for (const args of [
      ['settings', 'protect', '120d', '--yes'],
      ['settings', 'protect', '120d', '--yes', '--again', '130d'],
      [...setup, '--protect', '91d'],
    ]) {
      const ended = await run(args, setUpKey());
      expect([ended.code, ended.json]).toMatchObject([2, usage]);
    }
    const said = await run(['settings', 'protect', '120d', '--yes', '--again', '120']);
    expect([said.code, said.json['protectDays']]).toEqual([0, 120]);
  });
});

describe('space', () => {
  const rules = async (): Promise<number> => (await whole.bucketState()).lifecycle?.length ?? -1;

  test('automatic needs the set-up key, sets the rule, and warns while nobody would notice a thief', async () => {
    const without = await run(['settings', 'space', 'automatic']);
    expect([without.code, without.json]).toMatchObject([1, { error: { code: 'secret-missing' } }]);
    expect(await rules()).toBe(0);
    const warned = await run(['settings', 'space', 'automatic'], setUpKey());
    expect([warned.code, warned.json]).toMatchObject([3, { space: 'automatic' }]);
    expect(await rules()).toBeGreaterThan(0);
    expect((await run(['settings', 'ping', 'https://example.org/x'])).json).toMatchObject({
      ping: 'https://example.org/x',
    });
    expect((await run(['settings', 'space', 'automatic'], setUpKey())).code).toBe(0);
    expect((await run(['settings', 'ping', 'off'])).json).toMatchObject({ ping: null });
  });

  test('a guard is noted, and status asks for one no more', async () => {
    const missing = async (): Promise<unknown> => (await run(['status'])).json['missing'];
    expect(await missing()).toEqual([expect.stringMatching(/settings guard yes/)]);
    expect((await run(['settings', 'guard', 'yes'])).json).toMatchObject({ guard: true });
    expect(await missing()).toEqual([]);
    await run(['settings', 'guard', 'no']);
    expect((await run(['settings', 'guard', 'maybe'])).code).toBe(2);
  });

  test('by hand: the rule is taken away with the set-up key; without, the person is told', async () => {
    expect((await run(['settings', 'space', 'by-hand'])).code).toBe(3);
    expect(await rules()).toBeGreaterThan(0);
    const done = await run(['settings', 'space', 'by-hand'], setUpKey());
    expect([done.code, done.json['space'], await rules()]).toEqual([0, 'by-hand', 0]);
  });
});

describe('forecast', () => {
  type Figures = { readonly holdfast: { readonly renewalsPerYear: number; readonly beyondBytes: number } };

  test('of a terabyte, where nothing is set up', async () => {
    const ended = await run([
      'locks',
      'forecast',
      '--protect',
      '30d',
      '--size',
      '1TB',
      '--churn',
      '1%',
      '--home',
      join(folder, 'none'),
    ]);
    const { holdfast } = ended.json['schemes'] as Figures;
    expect(holdfast.renewalsPerYear).toBeLessThan(320_000);
    expect(holdfast.beyondBytes).toBeLessThan(75e9);
    expect(
      (await run(['locks', 'forecast', '--protect', '30d', '--home', join(folder, 'none')])).json,
    ).toMatchObject(usage);
  });

  test('of what is there, with the churn that was measured and prices of one’s own', async () => {
    const { json } = await run(['locks', 'forecast']);
    expect(json).toMatchObject({ protectDays: 120, from: 'size measured, churn measured' });
    const prices = join(folder, 'prices.json');
    await writeFile(prices, '[]');
    const refused = await run(['locks', 'forecast', '--prices', prices]);
    expect([refused.code, refused.json]).toMatchObject([1, { error: { code: 'path-impossible' } }]);
  });
});

test('a snapshot that says it is of another day is shown with that, and judged by the provider’s time', async () => {
  const inUse = await openRepositoryForUse({
    home: homeAt(join(folder, 'home')),
    world: realWorld,
    passphrase: () => Promise.resolve('tide and time'),
  });
  const { store } = inUse.repository;
  const yearMs = 365 * dayMs;
  /** Tells a time a year ago, as if it had been moved less far. */
  const backThen = new Proxy(store, {
    get: (target, name) => {
      if (name === 'providerClock')
        return async () => {
          const { now, movedBy } = await target.providerClock();
          return { now: now - yearMs, movedBy: movedBy - yearMs };
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const { snapshot } = await runBackup({
    repository: { ...inUse.repository, store: backThen },
    catalog: inUse.catalog,
    world: realWorld,
    request: {
      paths: [files],
      rules: noExclusions,
      never: [],
      policy: lockPolicy(500),
      host: 'h',
      user: 'u',
      platform: 'linux',
      program: 'test',
    },
  });
  await inUse.close();
  const listed = (await run(['snapshots'])).json['snapshots'] as Record<string, unknown>[];
  expect(listed.map(({ ownTimeDisagrees }) => ownTimeDisagrees)).toEqual([
    ...listed.slice(1).map(() => false),
    true,
  ]);
  expect(listed.at(-1)).toMatchObject({ id: snapshot, kept: expect.arrayContaining(['newest']) as unknown });
  const shown = await runHere(['snapshots'], {
    HOLDFAST_HOME: join(folder, 'home'),
    HOLDFAST_PASSPHRASE: 'tide and time',
  });
  expect(shown.out).toMatch(
    new RegExp(
      `! ${snapshot.slice(0, 8)} says that it was made on .*Only the provider’s time`.replace('’', "'"),
    ),
  );
});

test('in strict mode a longer period needs a bucket that sets longer dates by itself', async () => {
  const home = homeAt(join(folder, 'home'));
  await writeSettings(home, { ...(await readSettings(home)), strict: true });
  const longer = ['settings', 'protect', '140d', '--again', '140d', '--yes'];
  expect((await run(longer)).json).toMatchObject({ error: { code: 'default-retention-wrong' } });
  expect((await readSettings(home)).protectDays).not.toBe(140);
  expect((await run(longer, setUpKey())).json).toMatchObject({ protectDays: 140 });
  expect((await whole.bucketState()).defaultRetentionDays).toBe(147);
  const shorter = await runHere(['settings', 'protect', '10d'], {
    HOLDFAST_HOME: home.folder,
    HOLDFAST_PASSPHRASE: 'tide and time',
  });
  expect(shorter.out).toContain('lower it to 17 days');
});
