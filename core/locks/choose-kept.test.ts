import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseKept, type Keepable } from './choose-kept.ts';
import type { Standing } from './decisions.ts';
import { dayMs } from './period.ts';
import { retentionPresets, type RetentionPolicy } from './retention.ts';

const nothing: RetentionPolicy = { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
const forever = Number.POSITIVE_INFINITY;
const holding = (policy: Partial<RetentionPolicy>, more: Partial<Standing> = {}): Standing => ({
  policies: [{ ...nothing, ...policy }],
  pins: new Set(),
  suspicions: [],
  asOf: forever,
  ...more,
});
const at = (text: string, complete = true): Keepable => ({
  id: text,
  uploadedAt: Date.parse(`${text}Z`),
  complete,
});
const kept = (snapshots: readonly Keepable[], standing: Standing) =>
  Object.fromEntries(chooseKept(snapshots, standing, dayMs));

describe('a broken snapshot', () => {
  const broken = (text: string): Keepable => ({ ...at(text), broken: true });

  test('is kept as ever, and so is what would be if it were not there', () => {
    const snapshots = [
      broken('2026-11-01T08:00'),
      at('2026-11-01T20:00'),
      at('2026-11-01T21:00'),
      at('2026-11-02T08:00'),
      broken('2026-11-03T08:00'),
    ];
    expect(kept(snapshots, holding({ monthly: forever }))).toEqual({
      '2026-11-01T08:00': ['month'],
      '2026-11-01T20:00': ['month'],
      '2026-11-02T08:00': ['newest'],
      '2026-11-03T08:00': ['newest'],
    });
    const suspected = holding({}, { suspicions: [Date.parse('2026-11-03T09:00Z'), 0] });
    expect(kept(snapshots, suspected)['2026-11-02T08:00']).toEqual(['before-suspicion', 'newest']);
  });

  test('is the newest where no other is whole', () => {
    const snapshots = [broken('2026-11-01T08:00'), broken('2026-11-02T08:00')];
    expect(kept(snapshots, holding({}))).toEqual({ '2026-11-02T08:00': ['newest'] });
  });

  test('takes nothing from what is kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.boolean(), fc.boolean()), { maxLength: 30 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 3 }),
        (days, suspicions) => {
          const all = days.map(([day, complete, isBroken], id) => ({
            id: String(id),
            uploadedAt: day * dayMs,
            complete,
            broken: isBroken,
          }));
          const standing = holding(retentionPresets.lean, {
            suspicions: suspicions.map((day) => day * dayMs),
          });
          const [marked, unmarked] = [all, all.map((one) => ({ ...one, broken: false }))].map((snapshots) =>
            chooseKept(snapshots, standing, dayMs),
          );
          const whole = all.filter((one) => !one.broken);
          for (const id of chooseKept(whole, standing, dayMs).keys()) expect(marked!.has(id)).toBe(true);
          if (suspicions.length === 0) for (const id of unmarked!.keys()) expect(marked!.has(id)).toBe(true);
        },
      ),
    );
  });
});

describe('windows', () => {
  const month = [
    at('2026-10-31T12:00'),
    at('2026-11-01T08:00'),
    at('2026-11-01T20:00'),
    at('2026-11-02T08:00'),
    at('2026-11-08T08:00'),
    at('2026-11-09T08:00'),
    at('2026-11-09T09:00'),
  ];

  test('are represented by the oldest in them', () => {
    expect(kept(month, holding({ daily: forever }))).toEqual({
      '2026-10-31T12:00': ['day'],
      '2026-11-01T08:00': ['day'],
      '2026-11-02T08:00': ['day'],
      '2026-11-08T08:00': ['day'],
      '2026-11-09T08:00': ['day'],
      '2026-11-09T09:00': ['newest'],
    });
    expect(Object.keys(kept(month, holding({ weekly: forever })))).toEqual([
      '2026-10-31T12:00',
      '2026-11-02T08:00',
      '2026-11-09T08:00',
      '2026-11-09T09:00',
    ]);
    expect(kept(month, holding({ monthly: forever, yearly: forever }))).toEqual({
      '2026-10-31T12:00': ['month', 'year'],
      '2026-11-01T08:00': ['month'],
      '2026-11-09T09:00': ['newest'],
    });
  });

  test('reach back from the newest snapshot, the bound included', () => {
    expect(Object.keys(kept(month, holding({ daily: 7 })))).toEqual([
      '2026-11-08T08:00',
      '2026-11-09T08:00',
      '2026-11-09T09:00',
    ]);
    expect(Object.keys(kept(month.slice(0, -1), holding({ daily: 7 })))).toEqual([
      '2026-11-02T08:00',
      '2026-11-08T08:00',
      '2026-11-09T08:00',
    ]);
  });

  test('`all` keeps every one', () => {
    expect(Object.keys(kept(month, holding({ all: forever })))).toHaveLength(month.length);
    expect(Object.keys(kept(month, holding({ all: 1 / 24 })))).toEqual([
      '2026-11-09T08:00',
      '2026-11-09T09:00',
    ]);
  });

  test('of two snapshots of the same second both count as the oldest', () => {
    const twins = [at('2026-11-01T08:00'), { ...at('2026-11-01T08:00'), id: 'twin' }, at('2026-11-01T20:00')];
    expect(kept(twins, holding({ daily: 3 }))).toMatchObject({ '2026-11-01T08:00': ['day'], twin: ['day'] });
  });
});

