import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { encryptInPlace, filesBelow, writeDocuments } from '../test/backup/spoiled-files.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

let folder: string;
let vault: PracticeVault;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-suspicions-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (...names: string[]): string => join(folder, ...names);

/** A home of its own with 200 documents backed up once. */
async function newHome(name: string): Promise<(...args: string[]) => Promise<RanHere>> {
  const run = async (...args: string[]): Promise<RanHere> =>
    await runHere(['--home', at(name), ...args], {
      HOLDFAST_PASSPHRASE: 'tide',
      HOLDFAST_SETUP_KEY_ID: vault.masterKeyId,
      HOLDFAST_SETUP_KEY: vault.masterKey,
    });
  const place = ['--b2', vault.b2, '--bucket', 'suspicions', '--prefix', name];
  const ended = await run('setup', ...place, '--protect', '30d', '--kit', at(`${name}.txt`));
  if (ended.code !== 0) throw new Error(ended.err);
  await mkdir(at(`${name}-files`));
  writeDocuments(at(`${name}-files`), 200);
  await run('backup', at(`${name}-files`));
  return run;
}

type Body = Readonly<Record<string, unknown>> & {
  readonly snapshots: readonly { readonly id: string; readonly suspect: boolean; readonly kept: unknown }[];
};

test('an attack is said, frozen, shown everywhere, and cleared by "it was me"', async () => {
  const run = await newHome('attacked');
  const files = at('attacked-files');
  await writeFile(join(files, 'a letter.txt'), 'Dear all, the tide is in.\n'.repeat(30));
  const everyday = await run('--json', 'backup', files);
  expect(everyday.json).toMatchObject({ judgement: { verdict: 'quiet' }, suspicion: null, notes: [] });
  const clean = String(everyday.json['snapshot']);
  const [some] = filesBelow(files);
  const before = await readFile(some!);

  encryptInPlace(filesBelow(files));
  const attacked = await run('--json', 'backup', files);
  expect(attacked).toMatchObject({
    code: 3,
    json: { judgement: { verdict: 'suspected' }, suspicion: { isNew: true, lastClean: clean, frozen: true } },
  });
  const again = await run('backup', files);
  expect(again.code).toBe(3);
  expect(again.out).toMatch(/suspected since .*nobody has cleared/);

  const status = await run('status');
  expect(status.out).toMatch(/^⚠ Suspected attack since/);
  const evidence = status.out.split('\n').filter((line) => line.startsWith('  - '));
  expect(evidence.length).toBeGreaterThan(0);
  expect(evidence.length).toBeLessThanOrEqual(3);
  for (const line of evidence) expect(line.length).toBeLessThanOrEqual(80);
  expect(status.out).toContain('`holdfast suspicions` shows all of it');
  expect(status.out).not.toContain('! Suspected attack');
  const { snapshots } = (await run('--json', 'snapshots')).json as Body;
  expect(snapshots.map(({ suspect }) => suspect)).toEqual([false, false, true, true]);
  expect(snapshots[1]!.kept).toContain('before-suspicion');

  const restored = await run('--json', 'restore', 'latest', '--to', at('restored'));
  expect(restored.json).toMatchObject({ snapshot: clean });
  expect(restored.err).toMatch(/last snapshot before it.*not the newest/s);
  expect(await readFile(at('restored', 'attacked-files', some!.slice(files.length + 1)))).toEqual(before);

  expect((await run('suspicions')).out).toMatch(
    /1\. Suspected attack since[^]*file \d+\.[^]*Last clean snapshot/,
  );
  expect((await run('suspicions', 'clear', '7')).code).toBe(2);
  const cleared = await run('suspicions', 'clear');
  expect(cleared).toMatchObject({ code: 0 });
  expect(cleared.out).toMatch(/7 days after/);
  expect((await run('--json', 'suspicions')).json).toMatchObject({ suspicions: [], frozen: true });
  expect((await run('--json', 'status')).json).toMatchObject({ suspected: null });

  encryptInPlace(filesBelow(files), 2);
  expect((await run('--json', 'backup', files)).json).toMatchObject({ suspicion: null });
  expect((await run('locks', 'retire', '--plan')).out).toMatch(/under suspicion/);
});

