import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { homeAt, type Home } from './home.ts';
import {
  noteAudit,
  noteEvent,
  noteProof,
  noteRenewal,
  noteRetirement,
  readUpkeep,
  takeEvents,
} from './upkeep-state.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-upkeep-')));
});
afterEach(() => rm(home.folder, { recursive: true, force: true }));

const renewed = {
  startedAt: 1_000.5,
  finishedAt: 2_000.5,
  examined: 7,
  renewed: 3,
  renewedBytes: 99,
  missing: [{ name: 'packs/aa/x' }],
  refused: [],
  left: 0,
  calls: 6,
  least: 5_000,
};

describe('the record of a home', () => {
  test('loses nothing where two note something at once', async () => {
    await Promise.all([
      noteProof(home, 'lockHalf', { at: 5, ok: false }),
      noteRenewal(home, renewed, true),
      noteEvent(home, { at: 6, kind: 'locks-not-kept', words: '' }),
    ]);
    expect(await readUpkeep(home)).toMatchObject({
      proofs: { lockHalf: { at: 5, ok: false } },
      lastRenewal: { whole: true },
      events: [{ kind: 'locks-not-kept' }],
    });
  });

  test('is empty before anything was done', async () => {
    expect(await readUpkeep(home)).toMatchObject({ lastRenewal: null, lastAudit: null, events: [] });
  });

  test('keeps what was done last, each beside the others', async () => {
    await noteRenewal(home, renewed, false);
    await noteAudit(home, {
      at: 3_000,
      verdict: 'clean',
      alarms: 0,
      warnings: 0,
      found: [],
      least: 5_000,
      hiddenNeeded: 0,
    });
    await noteRetirement(home, { at: 4_000, how: 'hide', names: 2, bytes: 10 });
    await noteProof(home, 'keyHalf', { at: 5_000, ok: true, attempts: [{ what: 'delete', refused: true }] });
    const state = await readUpkeep(home);
    expect(state).toMatchObject({
      lastRenewal: { finishedAt: 2_000, missing: 1, refused: 0, whole: false },
      lastAudit: { verdict: 'clean' },
      lastRetirement: { names: 2 },
      proofs: { lockHalf: null, keyHalf: { ok: true, attempts: [{ what: 'delete' }] } },
    });
  });

  test('says nothing of a least date where nothing is needed', async () => {
    await noteRenewal(home, { ...renewed, least: Number.POSITIVE_INFINITY }, true);
    expect((await readUpkeep(home)).lastRenewal?.least).toBeNull();
  });

  test('keeps what an event says in codes; what an older program kept has none', async () => {
    await noteEvent(home, { at: 1, kind: 'old', words: 'Words.' });
    await noteEvent(home, { at: 2, kind: 'new', words: 'Words.', coded: { code: 'found-lock-off' } });
    const { events } = await readUpkeep(home);
    expect(events.map(({ coded }) => coded)).toEqual([undefined, { code: 'found-lock-off' }]);
  });

  test('gives each event out once', async () => {
    await noteEvent(home, { at: 1, kind: 'alarm', words: 'Somebody hid something.' });
    await noteEvent(home, { at: 2, kind: 'alarm', words: 'Again.' });
    expect((await takeEvents(home)).map(({ words }) => words)).toEqual(['Somebody hid something.', 'Again.']);
    expect(await takeEvents(home)).toEqual([]);
    expect((await readUpkeep(home)).events).toHaveLength(2);
  });

  test('keeps the last 200 events', async () => {
    const events = Array.from({ length: 200 }, (_, at) => ({ at, kind: 'x', words: '', said: true }));
    await writeFile(home.upkeep, JSON.stringify({ version: 1, events }));
    await noteEvent(home, { at: 200, kind: 'x', words: 'last' });
    const kept = (await readUpkeep(home)).events;
    expect([kept.length, kept[0]?.at, kept.at(-1)?.words]).toEqual([200, 1, 'last']);
  });

  test.each([
    ['no JSON', '{"version": 1, "events": ['],
    ['another shape', '{"version": 1, "lastAudit": 7}'],
    ['a newer version', '{"version": 2}'],
  ])('that cannot be read (%s) is begun anew, which is said, and put aside', async (_, text) => {
    await writeFile(home.upkeep, text);
    expect((await readUpkeep(home)).lastAudit).toBeNull();
    await noteAudit(home, {
      at: 3_000,
      verdict: 'clean',
      alarms: 0,
      warnings: 0,
      found: [],
      least: null,
      hiddenNeeded: 0,
    });
    expect((await takeEvents(home)).map(({ kind }) => kind)).toEqual(['record-begun-anew']);
    expect((await readUpkeep(home)).lastAudit?.at).toBe(3_000);
    expect(await readFile(`${home.upkeep}.damaged`, 'utf8')).toBe(text);
  });
});
