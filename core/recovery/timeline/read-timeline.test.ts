import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../crypto/sha256.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import type { SnapshotBody } from '../../model/snapshot.ts';
import { objectName } from '../../repository/names.ts';
import { sealSnapshot } from '../../repository/snapshot-object.ts';
import { withMeter } from '../../storage/decorators/meter.ts';
import { asReadOnly } from '../../storage/decorators/read-only.ts';
import { realWorld } from '../../system/world.ts';
import { BackupFixture, noise, type TestSet } from '../../../test/backup/backup-fixture.ts';
import { readTimeline, type TimelineOptions } from './read-timeline.ts';
import { ChunkPlaces } from '../chunk-places.ts';
import type { Timeline } from './timeline.ts';

const dayMs = 86_400_000;

describe.each(['b2', 's3'] as const)('over %s', (kind) => {
  const fixture = new BackupFixture(kind);

  const timelineOf = async (set: TestSet, options: TimelineOptions = {}): Promise<Timeline> => {
    const { store, meter } = withMeter(await fixture.withKey('read'));
    const repository = { ...set.repository, store: asReadOnly(store) };
    const { now } = await store.providerClock();
    const timeline = await readTimeline(
      {
        repository,
        meter,
        now: () => now,
      },
      {
        openPlaces: (snapshots) => ChunkPlaces.open({ repository, snapshots, want: 'everything' }),
        ...options,
      },
    );
    const { calls } = meter.snapshot();
    expect([calls.put, calls.renew, calls.hide, calls.deleteVersion]).toEqual([0, 0, 0, 0]);
    return timeline;
  };

  /** Backups, one a day, of ten files. */
  const daily = async (days: number): Promise<{ set: TestSet; ids: readonly string[] }> => {
    const set = await fixture.newSet();
    for (let day = 0; day < days; day++) {
      for (let file = 0; file < 10; file++)
        writeFileSync(set.path(`page ${file}.txt`), `day ${day}, file ${file}\n`.repeat(50 + file));
      await set.backUp();
      await fixture.moveClock(dayMs);
    }
    return { set, ids: (await set.snapshots()).map(({ id }) => id) };
  };

  const hideAll = async (set: TestSet): Promise<void> => {
    for await (const page of fixture.powerful.listVersions(set.repository.prefix))
      for (const { name, kind: what } of page) if (what === 'object') await fixture.powerful.hide(name);
  };

  const publish = async (
    set: TestSet,
    change: (body: SnapshotBody, now: number) => SnapshotBody,
    parts?: readonly NeededObject[],
  ): Promise<string> => {
    const newest = (await set.snapshots()).at(-1)!;
    const { now } = await fixture.powerful.providerClock();
    const body = change({ ...newest.body, startedAt: now, finishedAt: now, previous: newest.id }, now);
    const bytes = sealSnapshot(
      set.repository.keys,
      set.repository.repositoryId,
      { parts: parts ?? newest.parts, body },
      realWorld.random,
    );
    const id = sha256Hex(bytes);
    const name = objectName(set.repository.prefix, 'snapshots', id);
    const lockUntil = Math.ceil((now + 30 * dayMs) / 1000) * 1000;
    await fixture.powerful.put({ name, body: bytes, sha256: id, lockUntil });
    return id;
  };

  test('before and after everything is hidden, stored over and flooded', async () => {
    const { set, ids } = await daily(3);
    const quiet = await timelineOf(set);
    expect(quiet.attackBegan).toBeNull();
    expect(quiet.evidence).toEqual([]);
    expect(quiet.proposal).toMatchObject({ snapshot: ids[2], runnerUp: ids[1] });
    expect(quiet.proposal?.reasons.at(-1)?.words).toContain('look like what their names say');
    for (const { presence, marks } of quiet.snapshots) {
      expect(presence).toMatchObject({ missing: 0 });
      expect(presence?.lockedUntil).toBeGreaterThan(quiet.now);
      expect(marks).toEqual([]);
    }
    expect(quiet.unread).toEqual({ names: 0, since: null });
    expect(quiet.requests.firstAnswer).toBeLessThan(30);
    expect(quiet.activity.reduce((sum, { ours }) => sum + ours, 0)).toBeGreaterThan(5);

    // Then everything is hidden, stored over and flooded.
    await fixture.moveClock(3_600_000);
    const { now: attackedAt } = await fixture.powerful.providerClock();
    await hideAll(set);
    const names = (await set.snapshots()).map(({ version }) => set.repository.prefix + version.name);
    for (const name of names)
      await fixture.powerful.put({
        name,
        body: noise(900, 3),
        sha256: sha256Hex(noise(900, 3)),
        lockUntil: undefined,
      });
    await Promise.all(
      Array.from({ length: 150 }, (_, at) => {
        const body = noise(600, at);
        const name = objectName(set.repository.prefix, 'snapshots', sha256Hex(body));
        return fixture.powerful.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
      }),
    );
    const timeline = await timelineOf(set);
    expect(Math.abs(timeline.attackBegan!.at - attackedAt)).toBeLessThan(3_600_000);
    expect(timeline.attackBegan!.words).toContain('hidden');
    expect(timeline.proposal).toMatchObject({ snapshot: ids[2], runnerUp: ids[1] });
    expect(timeline.evidence.map((one) => one.kind)).toEqual(
      expect.arrayContaining(['hidden', 'overwritten', 'flood']),
    );
    // 3 of ours, their locks, 64 looks beyond, the packs and lists of two, the listing.
    expect(timeline.requests.firstAnswer).toBeLessThan(130);
    expect(timeline.unread.names).toBeGreaterThan(50);
    expect(timeline.activity.reduce((sum, { markers }) => sum + markers, 0)).toBeGreaterThan(5);
    const more = await timelineOf(set, { extraLooks: 1_000, upTo: 'first' });
    expect(more.unread.names).toBe(0);
    expect(more.foreign.names).toBe(150);
  });

  test('a fake from before the first sign of an attack that holds nothing is stepped back from', async () => {
    const { set, ids } = await daily(3);
    const nowhere = (body: SnapshotBody): SnapshotBody => ({
      ...body,
      roots: body.roots.map((root) => ({ ...root, node: 'ab'.repeat(32) })),
    });
    const part = { name: objectName('', 'lists', 'cd'.repeat(32)), versionId: 'x', size: 4e9 };
    const fakes = [
      await publish(set, nowhere, []),
      await publish(set, nowhere),
      await publish(set, (body) => body, [part]),
    ];
    await fixture.moveClock(600_000);
    await hideAll(set);
    const timeline = await timelineOf(set);
    expect(timeline.proposal).toMatchObject({ snapshot: ids[2], runnerUp: ids[1] });
    const marks = fakes.map((id) =>
      timeline.snapshots
        .find((snapshot) => snapshot.id === id)!
        .marks.filter(({ matters }) => matters)
        .map(({ kind: what }) => what),
    );
    expect(marks).toMatchObject([['after-attack', 'unlike-content'], expect.anything(), expect.anything()]);
    expect(marks[2]).toContain('names-too-much');
  });

  test('other bytes of the same length above a snapshot are no copy of it', async () => {
    const { set, ids } = await daily(2);
    const [first] = await set.snapshots();
    const { name, size } = first!.version;
    const over = async (body: Uint8Array): Promise<void> => {
      const whole = set.repository.prefix + name;
      await fixture.powerful.put({ name: whole, body, sha256: sha256Hex(body), lockUntil: undefined });
    };
    const { versionId } = first!.version;
    await over(await fixture.powerful.get({ name: set.repository.prefix + name, versionId }));
    expect((await timelineOf(set)).attackBegan).toBeNull();
    await over(noise(size, 3));
    const { attackBegan, proposal } = await timelineOf(set);
    expect(attackBegan!.words).toContain('other bytes were stored over a locked snapshot');
    expect(proposal).toMatchObject({ snapshot: ids[1] });
  });

  test('well-formed fakes are shown as what they are and never chosen', async () => {
    const { set, ids } = await daily(2);
    const future = await publish(set, (body, now) => ({ ...body, finishedAt: now + 40 * dayMs }));
    const past = await publish(set, (body, now) => ({
      ...body,
      startedAt: now - 20 * dayMs,
      finishedAt: now - 20 * dayMs,
    }));
    const fresh = await publish(set, (body) => body);
    const timeline = await timelineOf(set);
    const marksOf = (id: string): readonly string[] =>
      timeline.snapshots.find((snapshot) => snapshot.id === id)!.marks.map((mark) => mark.kind);
    expect(marksOf(future)).toEqual(expect.arrayContaining(['future-dated', 'after-attack']));
    expect(marksOf(past)).toEqual(expect.arrayContaining(['back-dated', 'after-attack']));
    expect(marksOf(fresh)).toContain('after-attack');
    expect(timeline.proposal?.snapshot).toBe(ids[1]);
    expect(timeline.attackBegan?.words).toContain('not by Holdfast');
  });

  test('contents that were encrypted before the last backups: the sample steps back to the last good one', async () => {
    const { set, ids } = await daily(2);
    for (let day = 0; day < 2; day++) {
      for (let file = 0; file < 10; file++)
        writeFileSync(set.path(`page ${file}.txt`), noise(4_000, 100 * day + file));
      await set.backUp();
      await fixture.moveClock(dayMs);
    }
    const timeline = await timelineOf(set);
    expect(timeline.proposal?.snapshot).toBe(ids[1]);
    expect(timeline.evidence.map((one) => one.kind)).toContain('unlike-content');
  });

  test('a snapshot that lacks a pack is not proposed', async () => {
    const { set, ids } = await daily(2);
    writeFileSync(set.path('new.bin'), noise(200_000, 9));
    await set.backUp();
    const newest = (await set.snapshots()).at(-1)!;
    expect(newest.id).not.toBe(ids[1]);
    await fixture.moveClock(400 * dayMs);
    const { proposal } = await timelineOf(set);
    expect(proposal?.snapshot).toBe(newest.id);
    const before = new Set<string>();
    const packs: string[] = [];
    for await (const page of fixture.powerful.listVersions(`${set.repository.prefix}packs/`))
      for (const version of page)
        if (version.uploadedAt >= newest.body.startedAt - 60_000) packs.push(version.name);
    for (const name of packs) before.add(name.slice(set.repository.prefix.length));
    await fixture.destroy(set, before);
    const without = await timelineOf(set);
    expect(without.proposal?.snapshot).toBe(ids[1]);
    expect(without.snapshots.at(-1)!.marks.map((mark) => mark.kind)).toContain('incomplete');
    expect(without.snapshots.at(-1)!.presence?.missing).toBe(packs.length);
    rmSync(set.path('new.bin'));
  });
});
