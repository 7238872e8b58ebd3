import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { passphrase, SetUpScene } from './set-up-scene.ts';

const set = 'main';
let scene: SetUpScene;
let words: readonly string[];

beforeAll(async () => {
  scene = await SetUpScene.make();
  words = await scene.fill(scene.b2(), scene.powerful);
  await scene.commit();
  await scene.ended(({ kind }) => kind === 'backup');
});
afterAll(() => scene.end());

const isLocked = async (): Promise<boolean | undefined> =>
  (await scene.call('app.state', {})).sets.find(({ id }) => id === set)?.locked;

const needs = async (): Promise<readonly string[]> =>
  (await scene.call('set.overview', { set })).needs.map(({ kind }) => kind);

/** The words are random: any may have been drawn. */
const otherThan = (word: string | undefined): string => (word === 'zebra' ? 'zone' : 'zebra');

/** As if the set-up had ended before the words were typed back. */
async function forgetThatItWasConfirmed(): Promise<void> {
  const { upkeep } = homeAt(scene.appFolder);
  const state = JSON.parse(await readFile(upkeep, 'utf8')) as { kit: object };
  await writeFile(upkeep, JSON.stringify({ ...state, kit: { ...state.kit, confirmedAt: null } }));
}

test('a sealed set is locked after a restart, and unlocked by its passphrase only', async () => {
  await scene.restart();
  expect(await isLocked()).toBe(true);
  expect((await scene.refused('protection.view', { set })).code).toBe('set-locked');
  const request = await scene.ask('unlock', set);
  expect(await scene.secret('secret.form', request)).toMatchObject({
    value: { purpose: 'unlock', step: 'passphrase', about: 'Laptop · harbour-bucket', storage: 'b2' },
  });
  expect(await scene.give(request, { passphrase: 'another one altogether' })).toMatchObject({
    step: 'passphrase',
    error: { code: 'passphrase-wrong' },
  });
  const outcome = scene.call('secret.outcome', { request });
  expect(await scene.give(request, { passphrase })).toMatchObject({ step: 'done' });
  expect(await outcome).toEqual({ outcome: 'given' });
  expect(await isLocked()).toBe(false);
});

test('a window that is closed tells so', async () => {
  const request = await scene.ask('unlock', set);
  await scene.secret('secret.close', request);
  expect(await scene.call('secret.outcome', { request })).toEqual({ outcome: 'closed' });
});

test('on loopback what is dangerous needs the passphrase, for ten minutes', async () => {
  const change = { set, protectDays: 31, again: null };
  expect(await scene.fromLoopback('protection.change', change)).toMatchObject({
    ok: false,
    error: { code: 'confirm-needed' },
  });
  const request = await scene.ask('confirm', set);
  await scene.give(request, { passphrase });
  expect(await scene.fromLoopback('protection.change', change)).toMatchObject({ ok: true });
});

describe('the kit', () => {
  test('is shown again to whoever knows the passphrase, the same as before', async () => {
    const request = await scene.ask('kit-show', set);
    expect(await scene.give(request, { passphrase: 'somebody else at the desk' })).toMatchObject({
      error: { code: 'passphrase-wrong' },
      kit: null,
    });
    const shown = await scene.give(request, { passphrase });
    expect(shown).toMatchObject({ step: 'words-out', kit: { words } });
    expect(shown.kit?.html).toContain('<svg');
    expect(await scene.give(request, {})).toMatchObject({ step: 'words-back', kit: null });
  });

  test.each(['while its repository is open', 'while it is locked and the provider is away'])(
    'is confirmed by three of its words %s, and is not asked for any more',
    async (when) => {
      await forgetThatItWasConfirmed();
      const away = when.includes('away');
      if (away) {
        await scene.restart();
        await scene.faults({ match: {}, times: 500, action: { kind: 'status', status: 503 } });
      } else await scene.call('protection.view', { set });
      expect(await needs()).toContain('kit-confirm');
      const request = await scene.ask('kit-show', set);
      await scene.give(request, { passphrase });
      const { positions } = await scene.give(request, {});
      const back = (positions ?? []).map((position) => words[position - 1] ?? '');
      expect(await scene.give(request, { back: back.with(1, otherThan(back[1])) })).toMatchObject({
        step: 'words-back',
        positions,
        error: { code: 'words-wrong' },
      });
      expect(await needs()).toContain('kit-confirm');
      expect(await scene.give(request, { back })).toMatchObject({ step: 'done', kit: null });
      expect(await needs()).not.toContain('kit-confirm');
      expect(await isLocked()).toBe(away);
      await scene.faults();
    },
  );

  test('opens the backups, or is refused for another set', async () => {
    await scene.give(await scene.ask('unlock', set), { passphrase });
    const request = await scene.ask('kit-open', set);
    expect(await scene.give(request, { words: words.with(3, otherThan(words[3])).join(' ') })).toMatchObject({
      step: 'words-in',
      error: { code: 'words-wrong' },
    });
    expect(await scene.give(request, { words: words.join('\n') })).toMatchObject({ step: 'done' });
    expect(await needs()).not.toContain('kit-open');
  });
});