test('partial ones are kept until the next complete one, and stand for nothing', () => {
  const run = [at('2026-11-01T08:00', false), at('2026-11-01T09:00', false)];
  expect(kept(run, holding({}))).toEqual({
    '2026-11-01T08:00': ['partial'],
    '2026-11-01T09:00': ['partial'],
  });
  expect(kept([...run, at('2026-11-01T10:00')], holding({ all: forever, daily: forever }))).toEqual({
    '2026-11-01T10:00': ['newest', 'all', 'day'],
  });
});

test('pinned ones are kept, partial or not', () => {
  const snapshots = [at('2026-11-01T08:00', false), at('2026-11-01T09:00'), at('2026-11-01T10:00')];
  const pins = new Set(['2026-11-01T08:00', '2026-11-01T09:00', 'no such snapshot']);
  expect(kept(snapshots, holding({}, { pins }))).toEqual({
    '2026-11-01T08:00': ['pinned'],
    '2026-11-01T09:00': ['pinned'],
    '2026-11-01T10:00': ['newest'],
  });
});

test('the newest complete one before each open suspicion is kept, else the newest partial one', () => {
  const snapshots = [
    at('2026-11-01T08:00', false),
    at('2026-11-02T08:00'),
    at('2026-11-03T08:00', false),
    at('2026-11-04T08:00'),
  ];
  const since = (...texts: readonly string[]) =>
    holding({}, { suspicions: texts.map((text) => Date.parse(`${text}Z`)) });
  expect(kept(snapshots, since('2026-11-03T12:00'))).toEqual({
    '2026-11-02T08:00': ['before-suspicion'],
    '2026-11-04T08:00': ['newest'],
  });
  expect(kept(snapshots, since('2026-11-02T08:00', '2020-01-01T00:00'))).toEqual({
    '2026-11-01T08:00': ['before-suspicion'],
    '2026-11-04T08:00': ['newest'],
  });
});

test('what was let go and is gone in part is kept by nothing but a pin, and nothing takes its place', () => {
  const spent = { ...at('2026-11-02T08:00'), spent: true };
  const snapshots = [
    at('2026-11-01T08:00'),
    spent,
    { ...at('2026-11-02T09:00', false), spent: true },
    at('2026-11-02T10:00'),
    at('2026-11-03T08:00'),
  ];
  const policy = { daily: forever, all: 1 };
  const suspicions = [Date.parse('2026-11-02T09:30Z')];
  expect(kept(snapshots, holding(policy, { suspicions }))).toEqual({
    '2026-11-01T08:00': ['before-suspicion', 'day'],
    '2026-11-02T10:00': ['all'],
    '2026-11-03T08:00': ['newest', 'all', 'day'],
  });
  expect(kept([spent], holding(policy, { pins: new Set([spent.id]) }))).toEqual({
    [spent.id]: ['pinned'],
  });
});

test('nothing is measured from what claims to be from a later day; it is kept', () => {
  const snapshots = [at('2026-11-01T08:00'), at('2026-11-02T08:00'), at('2031-11-02T08:00')];
  const now = Date.parse('2026-11-02T09:00Z');
  expect(kept(snapshots, holding({ daily: 7 }, { asOf: now }))).toEqual({
    '2026-11-01T08:00': ['day'],
    '2026-11-02T08:00': ['newest', 'day'],
    '2031-11-02T08:00': ['newest', 'day'],
  });
  expect(Object.keys(kept(snapshots.slice(2), holding({}, { asOf: now })))).toHaveLength(1);
  // A clock that tells whole seconds puts what was uploaded this moment into the future.
  const second = Date.parse('2026-11-02T07:59:59Z');
  expect(kept(snapshots.slice(0, 2), holding({}, { asOf: second }))).toEqual({
    '2026-11-02T08:00': ['newest'],
  });
});