test('an attack that was recovered from is closed without teaching anything: the same again is an alarm', async () => {
  const run = await newHome('recovered');
  const files = at('recovered-files');
  const clean = String((await run('--json', 'backup', files)).json['snapshot']);
  const good = filesBelow(files).map((path) => [path, readFileSync(path)] as const);
  encryptInPlace(filesBelow(files));
  const attacked = String((await run('--json', 'backup', files)).json['snapshot']);
  expect((await run('suspicions')).out).toMatch(/your files are back: `holdfast suspicions recovered`/);

  for (const [path, contents] of good) writeFileSync(path, contents);
  expect((await run('suspicions', 'recovered', '7')).code).toBe(2);
  const closed = await run('--json', 'suspicions', 'recovered');
  expect(closed).toMatchObject({ code: 0, json: { left: 0, duringAttack: [attacked] } });
  expect((await run('--json', 'suspicions')).json).toMatchObject({ suspicions: [], frozen: true });
  expect((await run('suspicions', 'recovered')).out).toMatch(/nothing to close/);
  const back = await run('--json', 'restore', 'latest', '--to', at('recovered-back'));
  expect(back.json).toMatchObject({ snapshot: clean });
  expect(back.err).toMatch(/newest snapshot.*was made during an attack.*last snapshot before it/s);
  expect((await run('snapshots')).out.match(/during an attack/g)).toHaveLength(1);
  expect((await run('ls', attacked)).err).toMatch(/made during an attack that is over/);

  const after = await run('--json', 'backup', files);
  expect(after.json).toMatchObject({ suspicion: null });
  const { json } = await run('--json', 'restore', 'latest', '--to', at('recovered-newest'));
  expect(json).toMatchObject({ snapshot: after.json['snapshot'] });
  encryptInPlace(filesBelow(files), 3);
  expect((await run('--json', 'backup', files)).json).toMatchObject({
    suspicion: { isNew: true, lastClean: after.json['snapshot'] },
  });
});

test('decoys say what they are, and an altered one is noticed; who clears it looks at it no more', async () => {
  const run = await newHome('decoys');
  const files = at('decoys-files');
  const planted = (await run('--json', 'canaries', 'plant', files)).json['planted'] as readonly string[];
  expect(planted.length).toBeGreaterThan(1);
  expect(await readFile(planted[0]!, 'utf8')).toMatch(/decoy of Holdfast.*leave it here/s);
  const all = filesBelow(files).filter((path) => !path.includes('folder '));
  expect([all[0], all.at(-1)].every((path) => planted.includes(path!))).toBe(true);
  expect((await run('--json', 'backup', files)).json).toMatchObject({ judgement: { verdict: 'quiet' } });

  await rm(planted[1]!);
  const missing = await run('--json', 'backup', files);
  expect(missing.json).toMatchObject({ judgement: { signals: [{ kind: 'canary-missing', strong: false }] } });
  expect(missing.json['suspicion']).toBeNull();
  encryptInPlace([planted[0]!, ...filesBelow(files).slice(10, 150)]);
  const altered = await run('--json', 'backup', files);
  expect(JSON.stringify(altered.json['judgement'])).toContain('canary-altered');
  expect(altered.json['suspicion']).not.toBeNull();
  expect(await run('canaries', 'list')).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^altered/m) as unknown,
  });
  expect((await run('--json', 'suspicions', 'clear')).json['canariesForgotten']).toEqual(planted.slice(0, 2));
  expect((await run('--json', 'backup', files)).json).toMatchObject({ suspicion: null });
  expect((await run('--json', 'canaries', 'forget')).json).toMatchObject({ forgotten: planted.length - 2 });
  expect((await run('canaries', 'plant', files)).err).toMatch(/is there already/);
  expect((await run('canaries', 'plant', at('nowhere'))).err).toMatch(/no such folder/);
});
