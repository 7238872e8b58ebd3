import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { B2Session } from '../test/acceptance/places/b2-session.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

const day = 86_400_000;
const bucket = 'status-bucket';
let folder: string;
let vault: PracticeVault;
let server: Server;
const pings: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-status-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'a'), 'contents');
  server = createServer((request, response) => {
    pings.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (
  home: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<RanHere> =>
  runHere(['--home', join(folder, home), '--json', ...args], { HOLDFAST_PASSPHRASE: 'tide', ...environment });

async function setUp(home: string, proven: boolean): Promise<void> {
  const ended = await run(
    home,
    [
      'setup',
      '--b2',
      vault.b2,
      '--bucket',
      bucket,
      '--prefix',
      home,
      '--protect',
      '30d',
      '--kit',
      join(folder, `${home}.txt`),
    ],
    {
      HOLDFAST_SETUP_KEY_ID: vault.masterKeyId,
      HOLDFAST_SETUP_KEY: vault.masterKey,
      HOLDFAST_PROOF_SECONDS: '3',
    },
  );
  if (ended.code !== 0) throw new Error(ended.err);
  if (proven) return;
  const file = join(folder, home, 'upkeep.json');
  await rm(file, { force: true });
}

async function clockAt(instant: number): Promise<void> {
  const answer = await fetch(`${vault.b2}/.practice/state`, { headers: { 'x-practice-admin': '1' } });
  const { now } = (await answer.json()) as { now: number };
  await administer(vault, 'clock', { advanceMs: Math.round(instant - now) });
}

type Said = { readonly state: unknown; readonly exit: number; readonly events: readonly string[] };

async function status(home: string): Promise<Said> {
  const { code, json } = await run(home, ['status']);
  const events = json['events'] as { kind: string }[];
  return { state: json['state'], exit: code, events: events.map(({ kind }) => kind) };
}

test('a computer that is off longer than the slack: each state on its day, each notice once, one renewal heals', async () => {
  await setUp('off', true);
  expect(await status('off')).toEqual({ state: 'empty', exit: 3, events: [] });
  const backup = await run('off', ['backup', join(folder, 'files')]);
  const ends = Date.parse(String(backup.json['protectedUntil']));
  const said = async (daysLeft: number): Promise<Said> => {
    await clockAt(ends - daysLeft * day);
    return await status('off');
  };
  expect(await said(30)).toEqual({ state: 'protected', exit: 0, events: [] });
  expect(await said(22.6)).toEqual({ state: 'protected', exit: 0, events: [] });
  expect(await said(22.4)).toEqual({ state: 'thinning', exit: 3, events: [] });
  expect(await said(7.6)).toEqual({ state: 'thinning', exit: 3, events: [] });
  expect(await said(7.1)).toEqual({ state: 'at-risk', exit: 3, events: [] });
  expect(await said(6.9)).toEqual({ state: 'at-risk', exit: 3, events: ['notice-early'] });
  expect(await said(3.1)).toEqual({ state: 'at-risk', exit: 3, events: [] });
  expect(await said(2.9)).toEqual({ state: 'at-risk', exit: 3, events: ['notice-urgent'] });
  expect(await said(0.9)).toEqual({ state: 'at-risk', exit: 3, events: ['notice-last'] });
  expect(await said(0.8)).toEqual({ state: 'at-risk', exit: 3, events: [] });
  expect(await said(-0.1)).toEqual({ state: 'lapsed', exit: 1, events: [] });
  expect((await run('off', ['status'])).json['words']).toMatch(/^Lapsed: .*holdfast locks renew/);
  const renewed = await run('off', ['locks', 'renew']);
  expect(renewed.code).toBe(0);
  expect(await status('off')).toEqual({ state: 'protected', exit: 0, events: [] });
  await clockAt(Date.parse(String(renewed.json['protectedUntil'])) - 6.9 * day);
  expect((await status('off')).events).toEqual(['notice-early']);
}, 120_000);

test('without a proof nothing is called protected; a failed one turns everything to not protected', async () => {
  await setUp('unproven', false);
  const backup = await runHere(['--home', join(folder, 'unproven'), 'backup', join(folder, 'files')], {
    HOLDFAST_PASSPHRASE: 'tide',
  });
  expect(backup.out).toMatch(/^Locked until .*not proven yet \(run `holdfast locks prove`\)/);
  const looked = await run('unproven', ['status']);
  expect([looked.code, looked.json['state'], looked.json['proof']]).toEqual([3, 'protected', 'unproven']);
  expect(String(looked.json['words'])).toMatch(/^Everything is locked until .*, not proven yet: run/);
  expect(looked.json['missing']).toEqual([expect.stringMatching(/holdfast settings ping/)]);
  const file = join(folder, 'unproven', 'upkeep.json');
  const kept = JSON.parse(await readFile(file, 'utf8')) as { proofs: Record<string, unknown> };
  kept.proofs['keyHalf'] = { at: 1, ok: false };
  await writeFile(file, JSON.stringify(kept));
  const failed = await run('unproven', ['status']);
  expect([failed.code, failed.json['proof']]).toEqual([1, 'disproved']);
  // Whatever else looks at it says the same.
  await run('unproven', [
    'settings',
    'ping',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/well`,
  ]);
  pings.length = 0;
  const audited = await run('unproven', ['locks', 'audit']);
  expect([audited.code, audited.json['verdict']]).toEqual([1, 'clean']);
  expect(pings).toEqual(['/well/fail']);
  expect(String(audited.json['words'])).toMatch(/^The proof failed\. Not protected/);
  const stored = await run('unproven', ['backup', join(folder, 'files')]);
  expect([stored.code, stored.json['protected']]).toEqual([1, false]);
  const renewed = await run('unproven', ['locks', 'renew']);
  expect([renewed.code, renewed.json['warnings']]).toEqual([1, [expect.stringMatching(/^Not protected/)]]);
  expect(String(failed.json['words'])).toMatch(/^Not protected/);
}, 60_000);

describe('an audit by the command', () => {
  const home = 'audited';
  const page = (): string => join(folder, 'audit.html');
  const pingAddress = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/here`;
  beforeAll(async () => {
    await setUp(home, true);
    await run(home, ['backup', join(folder, 'files')]);
    await run(home, ['settings', 'ping', pingAddress()]);
    pings.length = 0;
  }, 60_000);

  test('finds nothing, writes its page, is remembered, and pings', async () => {
    const clean = await run(home, ['locks', 'audit', '--report', page()]);
    expect([clean.code, clean.err]).toEqual([0, '']);
    expect(clean.json).toMatchObject({
      verdict: 'clean',
      state: 'protected',
      findings: [],
      snapshots: [{ complete: true, protectedUntil: expect.any(String) as unknown }],
    });
    expect(pings).toEqual(['/here']);
    const html = await readFile(page(), 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('Nothing is wrong');
    expect(html).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
    const { lastAudit, missing } = (await run(home, ['status'])).json;
    expect([lastAudit, missing]).toMatchObject([{ verdict: 'clean', alarms: 0 }, []]);
  });

  test('ends with 1 on an alarm, says what to do, tells it once in status, and pings that', async () => {
    pings.length = 0;
    const intruder = await B2Session.open(vault.b2, vault.keyId, vault.key);
    const { buckets } = await intruder.call<{ buckets: { bucketId: string; bucketName: string }[] }>(
      'b2_list_buckets',
      { accountId: intruder.accountId },
    );
    const { bucketId } = buckets.find(({ bucketName }) => bucketName === bucket)!;
    const hideOneOf = async (kind: string): Promise<void> => {
      const { files } = await intruder.call<{ files: { fileName: string }[] }>('b2_list_file_names', {
        bucketId,
        prefix: `${home}/${kind}/`,
      });
      await intruder.call('b2_hide_file', { bucketId, fileName: files[0]!.fileName });
    };
    await hideOneOf('snapshots');
    const hidden = await run(home, ['locks', 'audit', '--report', page()]);
    expect(hidden.code).toBe(1);
    expect(hidden.json).toMatchObject({
      verdict: 'alarms',
      state: 'at-risk',
      findings: [{ code: 'hidden', count: 1 }],
    });
    expect(pings).toEqual(['/here/fail']);
    expect(await readFile(page(), 'utf8')).toContain('What to do:');
    expect((await status(home)).events).toEqual(['alarm-hidden']);
    await run(home, ['locks', 'audit']);
    expect(await status(home)).toEqual({ state: 'at-risk', exit: 3, events: [] });
    await hideOneOf('packs');
    await run(home, ['locks', 'audit']);
    expect((await status(home)).events).toEqual(['alarm-hidden']);
  });

  test('for people says the same in lines', async () => {
    const { out } = await runHere(['--home', join(folder, home), 'locks', 'audit'], {
      HOLDFAST_PASSPHRASE: 'tide',
    });
    expect(out).toMatch(/1 alarm\. At risk: 2 objects that backups need were hidden/);
    expect(out).toMatch(/⚠ 2 objects of yours were hidden under a running lock/);
    expect(out).toMatch(/read now from the provider's listing/);
  });

  test('refuses a report that cannot be written before it asks anybody', async () => {
    const refused = await run(home, [
      'locks',
      'audit',
      '--report',
      join(folder, 'no', 'such', 'folder.html'),
    ]);
    expect(refused.code).toBe(1);
    expect(refused.json['error']).toMatchObject({ code: 'path-impossible' });
  });
});
