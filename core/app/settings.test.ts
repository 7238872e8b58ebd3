import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from './home.ts';
import { changeSettings, isSetUp, readSettings, writeSettings, type Settings } from './settings.ts';

const settings: Settings = {
  version: 1,
  store: { kind: 's3', endpoint: 'https://s3.example.org', region: 'eu-1', bucket: 'my-backups' },
  prefix: 'laptop/',
  repositoryId: '00ff',
  fingerprint: 'aaaa-bbbb-cccc-dddd',
  protectDays: 30,
  space: 'by-hand',
  strict: false,
  ping: null,
  guard: false,
  secrets: 'keychain',
};

/** Windows has no such bits. */
const ownerOnly: unknown = process.platform === 'win32' ? expect.any(Number) : 0o600;

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-home-')));
});
afterEach(() => rm(home.folder, { recursive: true, force: true }));

test('two parts that are changed at once both hold', async () => {
  await writeSettings(home, settings);
  await Promise.all([
    changeSettings(home, { protectDays: 120 }),
    changeSettings(home, { ping: 'https://ping.example.org/x' }),
  ]);
  expect(await readSettings(home)).toMatchObject({ protectDays: 120, ping: 'https://ping.example.org/x' });
});

test('settings come back as written, in a file that only the owner may read, with nothing left beside it', async () => {
  await writeSettings(home, settings);
  await writeSettings(home, { ...settings, protectDays: 90 });
  expect(await readSettings(home)).toEqual({ ...settings, protectDays: 90 });
  expect(await readdir(home.folder)).toEqual(['settings.json']);
  expect((await stat(home.settings)).mode & 0o777).toEqual(ownerOnly);
});

test('no settings: home-missing', async () => {
  expect(await isSetUp(home)).toBe(false);
  await expect(readSettings(home)).rejects.toMatchObject({ code: 'home-missing' });
});

test.each([
  ['cut off', '{"version": 1,', /not JSON/],
  ['newer', JSON.stringify({ version: 2, brave: 'new' }), /newer Holdfast/],
  ['a field missing', JSON.stringify({ ...settings, prefix: undefined }), /prefix/],
  ['an unknown field', JSON.stringify({ ...settings, key: 'secret' }), /key/],
  ['a period that cannot be', JSON.stringify({ ...settings, protectDays: 100_000 }), /protectDays/],
  ['null', 'null', /settings\.json/],
])('settings that are %s are home-damaged and say why', async (_, text, reason) => {
  await writeFile(home.settings, text);
  await expect(readSettings(home)).rejects.toMatchObject({
    code: 'home-damaged',
    details: { reason: expect.stringMatching(reason) as unknown },
  });
  expect(await readFile(home.settings, 'utf8')).toBe(text);
});