describe('a key in place of the stored one', () => {
  const made = async (role: 'backup' | 'read'): Promise<{ keyId: string; key: string }> => {
    const store = { kind: 'b2', endpoint: scene.vault.b2, bucket: 'harbour-bucket' } as const;
    const provisioner = createProvisioner(store, scene.powerful);
    try {
      return await provisioner.createKey(role, 'laptop/', `another-${role}`);
    } finally {
      await provisioner.close();
    }
  };

  test('is judged first: what may do too much or too little changes nothing', async () => {
    const request = await scene.ask('replace-key', set);
    expect(await scene.give(request, scene.powerful)).toMatchObject({ error: { code: 'key-too-powerful' } });
    expect(await scene.give(request, await made('read'))).toMatchObject({
      error: { code: 'key-insufficient' },
    });
    expect(await scene.give(request, { keyId: '', key: 'x' })).toMatchObject({
      error: { code: 'secret-missing' },
    });
    expect(await scene.give(request, await made('backup'))).toMatchObject({ step: 'done' });
    const { id } = await scene.call('job.start', { set, kind: 'backup' });
    expect(await scene.ended((job) => job.id === id)).toMatchObject({ state: 'done' });
  });

  test('a key for one proof is used by that proof and by no other', async () => {
    await scene.give(await scene.ask('proof-key', set), scene.powerful);
    const first = await scene.call('job.start', { set, kind: 'prove' });
    expect((await scene.ended((job) => job.id === first.id)).figures).toMatchObject({ lockHalf: 1, ok: 1 });
    const second = await scene.call('job.start', { set, kind: 'prove' });
    expect((await scene.ended((job) => job.id === second.id)).figures).toMatchObject({ lockHalf: 0 });
  });
});

test('a mail password is for the server that its window names, whatever the settings name as it is typed', async () => {
  const mail = {
    host: 'mail.example.org',
    port: 465,
    secure: true,
    user: 'anna',
    from: 'anna@example.org',
    to: 'anna@example.org',
  };
  const password = 'mail-password-of-anna';
  await scene.call('app.change', { mail });
  const request = await scene.ask('mail-password');
  expect(await scene.secret('secret.form', request)).toMatchObject({
    value: { step: 'password', about: 'anna · mail.example.org' },
  });
  for (const other of [{ ...mail, host: 'mail.example.net' }, { ...mail, port: 25 }, null]) {
    await scene.call('app.change', { mail: other });
    expect(await scene.give(request, { password })).toMatchObject({
      step: 'password',
      error: { code: 'request-invalid', words: expect.stringContaining('mail account') },
    });
  }
  await scene.call('app.change', { mail });
  expect(await scene.give(request, { password })).toMatchObject({ step: 'done' });
  await scene.call('app.change', { mail: null });
});

test('on another computer the kit and a read key open a recovery', async () => {
  const other = await SetUpScene.make();
  try {
    const request = await other.ask('recovery');
    expect(await other.give(request, { words: words.join(' ') })).toMatchObject({
      error: { code: 'kit-unreadable' },
    });
    const overview = await scene.call('set.settings', { set });
    const store = {
      kind: 'b2',
      endpoint: scene.vault.b2,
      region: '',
      bucket: 'harbour-bucket',
      prefix: 'laptop',
      repositoryId: overview.facts.repositoryId,
    } as const;
    expect(await other.give(request, { words: words.join(' '), store })).toMatchObject({ step: 'key' });
    expect(await other.give(request, { ...scene.powerful, key: 'mistyped' })).toMatchObject({
      step: 'key',
      error: { code: 'key-invalid' },
    });
    expect(await other.give(request, scene.powerful)).toMatchObject({ step: 'done' });
    expect(await other.call('recover.view', {})).toMatchObject({ open: true, writes: 0 });
  } finally {
    await other.end();
  }
});

test('no ordinary window was told any of it', () => {
  const told = JSON.stringify(scene.said);
  for (const secret of [passphrase, scene.powerful.key, words.join(' '), words.slice(0, 3).join('","')])
    expect(told).not.toContain(secret);
});