const someDays = fc.oneof(fc.constantFrom(0, forever), fc.integer({ min: 0, max: 120 }));
const somePolicy = fc.record({
  all: someDays,
  daily: someDays,
  weekly: someDays,
  monthly: someDays,
  yearly: someDays,
});
const hour = dayMs / 24;
const first = Date.UTC(2026, 0, 1);
/** With bursts, gaps of weeks, and several in the same second. */
const someHistory = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constant(0),
        fc.integer({ min: 1, max: 48 }).map((hours) => hours * hour),
        fc.integer({ min: 2, max: 90 }).map((days) => days * dayMs),
      ),
      fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    ),
    { minLength: 2, maxLength: 60 },
  )
  .map((steps) => {
    let time = first;
    return steps.map(([step, complete], index) => ({
      id: String(index),
      uploadedAt: (time += step),
      complete,
    }));
  });
const someStanding = fc.record({
  policies: fc.array(somePolicy, { minLength: 1, maxLength: 3 }),
  pins: fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 3 })
    .map((ids) => new Set(ids)),
  suspicions: fc.array(
    fc.integer({ min: 0, max: 400 }).map((days) => first + days * dayMs),
    { maxLength: 2 },
  ),
});

test('being kept only ever ends: nothing comes back as snapshots are added', () => {
  fc.assert(
    fc.property(someHistory, someStanding, fc.constantFrom(dayMs, 2000), (history, standing, lengthOfDay) => {
      const scaled = history.map((one) => ({ ...one, uploadedAt: (one.uploadedAt * lengthOfDay) / dayMs }));
      let before = new Set<string>();
      for (let count = 1; count <= scaled.length; count++) {
        const added = scaled[count - 1]!;
        const now = [
          ...chooseKept(scaled.slice(0, count), { ...standing, asOf: added.uploadedAt }, lengthOfDay).keys(),
        ];
        for (const id of now) expect(before.has(id) || id === added.id).toBe(true);
        before = new Set(now);
      }
    }),
  );
});

test('the newest complete one is always kept, and so is the newest before each suspicion', () => {
  fc.assert(
    fc.property(someHistory, someStanding, (history, standing) => {
      const ids = chooseKept(history, { ...standing, asOf: forever }, dayMs);
      const complete = history.filter((one) => one.complete);
      for (const limit of [forever, ...standing.suspicions]) {
        const newest = complete.findLast(({ uploadedAt }) => uploadedAt < limit);
        if (newest) expect(ids.has(newest.id)).toBe(true);
      }
    }),
  );
});

test('more policies never keep less', () => {
  fc.assert(
    fc.property(someHistory, someStanding, somePolicy, (history, standing, more) => {
      const few = chooseKept(history, { ...standing, asOf: forever }, dayMs);
      const many = chooseKept(
        history,
        { ...standing, policies: [...standing.policies, more], asOf: forever },
        dayMs,
      );
      for (const id of few.keys()) expect(many.has(id)).toBe(true);
    }),
  );
});

test('nothing that is uploaded later takes the place of a genuine older one', () => {
  fc.assert(
    fc.property(
      someHistory,
      someStanding,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 59 }),
      (history, standing, places, brokenIn) => {
        const since = history[Math.min(brokenIn, history.length - 1)]!.uploadedAt;
        // Up to the last complete one: what is later would let time go by, too.
        const end = history.findLast((one) => one.complete)?.uploadedAt ?? 0;
        fc.pre(end >= since);
        const fakes = places.map((place, index) => ({
          id: `fake ${index}`,
          uploadedAt: since + Math.floor(place * (end - since)),
          complete: true,
        }));
        const windows = { ...standing, pins: new Set<string>(), suspicions: [], asOf: end };
        const alone = chooseKept(history, windows, dayMs);
        const besieged = chooseKept([...history, ...fakes], windows, dayMs);
        for (const { id, uploadedAt, complete } of history)
          if (complete && uploadedAt <= since && alone.get(id)?.some((reason) => reason !== 'newest'))
            expect(besieged.has(id)).toBe(true);
      },
    ),
  );
});

test('a well-formed fake every day for two years takes nothing of what was there', () => {
  const genuine = Array.from({ length: 700 }, (_, day) => ({
    id: `genuine ${day}`,
    uploadedAt: first + day * dayMs + 12 * hour,
    complete: true,
  }));
  const fakes = Array.from({ length: 350 }, (_, day) => ({
    id: `fake ${day}`,
    uploadedAt: first + (350 + day) * dayMs + hour,
    complete: true,
  }));
  const standing = { ...holding({}), policies: [retentionPresets.standard] };
  const before = chooseKept(genuine, standing, dayMs);
  const after = chooseKept([...genuine, ...fakes], standing, dayMs);
  const old = genuine.slice(0, 350).filter(({ id }) => before.has(id));
  expect(old.length).toBeGreaterThan(0);
  for (const { id } of old) expect(after.get(id)).toEqual(before.get(id));
});
