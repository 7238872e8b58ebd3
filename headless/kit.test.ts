import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAt } from '../core/app/home.ts';
import { changeUpkeep, readUpkeep } from '../core/app/upkeep-state.ts';
import { readKit } from '../core/recovery/read-kit.ts';
import type { RecoveryKit } from '../core/recovery/recovery-kit.ts';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

type Environment = Readonly<Record<string, string>>;

let folder: string;
let vault: PracticeVault;
let page: RecoveryKit;
let drawn: RecoveryKit;
let setUpSaid: RanHere;
const at = (name: string): string => join(folder, name);
const home = (): ReturnType<typeof homeAt> => homeAt(at('home'));

const run = (args: readonly string[], environment: Environment = {}): Promise<RanHere> =>
  runHere([...args, '--json'], {
    HOLDFAST_HOME: home().folder,
    HOLDFAST_PASSPHRASE: 'tide and time',
    ...environment,
  });
const place = (): readonly string[] => ['--b2', vault.b2, '--bucket', 'kit-bucket', '--prefix', 'pc'];
const setUpKey = (): Environment => ({
  HOLDFAST_SETUP_KEY_ID: vault.keyId,
  HOLDFAST_SETUP_KEY: vault.key,
});
const bucketKey = (): Environment => ({ HOLDFAST_KEY_ID: vault.keyId, HOLDFAST_KEY: vault.key });
const elsewhere = (): Environment => ({ HOLDFAST_HOME: at('no-home'), ...bucketKey() });

