import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunRow } from '../../contract/sets.ts';
import { homeAt, type Home } from '../home.ts';
import { writeSettings, type Settings } from '../settings.ts';
import { noteDrill, noteRenewal, noteRetirement } from '../upkeep-state.ts';
import { planSet, type SetSituation } from './plan-set.ts';
import { lastConfirmed, situationOf } from './situation-of.ts';
import { sampleSettings } from '../testing/sample-settings.ts';
import { sampleLook } from '../testing/sample-look.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23);

async function homeWith(settings: Partial<Settings> = {}): Promise<Home> {
  const home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-situation-')));
  await writeSettings(home, { ...sampleSettings, ...settings });
  return home;
}

const situation = async (
  home: Home,
  sources = ['/home'],
  about: { readonly rows?: readonly RunRow[]; readonly seenSince?: number; readonly now?: number } = {},
) =>
  await situationOf(
    {
      id: 'main',
      home,
      pausedUntil: null,
      settings: {
        name: 'Main',
        sources,
        excludes: { patterns: [], presets: [], ifPresent: [], maxFileBytes: null, oneFileSystem: false },
        schedule: { kind: 'manual' },
        limits: { uploadBytesPerSecond: null, hours: null, onBattery: true, onMetered: true },
        ping: null,
        guard: false,
        deadManDays: null,
      },
    },
    { rows: [], unlocked: false, seenSince: now, now, ...about },
  );

const look = {
  ...sampleLook,
  at: now - day,
  snapshots: 2,
  kept: 2,
  least: now + day,
};

const calm = { onBattery: null, metered: null, online: null };

/** What a set that has its keys begins by itself. */
const startOf = (seen: SetSituation, at: number) =>
  planSet({ ...seen, unlocked: true }, { now: at, ...calm }).start;

test('backups that nobody remembers here are renewed all the same: of a home that joined', async () => {
  const home = await homeWith();
  expect(await situation(home)).toMatchObject({ firstBackup: null });
  await writeFile(join(home.folder, 'look.json'), JSON.stringify({ ...look, kept: 0 }));
  expect(await situation(home)).toMatchObject({ firstBackup: null });
  await writeFile(join(home.folder, 'look.json'), JSON.stringify(look));
  const seen = await situation(home);
  expect(seen).toMatchObject({ firstBackup: now - day });
  expect(startOf(seen, now)).toBe('renew');
});

const renewedAt = (at: number, least: number | null = at + 30 * day) => ({
  startedAt: at,
  finishedAt: at,
  examined: 0,
  renewed: 0,
  renewedBytes: 0,
  missing: 0,
  refused: 0,
  left: 0,
  calls: 0,
  least,
  whole: true,
});

test('where nothing is backed up, each renewal does not put off audit, proof and drill anew', async () => {
  const home = await homeWith();
  const hour = day / 24;
  const rows: RunRow[] = [];
  for (const at of [now, now + 6 * hour, now + day]) {
    await noteRenewal(home, { ...renewedAt(at, null), missing: [], refused: [], least: at + 30 * day }, true);
    rows.unshift({
      id: `${at}`,
      kind: 'renew',
      startedAt: at,
      seconds: 1,
      result: 'done',
      figures: {},
      snapshot: null,
      words: '',
      error: null,
    });
  }
  // Started a moment ago: what it knows by itself is younger than the rows.
  const restarted = { rows, seenSince: now + day, now: now + day };
  const seen = await situation(home, [], restarted);
  expect(seen.firstBackup).toBe(now);
  expect(startOf(seen, now + day)).toBe('audit');
  // By the command line: no row remembers it, but the program has known the set since then.
  expect(startOf(await situation(home, [], { now: now + day }), now + day)).toBe('audit');
});

test('each look at the provider does not put them off either, where locks are not lengthened from here', async () => {
  const home = await homeWith({ strict: true });
  await writeFile(join(home.folder, 'look.json'), JSON.stringify({ ...look, at: now + day }));
  expect(startOf(await situation(home, [], { now: now + day }), now + day)).toBe('audit');
  // Known for a moment only, as on a computer that is never on for a whole day.
  const restarted = { now: now + day, seenSince: now + day };
  expect(startOf(await situation(home, [], restarted), now + day)).toBe('audit');
  const lengthening = await homeWith();
  await writeFile(join(lengthening.folder, 'look.json'), JSON.stringify({ ...look, at: now + day }));
  const seen = await situation(lengthening, [], restarted);
  expect(planSet({ ...seen, unlocked: true }, { now: now + day, ...calm }).start).toBe('renew');
});

test('what the home says: sealed keys, the place, an end, strict mode, and what the command line did', async () => {
  const home = await homeWith();
  await noteDrill(home, { at: now - day, ok: true, files: 1, bytes: 1, compared: 1, problems: 0 });
  await noteRetirement(home, { at: now + 400 * day, how: 'hide', names: 1, bytes: 1 });
  const plain = await situation(home);
  expect(plain).toMatchObject({
    unlocked: false,
    remote: true,
    takesBackups: true,
    lengthens: true,
    marginMs: null,
  });
  expect(plain.past.drill.goodAt).toBe(now - day);
  // By the clock of a practice vault that was moved, or one that was wrong.
  expect(plain.past.retire.goodAt).toBe(null);
  expect((await situation(home, [])).takesBackups).toBe(false);
  const other = await homeWith({
    secrets: 'keychain',
    strict: true,
    store: { kind: 'b2', endpoint: 'http://127.0.0.1:9000', bucket: 'b' },
  });
  expect(await situation(other)).toMatchObject({ unlocked: true, remote: false, lengthens: false });
});

test('a home that cannot be read is said', async () => {
  await expect(situation(homeAt('/no/such/home'))).rejects.toMatchObject({ code: 'home-missing' });
});

test('the margin: from whatever was confirmed last, in the time of the provider', () => {
  const nothing = { lastRenewal: null, lastAudit: null };
  expect(lastConfirmed(nothing, null, now)).toBe(null);
  expect(lastConfirmed({ ...nothing, lastRenewal: renewedAt(now - day, now + 9 * day) }, null, now)).toEqual({
    least: now + 9 * day,
    now,
  });
  // Nothing is kept any more.
  expect(lastConfirmed({ ...nothing, lastRenewal: renewedAt(now, null) }, null, now)).toBe(null);
  // This computer's clock stands behind the provider's, as a renewal saw.
  expect(
    lastConfirmed({ ...nothing, lastRenewal: renewedAt(now + 5 * day, now + 9 * day) }, null, now),
  ).toEqual({
    least: now + 9 * day,
    now: now + 5 * day,
  });
  // The clock of a practice vault was moved by twenty days, which a look has seen.
  const look = { at: now - 1, aheadMs: 20 * day, least: now + 30 * day };
  expect(lastConfirmed({ ...nothing, lastRenewal: renewedAt(now - day, now + 9 * day) }, look, now)).toEqual({
    least: now + 30 * day,
    now: now + 20 * day,
  });
});
