import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../core/crypto/hex.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { Role } from '../../core/storage/roles.ts';
import { plainEnvironment, runHoldfast, type Ended } from '../../headless/run-holdfast.ts';
import { startHoldfast } from '../../headless/start-holdfast.ts';
import { BackupFixture, type TestSet } from '../backup/backup-fixture.ts';
import { openReceivers, type Receivers } from './alarm-receivers.ts';
import { dayMs, GuardFixture, write } from './guard-fixture.ts';

const bucket = 'backup-tests';
const passphrase = 'a second machine';

describe.each(['b2', 's3'] as const)('holdfast guard, over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  const guarding = new GuardFixture(fixture, kind);
  let home: string;
  let receivers: Receivers;
  let set: TestSet;
  let environment: Record<string, string>;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'holdfast-guard-'));
    receivers = await openReceivers();
    set = await fixture.newSet();
    write(set, 'genuine', 1);
    await set.backUp();
    environment = { ...(await keyFor('renewal')), HOLDFAST_LIST_KEY: toHex(set.repository.keys.list) };
  });
  afterEach(async () => {
    await receivers.close();
    rmSync(home, { recursive: true, force: true });
  });

  async function keyFor(role: Role): Promise<Record<string, string>> {
    const { vault } = fixture;
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const { keyId, key } = await provisioner.createKey(role, set.repository.prefix, role);
    await provisioner.close();
    return { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
  }

  const holdfast = (args: readonly string[], extra: Record<string, string> = {}): Promise<Ended> =>
    runHoldfast([...args, '--json', '--home', home], extra);

  function setUp(extra: Record<string, string> = {}, options: readonly string[] = []): Promise<Ended> {
    const { vault } = fixture;
    const where = kind === 'b2' ? ['--b2', vault.b2] : ['--s3', vault.s3, '--region', vault.region];
    const { prefix, repositoryId } = set.repository;
    const place = ['--bucket', bucket, '--prefix', prefix, '--repository', repositoryId, '--protect', '30d'];
    return holdfast(['guard', 'setup', ...where, ...place, ...options], { ...environment, ...extra });
  }

  const kinds = (ended: Ended): readonly string[] =>
    (ended.json['alarms'] as readonly { kind: string }[]).map((alarm) => alarm.kind);

  test('set-up refuses a key that may do more, one that may do less, and a list key that does not fit', async () => {
    const versions = async (): Promise<number> => {
      let count = 0;
      for await (const page of fixture.powerful.listVersions(set.repository.prefix)) count += page.length;
      return count;
    };
    const before = await versions();
    const wrongList = await setUp({ HOLDFAST_LIST_KEY: 'ab'.repeat(32) });
    expect([wrongList.code, wrongList.json]).toMatchObject([1, { error: { code: 'list-key-wrong' } }]);
    expect(await setUp({ HOLDFAST_LIST_KEY: 'secret' })).toMatchObject({ code: 2 });
    if (kind === 'b2') {
      const readOnly = await setUp(await keyFor('read'));
      expect([readOnly.code, readOnly.json]).toMatchObject([1, { error: { code: 'key-insufficient' } }]);
    }
    expect(await versions()).toBe(before);
    const backup = await setUp(await keyFor('backup'));
    expect([backup.code, backup.json]).toMatchObject([1, { error: { code: 'key-too-powerful' } }]);
    expect(readdirSync(home)).toEqual([]);
    expect((await holdfast(['guard', '--once'])).json).toMatchObject({ error: { code: 'guard-missing' } });
  });

  test('rounds, and alarms that are told once, by webhook and by mail', async () => {
    const options = [
      `--webhook=${receivers.webhook}`,
      `--ping=${receivers.webhook.replace('hook', 'ping')}`,
      '--mail-to=owner@example.org',
      '--mail-from=guard@example.org',
    ];
    const made = await setUp({ HOLDFAST_PASSPHRASE: passphrase }, options);
    expect([made.code, made.json]).toMatchObject([0, { snapshots: 1, secrets: 'sealed-file' }]);
    for (const file of readdirSync(home))
      for (const secret of [environment['HOLDFAST_KEY']!, environment['HOLDFAST_LIST_KEY']!])
        expect(readFileSync(join(home, file), 'latin1')).not.toContain(secret);
    const round = (): Promise<Ended> =>
      holdfast(['guard', '--once'], { HOLDFAST_PASSPHRASE: passphrase, HOLDFAST_GUARD_SMTP: receivers.smtp });

    expect(await round()).toMatchObject({ code: 0, json: { ok: true, snapshots: 1, kept: 1, alarms: [] } });
    expect([receivers.posts, receivers.mails, receivers.pings]).toEqual([[], [], ['/ping']]);

    const thief = await guarding.connect(set, 'backup');
    const names = (await guarding.needed(set)).map(({ name }) => set.repository.prefix + name);
    for (const name of names) await thief.hide(name);
    await thief.close();
    receivers.isBroken = true;
    const unheard = await round();
    expect([unheard.code, kinds(unheard), receivers.posts.length]).toEqual([3, ['covered'], 0]);
    expect(unheard.stderr).toMatch(/alarm could not be passed on: the webhook answered 500/);
    expect(unheard.stderr).toMatch(/the mail server did not take the mail/);
    expect(unheard.stderr).not.toMatch(/secret|127\.0\.0\.1/);
    receivers.isBroken = false;
    for (let again = 0; again < 2; again++) expect((await round()).code).toBe(3);
    expect(receivers.posts.map(({ alarms }) => alarms.map((alarm) => alarm.kind))).toEqual([['covered']]);
    expect(receivers.mails).toHaveLength(1);
    expect(receivers.mails[0]).toMatch(/To: owner@example.org/i);
    expect(receivers.mails[0]).toMatch(/somebody hides or overwrites\s+backups/);

    await fixture.moveClock(4 * dayMs);
    expect(kinds(await round())).toEqual(['no-new-snapshot', 'covered']);
    expect(receivers.posts.at(-1)?.alarms.map((alarm) => alarm.kind)).toEqual(['no-new-snapshot']);
    for (const name of names)
      for await (const page of fixture.powerful.listVersions(name))
        for (const version of page)
          if (version.kind === 'marker') await fixture.powerful.deleteVersion(version);
    write(set, 'new', 2);
    await set.backUp();
    expect(await round()).toMatchObject({ code: 0, json: { snapshots: 2, alarms: [] } });
    expect(
      receivers.posts
        .at(-1)
        ?.over.map((alarm) => alarm.kind)
        .toSorted(),
    ).toEqual(['covered', 'no-new-snapshot']);
    expect([receivers.posts.length, receivers.mails.length]).toEqual([3, 3]);
    expect(receivers.pings).toEqual(['/ping', '/ping/fail', '/ping/fail', '/ping/fail', '/ping']);
  });

  test('without a place for secrets, the environment tells them at each start; it goes on until it is stopped', async () => {
    expect(await setUp()).toMatchObject({ code: 0, json: { secrets: 'environment' } });
    expect(await holdfast(['guard', '--once'])).toMatchObject({
      code: 1,
      json: { error: { code: 'secret-missing' } },
    });
    const child = startHoldfast(
      ['guard', '--every', '1s', '--home', home],
      plainEnvironment(environment),
      'pipe',
    );
    const lines: string[] = [];
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await new Promise<void>((resolve) => {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        lines.push(...text.trimEnd().split('\n'));
        if (lines.length >= 2) resolve();
      });
    });
    const second = await holdfast(['guard', '--once'], environment);
    expect([second.code, second.json]).toMatchObject([1, { error: { code: 'home-busy' } }]);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(lines[0]).toMatch(
      /^[\d-]+ [\d:]+ {2}1 snapshot of 1 kept \(.* locked until .*; no lock had to be lengthened\.$/,
    );
    expect(lines.at(-1)).toBe('The guard was stopped.');
  });
});