const usualFolder = process.env['TMPDIR'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-kit-'));
  await mkdir(at('temporary'));
  process.env['TMPDIR'] = at('temporary');
  vault = await startPracticeVault({ dir: at('vault') });
  await mkdir(at('files/letters'), { recursive: true });
  await writeFile(at('files/letters/dear ada.txt'), 'Dear Ada,');
  await writeFile(at('files/empty'), '');
  const kits = ['--kit', at('kit.txt'), '--kit', at('kit.html')];
  setUpSaid = await run(['setup', ...place(), '--protect', '30d', ...kits], setUpKey());
  page = readKit(await readFile(at('kit.txt'), 'utf8'));
  drawn = readKit(await readFile(at('kit.html'), 'utf8'));
});
afterAll(async () => {
  if (usualFolder === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usualFolder;
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

test('set-up writes the kit as text and as a page, which say the same and hold no storage key', async () => {
  expect(setUpSaid).toMatchObject({
    code: 0,
    json: { kit: at('kit.txt'), kits: [at('kit.txt'), at('kit.html')] },
  });
  expect(drawn).toEqual(page);
  expect(page).toMatchObject({ fingerprint: setUpSaid.json['fingerprint'], prefix: 'pc/' });
  for (const name of ['kit.txt', 'kit.html']) {
    const text = await readFile(at(name), 'utf8');
    for (const secret of [vault.key, vault.keyId, String(setUpSaid.json['keyId']), 'tide and time'])
      expect(text).not.toContain(secret);
  }
});

test('before the first backup, opening it says that there is none yet', async () => {
  const opened = await run(['kit', 'open', at('kit.txt')], elsewhere());
  expect(opened).toMatchObject({ code: 3, json: { opened: false, snapshot: null, writes: 0 } });
});

test('a backup says what to do next until the kit has opened one', async () => {
  const nextStep = expect.stringContaining('holdfast kit open') as unknown;
  expect(await run(['backup', at('files')])).toMatchObject({ code: 0, json: { nextStep } });
  const opened = await run(['kit', 'open', at('kit.html')]);
  expect(opened).toMatchObject({
    code: 0,
    json: {
      opened: true,
      writes: 0,
      roots: [at('files')],
      files: 2,
      file: { path: at('files/letters/dear ada.txt'), bytes: 9 },
      fingerprint: page.fingerprint,
    },
  });
  expect((await readUpkeep(home())).kit.openedAt).toBeGreaterThan(0);
  expect(await run(['backup', at('files')])).toMatchObject({ code: 0, json: { nextStep: null } });
});

test('the kit opens from nothing but itself and a key, writes nothing, and leaves nothing behind', async () => {
  const state = async (): Promise<unknown> => {
    const answer = await fetch(`${vault.b2}/.practice/state`, { headers: { 'x-practice-admin': '1' } });
    const { versions, bytes } = (await answer.json()) as Record<string, number>;
    return { versions, bytes, temporary: await readdir(at('temporary')) };
  };
  const before = await state();
  const opened = await run(['kit', 'open', at('kit.txt')], elsewhere());
  expect(opened).toMatchObject({ code: 0, json: { opened: true, writes: 0 } });
  expect(await state()).toEqual(before);
  await expect(readdir(at('no-home'))).rejects.toMatchObject({ code: 'ENOENT' });
});

describe('a kit that does not open says why:', () => {
  const changed = async (change: (text: string) => string): Promise<RanHere> => {
    const text = await readFile(at('kit.txt'), 'utf8');
    const name = at(`changed-${Math.random()}.txt`);
    await writeFile(name, change(text));
    return await run(['kit', 'open', name], elsewhere());
  };
  const error = (ran: RanHere): unknown => ran.json['error'];
  const saying = (code: string, words: RegExp): unknown => ({
    code,
    message: expect.stringMatching(words) as unknown,
  });

  test('it is not there, or is none', async () => {
    expect(error(await run(['kit', 'open', at('nothing')], elsewhere()))).toEqual(
      saying('path-impossible', /does not exist/),
    );
    expect(error(await changed(() => 'Dear Ada,'))).toEqual(saying('kit-unreadable', /no recovery kit/));
  });

  test('a wrong word is found, and not said where nobody sits', async () => {
    const ran = await changed((text) =>
      text.replace(/ 7 [a-z]+/, (word) => (word.endsWith(' zoo') ? ' 7 zone' : ' 7 zoo')),
    );
    // All that is said, to the letter: the word itself may be one that these sentences use anyway.
    const message =
      'The recovery words are not right: word 7 is wrong and all others fit; compare with the kit.';
    expect(ran).toMatchObject({
      out: `${JSON.stringify({ error: { code: 'words-wrong', message } })}\n`,
      err: `${message}\n`,
    });
  });

  test('swapped words are found', async () => {
    // The words are random: two that are the same are not swapped.
    const [one, two] = page.words[0] === page.words[1] ? [2, 3] : [1, 2];
    const swap = (text: string): string =>
      text.replace(
        new RegExp(` ${one} ([a-z]+)( +)${two} ([a-z]+)`),
        (_, first, space, second) => ` ${one} ${second}${space}${two} ${first}`,
      );
    const words = new RegExp(`words ${one} and ${two} seem to be swapped`);
    expect(error(await changed(swap))).toEqual(saying('words-wrong', words));
  });

  test('the fingerprint is of other words', async () => {
    const ran = await changed((text) => text.replace(page.fingerprint, '0123-4567-89ab-cdef'));
    expect(error(ran)).toEqual(saying('words-wrong', /of another kit than the fingerprint/));
  });

  test('it is for another repository of the same bucket, and for an empty prefix', async () => {
    const other = await changed((text) => text.replaceAll(page.repositoryId, '0'.repeat(32)));
    expect(error(other)).toEqual(saying('kit-of-another', /none of them opens/));
    const empty = await changed((text) => text.replace(/^Prefix:.*/m, 'Prefix: nothing-here/'));
    expect(error(empty)).toEqual(saying('repository-missing', /nothing-here/));
  });

  test('it is not for the repository of this home, and no key is given', async () => {
    const name = at('foreign.txt');
    await writeFile(
      name,
      (await readFile(at('kit.txt'), 'utf8')).replaceAll(page.repositoryId, '0'.repeat(32)),
    );
    expect(error(await run(['kit', 'open', name]))).toEqual(saying('usage', /another repository/));
    expect(error(await run(['kit', 'open', at('kit.txt')], { HOLDFAST_HOME: at('no-home') }))).toEqual(
      saying('secret-missing', /HOLDFAST_KEY/),
    );
  });
});

describe('confirming it', () => {
  const reminder = async (): Promise<unknown> =>
    ((await run(['status'])).json['kit'] as { reminder: unknown }).reminder;

  test('status asks for it until it was done, and again after a year', async () => {
    expect(await reminder()).toMatch(/Nobody has said yet/);
    const done = await run(['kit', 'confirm'], { HOLDFAST_WORDS: page.words.join(', ').toUpperCase() });
    expect(done).toMatchObject({ code: 0, json: { confirmed: true } });
    expect(await reminder()).toBeNull();
    const longAgo = Date.now() - 366 * 86_400_000;
    await changeUpkeep(home(), (state) => ({ ...state, kit: { ...state.kit, confirmedAt: longAgo } }));
    expect(await reminder()).toMatch(/Do you still have the sheet/);
  });

  test('other words, too few words and none confirm nothing', async () => {
    const before = (await readUpkeep(home())).kit;
    const other = Array.from({ length: 23 }, () => 'abandon').join(' ') + ' art';
    const refused: readonly (readonly [Environment, RegExp])[] = [
      [{ HOLDFAST_WORDS: other }, /of another kit/],
      [{ HOLDFAST_WORDS: page.words.slice(1).join(' ') }, /23 words/],
      [{}, /HOLDFAST_WORDS/],
    ];
    for (const [environment, words] of refused) {
      const ran = await run(['kit', 'confirm'], environment);
      expect(ran).toMatchObject({
        code: 1,
        json: { error: { message: expect.stringMatching(words) as unknown } },
      });
    }
    expect((await readUpkeep(home())).kit).toEqual(before);
  });
});

test('writing it again needs the right passphrase, and makes the same kit', async () => {
  const wrong = await run(['kit', at('again.txt')], { HOLDFAST_PASSPHRASE: 'time and tide' });
  expect(wrong.json['error']).toMatchObject({ code: 'passphrase-wrong' });
  expect(await readdir(folder)).not.toContain('again.txt');
  expect(await run(['kit', at('again.html')])).toMatchObject({ code: 0 });
  expect(readKit(await readFile(at('again.html'), 'utf8'))).toEqual(page);
});

test('setup --existing finds a wrong word by the fingerprint, and joins with the line of the kit', async () => {
  const join_ = (words: readonly string[], more: readonly string[]): Promise<RanHere> =>
    run(['setup', ...place(), '--existing', ...more], { ...elsewhere(), HOLDFAST_WORDS: words.join(' ') });
  const wrong = page.words.with(4, page.words[4] === 'zoo' ? 'zone' : 'zoo');
  const fingerprint = ['--fingerprint', page.fingerprint];
  expect((await join_(wrong, fingerprint)).json['error']).toMatchObject({
    code: 'words-wrong',
    message: expect.stringContaining('word 5 is wrong') as unknown,
  });
  expect((await join_(wrong, [])).json['error']).toMatchObject({
    message: expect.stringContaining('--fingerprint') as unknown,
  });
  const text = await readFile(at('kit.txt'), 'utf8');
  const line = /^ +holdfast (setup --existing .*)$/m.exec(text)?.[1]?.split(' ') ?? [];
  const joined = await run(line, { ...elsewhere(), HOLDFAST_WORDS: page.words.join(' ') });
  expect(joined).toMatchObject({ code: 0, json: { fingerprint: page.fingerprint, snapshots: 2 } });
});
