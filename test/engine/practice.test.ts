import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineScene } from './engine-scene.ts';

let scene: EngineScene;
const set = 'main';

beforeAll(async () => {
  scene = await EngineScene.make();
  await scene.setUpMain();
  await scene.write('letter.txt', 'Dear reader');
  await scene.write('photo.jpg', randomBytes(100_000));
  scene.start();
  await scene.call('set.change', { set, change: { sources: [scene.documents] } });
  await scene.unlock();
  await run('backup');
});
afterAll(() => scene.end());

async function run(kind: 'backup' | 'renew' | 'audit' | 'prove' | 'drill' | 'retire') {
  const { id } = await scene.call('job.start', { set, kind });
  return await scene.ended(id);
}

test('each kind of upkeep runs as a job, says what came of it, and is in the list of runs', async () => {
  expect(await run('renew')).toMatchObject({ state: 'done', figures: { renewed: 0, missing: 0 } });
  expect(await run('audit')).toMatchObject({ state: 'done', figures: { alarms: 0, warnings: 0 } });
  expect(await run('prove')).toMatchObject({ state: 'done', figures: { letThrough: 0, ok: 1 } });
  expect(await run('drill')).toMatchObject({
    state: 'done',
    figures: { files: 2, compared: 2, problems: 0, writes: 0 },
  });
  expect(await run('retire')).toMatchObject({ figures: { names: 0, refused: 0 } });
  const { runs } = await scene.call('activity.runs', { set, offset: 0, limit: 10 });
  expect(runs.map(({ kind }) => kind)).toEqual(['retire', 'drill', 'prove', 'audit', 'renew', 'backup']);
  expect((await scene.call('set.overview', { set })).proof).toMatchObject({ ok: true });
});

test("the vault's clock goes on and with it the state of the locks, until they are lengthened", async () => {
  const before = await scene.call('practice.view', { set });
  expect(before).toMatchObject({ running: true, aheadDays: 0, lastAttack: null });
  expect(before.bytes).toBeGreaterThan(100_000);
  const after = await scene.call('practice.move-clock', { set, days: 20 });
  expect(after.aheadDays).toBe(20);
  const seen = await scene.call('set.look', { set });
  expect([seen.summary.state, seen.needs.map(({ kind }) => kind).includes('renew')]).toEqual([
    'thinning',
    true,
  ]);
  expect(await run('renew')).toMatchObject({ state: 'done', figures: { missing: 0 } });
  expect((await scene.call('set.overview', { set })).summary.state).toBe('protected');
});

test('an intruder with the stored key destroys nothing; what he hides is found by the next audit', async () => {
  const attack = async (kind: string) => {
    const { id } = await scene.call('practice.attack', { set, kind });
    return await scene.ended(id);
  };
  expect(await attack('delete')).toMatchObject({
    state: 'done',
    figures: { tried: expect.toSatisfy((tried) => tried >= 20) as unknown, succeeded: 0 },
  });
  expect(await attack('hide')).toMatchObject({ state: 'done' });
  expect((await scene.call('practice.view', { set })).lastAttack).toMatchObject({ kind: 'hide' });
  expect(await scene.refused('practice.attack', { set, kind: 'polite' })).toMatchObject({
    code: 'request-invalid',
  });
  const audit = await run('audit');
  expect([audit.state, audit.figures['alarms'] ?? 0]).toEqual(['warnings', expect.any(Number)]);
  expect((await scene.call('set.look', { set })).summary.state).toBe('at-risk');
  expect(await run('drill')).toMatchObject({ state: 'done', figures: { problems: 0 } });
});

test('after a restart all is known from memory: state, last run and proof, with keys sealed and nobody asked', async () => {
  await scene.engine?.stop();
  scene.start();
  const overview = await scene.call('set.overview', { set });
  expect(overview).toMatchObject({
    summary: { state: 'at-risk', locked: true },
    lastRun: { kind: 'drill' },
    proof: { ok: true },
    snapshots: 1,
  });
  expect(overview.needs.slice(0, 2).map(({ kind }) => kind)).toEqual(['renew', 'unlock']);
});
