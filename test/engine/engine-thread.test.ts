import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineScene } from './engine-scene.ts';

describe('an engine over one set', () => {
  let scene: EngineScene;

  beforeAll(async () => {
    scene = await EngineScene.make();
    await scene.setUpMain();
    await scene.write('letter.txt', 'Dear reader');
    await scene.write('photo.jpg', randomBytes(200_000));
    scene.start();
  });
  afterAll(() => scene.end());

  test('knows the set that the command line made, without asking anybody, and that its keys are sealed', async () => {
    const state = await scene.call('app.state', {});
    expect(state).toMatchObject({ version: '0.0.1', shell: 'loopback', jobs: [], settingsLost: null });
    expect(state.sets).toMatchObject([{ id: 'main', state: 'unknown', locked: true, practice: true }]);
    expect(await scene.refused('set.look', { set: 'main' })).toMatchObject({ code: 'set-locked' });
  });

  test('sources that cannot be are refused, with the path and why', async () => {
    const refusals = [join(scene.folder, 'nowhere'), 'relative/path', scene.appFolder, 'nul\0byte'];
    for (const source of refusals)
      expect(await scene.refused('set.change', { set: 'main', change: { sources: [source] } })).toMatchObject(
        {
          code: 'path-impossible',
        },
      );
    const changed = await scene.call('set.change', {
      set: 'main',
      change: { name: 'Papers', sources: [scene.documents, `${scene.documents}/`] },
    });
    expect(changed).toMatchObject({ name: 'Papers', sources: [scene.documents] });
  });

  test('unlocked once, it backs up, tells progress and its end, and the overview says what came of it', async () => {
    await scene.unlock();
    const { id } = await scene.call('job.start', { set: 'main', kind: 'backup' });
    const end = await scene.ended(id);
    expect([end.state, end.error, end.figures]).toMatchObject([
      'done',
      null,
      { files: 2, bytes: 200_011, skipped: 0 },
    ]);
    const overview = await scene.call('set.overview', { set: 'main' });
    expect(overview).toMatchObject({
      snapshots: 1,
      files: 2,
      bytes: 200_011,
      // Set up without the proof, so nothing is called protected.
      summary: { name: 'Papers', state: 'unproven', protectedUntil: null, locked: false, trouble: null },
      lastRun: { id, kind: 'backup', result: 'done' },
    });
    expect(overview.calendar.reduce((sum, week) => sum + week.neededBytes, 0)).toBeGreaterThan(200_000);
    expect(overview.needs.map(({ kind }) => kind)).toContain('kit-confirm');
    expect(overview.promise - overview.now).toBe(30 * 86_400_000);
    expect(JSON.stringify(scene.messages)).not.toContain('low tide');
  });

  test('a folder that is away is a warning, can be left out from then on, and be taken along as a file', async () => {
    const disk = join(scene.folder, 'disk');
    await mkdir(disk);
    await scene.call('set.change', { set: 'main', change: { sources: [scene.documents, disk] } });
    await rm(disk, { recursive: true });
    const { id } = await scene.call('job.start', { set: 'main', kind: 'backup' });
    expect(await scene.ended(id)).toMatchObject({ state: 'warnings', figures: { files: 2, skipped: 1 } });
    expect(await scene.call('activity.runs', { set: 'main', offset: 0, limit: 1 })).toMatchObject({
      total: 2,
      runs: [{ id, result: 'warnings' }],
    });
    const skipped = { path: disk, reason: 'it was not there', said: { code: 'reason-not-there' } };
    const asked = { set: 'main', run: id };
    expect(await scene.call('activity.skipped', asked)).toEqual({
      skipped: [{ ...skipped, excluded: false }],
      count: 1,
    });
    expect((await scene.call('set.overview', { set: 'main' })).needs.map(({ kind }) => kind)).toContain(
      'skipped',
    );
    await scene.call('activity.exclude', { set: 'main', path: disk });
    expect(await scene.call('activity.skipped', asked)).toMatchObject({ skipped: [{ excluded: true }] });
    const { file } = await scene.call('activity.export-skipped', { ...asked, folder: scene.folder });
    expect(await readFile(file, 'utf8')).toContain(disk);
    const odd = join(scene.documents, 'what [is] *this*? ');
    await scene.call('activity.exclude', { set: 'main', path: odd });
    const { settings } = await scene.call('set.settings', { set: 'main' });
    expect(settings).toMatchObject({ sources: [scene.documents] });
    await scene.write('what [is] *this*? ', 'left out');
    await scene.write('what [is] that', 'taken');
    const again = await scene.call('job.start', { set: 'main', kind: 'backup' });
    expect(await scene.ended(again.id)).toMatchObject({ state: 'done', figures: { files: 3, newFiles: 1 } });
  });

  test('one exclusive job at a time; cancelled, it is over and leaves no trouble', async () => {
    await scene.call('set.change', {
      set: 'main',
      change: {
        limits: { uploadBytesPerSecond: 10_000, hours: null, onBattery: true, onMetered: true },
      },
    });
    await scene.write('video.mp4', randomBytes(60_000_000));
    const { id } = await scene.call('job.start', { set: 'main', kind: 'backup' });
    expect(await scene.refused('job.start', { set: 'main', kind: 'renew' })).toMatchObject({
      code: 'set-busy',
    });
    await scene.job(id, ({ progress }) => (progress?.doneBytes ?? 0) > 0 || progress?.phase === 'storing');
    await scene.call('job.cancel', { job: id });
    expect(await scene.ended(id)).toMatchObject({ state: 'cancelled', error: null });
    expect((await scene.call('set.overview', { set: 'main' })).summary.trouble).toBeNull();
  });

  test('a call that there is not, an input of another form, and a secret call by the ordinary door are refused', async () => {
    const engine = scene.engine;
    const codes = await Promise.all(
      [
        engine?.call('app.nothing', {}, 'ipc'),
        engine?.call('toString', {}, 'ipc'),
        engine?.call('job.start', { set: '../x', kind: 'backup' }, 'ipc'),
        engine?.call('app.state', { extra: 1 }, 'ipc'),
        engine?.call('secret.give', { request: 'x'.repeat(22), values: {} }, 'ipc'),
        engine?.secretCall('app.state', {}),
        engine?.call('app.state', () => 1, 'ipc'),
        engine?.call('set.forget', { set: 'main' }, 'loopback'),
      ].map(async (reply) => {
        const answer = await reply;
        return answer?.ok === false ? answer.error.code : 'let through';
      }),
    );
    expect(codes).toEqual([...Array.from({ length: 7 }, () => 'request-invalid'), 'confirm-needed']);
  });
});
