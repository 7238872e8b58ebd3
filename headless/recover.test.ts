import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lookOf } from '../core/detection/look.ts';
import { BackupFixture, noise, type TestSet } from '../test/backup/backup-fixture.ts';
import { ownTemporaryFolder } from '../test/own-temporary-folder.ts';
import { keyOf, kitOf } from '../test/recovery/recovery-stage.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

ownTemporaryFolder();

describe.each(['b2', 's3'] as const)('over %s, with words, a read key and an empty machine', (kind) => {
  const fixture = new BackupFixture(kind);
  let set: TestSet;
  let id: string;
  let environment: Record<string, string>;
  let place: readonly string[];

  beforeAll(async () => {
    set = await fixture.newSet();
    mkdirSync(set.path('docs'));
    writeFileSync(set.path('docs', 'letter.txt'), 'Dear Ada, all is well.\n'.repeat(200));
    writeFileSync(set.path('noise'), noise(60_000));
    await set.backUp();
    writeFileSync(set.path('docs', 'letter.txt'), noise(5_000, 4));
    id = (await set.backUp()).snapshot;
    const kit = kitOf(fixture, set, kind);
    const { endpoint } = kit.store;
    place = [
      `--${kind}`,
      endpoint,
      '--bucket',
      kit.store.bucket,
      '--prefix',
      kit.prefix,
      '--repository',
      kit.repositoryId,
    ];
    if (kit.store.kind === 's3') place = [...place, '--region', kit.store.region];
    const key = kind === 'b2' ? await keyOf(fixture, set) : fixture.vault;
    environment = { HOLDFAST_WORDS: kit.words.join(' '), HOLDFAST_KEY_ID: key.keyId, HOLDFAST_KEY: key.key };
  });

  const recover = (
    command: string,
    args: readonly string[],
    more: Record<string, string> = {},
  ): Promise<RanHere> =>
    runHere(['recover', command, ...args, ...place, '--home', join(set.folder, 'none'), '--json'], {
      ...environment,
      ...more,
    });
  const temporary = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => /^holdfast-(?:recovery|report)-/.test(name));

  test('ls and versions write nothing, make no home and leave nothing behind', async () => {
    const before = temporary();
    const listed = await recover('ls', [id.slice(0, 8), set.path('docs')]);
    expect([listed.code, listed.json]).toMatchObject([
      0,
      { writes: 0, entries: [{ path: set.path('docs', 'letter.txt'), size: 5_000 }] },
    ]);
    const versions = await recover('versions', [set.path('docs', 'letter.txt')]);
    expect([versions.code, versions.json]).toMatchObject([
      0,
      { writes: 0, versions: [{ size: 4_600 }, { size: 5_000, lastSnapshot: id }] },
    ]);
    expect(temporary().filter((name) => !before.includes(name))).toEqual([]);
    expect(() => statSync(join(set.folder, 'none'))).toThrow(/ENOENT/);
  });

  test('the last good version of a file is the one that looks right', async () => {
    const { json } = await recover('versions', [set.path('docs', 'letter.txt')]);
    const looks = (json['versions'] as { looks: string; firstSnapshot: string }[]).map((one) => one.looks);
    expect(lookOf(noise(5_000, 4))).not.toBe(lookOf(Buffer.from('text')));
    expect([
      ['right', 'wrong'],
      ['unknown', 'unknown'],
    ]).toContainEqual(looks);
    if (looks[0] === 'right') expect(json['lastGood']).not.toBe(id);
  });

  test('a plan tells all and writes nothing', async () => {
    const to = join(set.folder, 'planned');
    const { code, json } = await recover('restore', [id, '--to', to, '--plan']);
    expect([code, json]).toMatchObject([
      0,
      { plan: true, files: 2, bytes: 65_000, lost: 0, writes: 0, holdFirst: false, cost: null },
    ]);
    expect(json['places']).toEqual([{ from: set.source, to: join(to, 'source') }]);
    expect(json['downloadBytes']).toBeGreaterThan(60_000);
    expect(() => statSync(to)).toThrow(/ENOENT/);
  });

  test('restores over a line that drops, reports, and the same command again finds all there', async () => {
    const to = join(set.folder, 'restored');
    const drop = {
      match: { key: `${set.repository.prefix}packs/` },
      times: 2,
      action: { kind: 'drop-before' },
    };
    await administer(fixture.vault, 'faults', { faults: [drop] });
    const report = join(set.folder, 'report.json');
    const first = await recover('restore', [id, '--to', to, '--report', report]);
    expect([first.code, first.json]).toMatchObject([
      0,
      { files: 2, bytes: 65_000, problemCount: 0, writes: 0 },
    ]);
    expect(first.err).toMatch(/Trying again in/);
    expect(readFileSync(join(to, 'source', 'noise'))).toEqual(noise(60_000));
    const written = JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>;
    expect(written).toMatchObject({ files: 2, writes: 0, manifest: { files: 2 }, snapshot: { id } });
    expect(readFileSync(`${report}.sha256`, 'utf8')).toContain('source/docs/letter.txt\n');
    rmSync(join(to, 'source', 'noise'));
    const again = await recover('restore', [id, '--to', to]);
    expect(again.json).toMatchObject({ files: 2, alreadyThere: 1 });
    const refused = await recover('restore', [id, '--to', to, '--report', report]);
    expect(refused.json['error']).toMatchObject({ code: 'path-impossible' });
  });

  test('a wrong bucket is compared with the kit, never made', async () => {
    const { code, err } = await runHere(
      ['recover', 'ls', id, ...place.map((one) => (one === place[3] ? 'another-bucket' : one))],
      environment,
    );
    expect([code, err]).toEqual([1, expect.stringMatching(/"another-bucket"[^]*recovery kit/)]);
    expect(err).not.toContain('set-up');
  });

  test('a new home, and single files', async () => {
    const to = join(set.folder, 'mapped');
    const map = `${set.source}=/home/bob`;
    const ended = await recover('restore', [id, set.path('noise'), '--to', to, '--map-home', map]);
    expect([ended.code, ended.json]).toMatchObject([0, { files: 1 }]);
    expect(statSync(join(to, 'home', 'bob', 'noise')).size).toBe(60_000);
  });

  test.each([
    [['--map-home', 'ada=bob'], /--map-home is OLD=NEW/],
    [['--map-home', '/home/ada=/'], /--map-home is OLD=NEW/],
    [['--conflict', 'all'], /--conflict is one of/],
    [['--to', ''], /--to is empty/],
  ])('%j is refused', async (args, words) => {
    const { code, json } = await recover('restore', [id, ...args]);
    expect([code, json['error']]).toMatchObject([2, { message: expect.stringMatching(words) }]);
  });

  test('what is missing is asked for', async () => {
    const noWords = await recover('ls', [id], { HOLDFAST_WORDS: '' });
    expect(noWords.json['error']).toMatchObject({ code: 'secret-missing' });
    const noKey = await recover('ls', [id], { HOLDFAST_KEY_ID: '', HOLDFAST_KEY: '' });
    expect(noKey.json['error']).toMatchObject({ code: 'secret-missing' });
    const nothing = await runHere(['recover', 'ls', id, '--json'], environment);
    expect([nothing.code, nothing.json['error']]).toMatchObject([
      2,
      { message: expect.stringMatching(/--kit/) },
    ]);
    const notThere = await recover('ls', [id, '/nowhere']);
    expect(notThere.json['error']).toMatchObject({ message: expect.stringMatching(/holdfast recover ls/) });
    const noFullPath = await recover('versions', ['letter.txt']);
    const { message } = noFullPath.json['error'] as { message: string };
    expect(message).toContain('"letter.txt" is not in any snapshot.');
    expect(message).toContain(`begins like "${set.source}". \`holdfast recover ls\` shows`);
  });

  test('hold lengthens and reads back, only with a key that may', async () => {
    if (kind === 'b2')
      expect((await recover('hold', [id, '--protect', '60d'])).json['error']).toMatchObject({
        code: 'key-insufficient',
      });
    const key = kind === 'b2' ? await keyOf(fixture, set, 'renewal') : fixture.vault;
    const mayHold = { HOLDFAST_KEY_ID: key.keyId, HOLDFAST_KEY: key.key };
    const first = (await set.snapshots())[0]!;
    const held = await recover('hold', [id, first.id, '--protect', '61d'], mayHold);
    expect([held.code, held.json]).toMatchObject([0, { snapshots: [{ id: first.id }, { id }] }]);
    const [older, newer] = held.json['snapshots'] as {
      lengthened: number;
      longEnough: number;
      lockedUntil: string;
    }[];
    // What both need is lengthened once.
    expect([newer!.lengthened > 0, newer!.longEnough > 0]).toEqual([true, true]);
    expect(held.json['writes']).toBe(older!.lengthened + newer!.lengthened);
    const { now } = await fixture.powerful.providerClock();
    expect(Date.parse(newer!.lockedUntil)).toBeGreaterThan(now + 60 * 86_400_000);
    const again = await recover('hold', [id, '--protect', '60d'], mayHold);
    expect(again.json).toMatchObject({ writes: 0, snapshots: [{ lengthened: 0 }] });
  });

  test('hold says what is gone', async () => {
    const other = await fixture.newSet();
    writeFileSync(other.path('a'), noise(3_000));
    const { snapshot } = await other.backUp();
    await fixture.moveClock(100 * 86_400_000);
    await fixture.destroy(other, ['packs/']);
    const { prefix, repositoryId, words, store } = kitOf(fixture, other, kind);
    const args = [
      `--${kind}`,
      store.endpoint,
      '--bucket',
      store.bucket,
      '--prefix',
      prefix,
      '--repository',
      repositoryId,
    ];
    const { keyId, key } = fixture.vault;
    const secrets = { HOLDFAST_WORDS: words.join(' '), HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
    const ended = await runHere(['recover', 'hold', snapshot, ...args, '--json'], secrets);
    expect([ended.code, ended.json]).toMatchObject([
      3,
      { snapshots: [{ missing: expect.arrayContaining([expect.stringMatching(/^packs\//)]) }] },
    ]);
  });
});
