import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAt } from '../core/app/home.ts';
import { readSettings, writeSettings } from '../core/app/settings.ts';
import { readUpkeep } from '../core/app/upkeep-state.ts';
import { dayMs } from '../core/locks/period.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHoldfast, type Ended } from './run-holdfast.ts';

let folder: string;
let vault: PracticeVault;
let pingServer: Server;
let pingUrl: string;
const pings: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-renew-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'a'), 'a');
  pingServer = createServer((request, response) => {
    pings.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => {
    pingServer.listen(0, '127.0.0.1', resolve);
  });
  pingUrl = `http://127.0.0.1:${(pingServer.address() as AddressInfo).port}/renewed`;
});
afterAll(async () => {
  pingServer.closeAllConnections();
  pingServer.close();
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['b2', () => ['--b2', vault.b2], 'SETUP_'],
  ['s3', () => ['--s3', vault.s3], ''],
] as const)('over %s', (kind, place, which) => {
  const home = (): string => join(folder, `home-${kind}`);
  const bucket = `renewals-${kind}`;
  const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
    runHoldfast([...args, '--json'], {
      HOLDFAST_HOME: home(),
      HOLDFAST_PASSPHRASE: 'tide and time',
      ...environment,
    });
  const readKey = async (): Promise<Record<string, string>> => {
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const { keyId, key } = await provisioner.createKey('read', '', 'reader');
    return { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
  };

  test('with no snapshot there is nothing to renew', async () => {
    const setUp = await run(['setup', ...place(), '--bucket', bucket, '--protect', '30d'], {
      [`HOLDFAST_${which}KEY_ID`]: vault.keyId,
      [`HOLDFAST_${which}KEY`]: vault.key,
    });
    expect(setUp.code).toBe(0);
    await writeSettings(homeAt(home()), { ...(await readSettings(homeAt(home()))), ping: pingUrl });
    const ended = await run(['locks', 'renew']);
    expect([ended.code, ended.json]).toMatchObject([0, { kept: 0, renewed: 0, protectedUntil: null }]);
  });

  test('lengthens what would not last, says until when all is protected, notes it and pings', async () => {
    expect((await run(['backup', join(folder, 'files')])).code).toBe(0);
    await administer(vault, 'clock', { advanceMs: 20 * dayMs });
    const few = await run(['locks', 'renew', '--max-calls', '4']);
    expect([few.code, few.json['whole']]).toEqual([3, false]);
    expect(few.json['left']).toBeGreaterThan(0);
    expect((await run(['locks', 'renew', '--max-calls', 'few'])).code).toBe(2);
    const done = Number(few.json['renewed']);
    pings.length = 0;
    const ended = await run(['locks', 'renew']);
    // Data, tree, list (the packs' names may make two), snapshot; index, key slot, repository object.
    const all = Number(ended.json['examined']);
    expect([7, 8]).toContain(all);
    expect([ended.code, ended.json]).toMatchObject([
      0,
      { kept: 1, renewed: all - done, missing: [], refused: [], left: 0, whole: true, warnings: [] },
    ]);
    expect(pings).toEqual(['/renewed']);
    const until = Date.parse(String(ended.json['protectedUntil']));
    expect(until - Date.parse(String(ended.json['finishedAt']))).toBeGreaterThan(30 * dayMs);
    expect((await readUpkeep(homeAt(home()))).lastRenewal).toMatchObject({
      renewed: all - done,
      whole: true,
      least: until,
    });
    const shown = (await run(['snapshots'])).json['snapshots'] as readonly { protectedUntil: string }[];
    expect(shown.map(({ protectedUntil }) => Date.parse(protectedUntil))).toEqual([until]);
    expect((await run(['locks', 'renew'])).json).toMatchObject({ examined: all, renewed: 0 });
  });

  test('a key that may not renew: exit 3, each object and why, and a ping that says so', async () => {
    await administer(vault, 'clock', { advanceMs: 20 * dayMs });
    pings.length = 0;
    const ended = await run(['locks', 'renew'], await readKey());
    expect([ended.code, ended.json]).toMatchObject([3, { renewed: 0, whole: false }]);
    expect(ended.json['refused']).toHaveLength(Number(ended.json['examined']));
    expect((ended.json['refused'] as readonly object[])[0]).toMatchObject({ code: 'key-insufficient' });
    expect(pings).toEqual(['/renewed/fail']);
  });

  test('a backup is a renewal too', async () => {
    pings.length = 0;
    const { renewed } = (await run(['backup', join(folder, 'files')])).json;
    expect([7, 8]).toContain(renewed);
    expect(pings).toEqual(['/renewed']);
    expect((await readUpkeep(homeAt(home()))).lastRenewal).toMatchObject({ renewed, whole: true });
  });
});
