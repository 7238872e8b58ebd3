import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { makeContext } from '../command-context.ts';
import { realTerminal } from '../terminal.ts';
import { runHoldfast } from '../run-holdfast.ts';
import { runHere } from '../testing/run-here.ts';
import { copyTree } from './drill-files.ts';
import { DrillScene } from './drill-scene.ts';
import { recoverAndCompare, type Recovered } from './recover-and-compare.ts';

test('false backups with the stolen passphrase, everything hidden: the drill ends well and leaves nothing behind', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'holdfast-drill-test-'));
  const { code, json, stderr } = await runHoldfast(
    ['drill', 'attack', '--kind', 'fakes', '--kind', 'hide', '--json'],
    { TMPDIR: temporary },
  );
  expect([code, stderr.includes('FAILED'), json['problems']]).toEqual([0, false, []]);
  expect(json).toMatchObject({
    ok: true,
    kinds: ['fakes', 'hide'],
    timeline: { attackBegan: { words: expect.any(String) as unknown }, writes: 0 },
    restored: { problemCount: 0, writes: 0 },
  });
  // The last of three days, though three newer ones are there.
  const { snapshots, proposal } = json['timeline'] as {
    snapshots: { id: string }[];
    proposal: { snapshot: string };
  };
  expect(snapshots).toHaveLength(6);
  expect(snapshots.map(({ id }) => id).indexOf(proposal.snapshot)).toBe(2);
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
}, 240_000);

test('a kind that there is not is refused, with the names of those there are', async () => {
  const { code, json } = await runHere(['drill', 'attack', '--kind', 'polite', '--json'], {});
  expect([code, JSON.stringify(json)]).toEqual([2, expect.stringMatching(/garbage, encrypt.*not \\"polite/)]);
});

describe('a drill that must fail', () => {
  let folder: string;
  let vault: PracticeVault;
  let scene: DrillScene;
  const told: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-drill-test-'));
    vault = await startPracticeVault({ dir: join(folder, 'vault') });
    const context = makeContext({}, realTerminal, new AbortController().signal);
    const { b2: endpoint, keyId, key } = vault;
    scene = new DrillScene(context, folder, {
      endpoint,
      accountKey: { keyId, key },
      stop: () => vault.close(),
    });
    await mkdir(scene.documents);
    for (let number = 0; number < 5; number++)
      await writeFile(join(scene.documents, `file ${number}`), randomBytes(20_000));
    await copyTree(scene.documents, scene.asTheyWere);
    await rm(scene.documents, { recursive: true });
    await copyTree(scene.asTheyWere, scene.documents);
    await scene.setUp();
    await scene.backUp(scene.documents);
    await scene.loseTheComputer();
  });
  afterAll(async () => {
    await vault.close();
    await rm(folder, { recursive: true, force: true });
  });

  const recover = (): Promise<Recovered> =>
    recoverAndCompare(scene, (line) => Promise.resolve(void told.push(line)));

  test('one changed byte in what was there before is a difference', async () => {
    expect(await recover()).toMatchObject({ ok: true, problems: [], compared: { files: 5 } });
    await appendFile(join(scene.asTheyWere, 'file 3'), 'x');
    const changed = await recover();
    expect([changed.ok, changed.problems.some((problem) => problem.includes('other contents'))]).toEqual([
      false,
      true,
    ]);
  });

  test('a pack that the provider damaged: the files are named, and nothing passes for them', async () => {
    const contents = readdirSync(join(folder, 'vault', 'contents'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, 'vault', 'contents', name))
      .filter((path) => statSync(path).isFile());
    const [largest] = contents.toSorted((a, b) => statSync(b).size - statSync(a).size);
    if (largest === undefined) throw new Error('the vault is empty');
    writeFileSync(largest, Buffer.from(readFileSync(largest)).fill(1, 100));
    const { ok, problems } = await recover();
    expect([ok, problems[0]]).toEqual([false, '5 paths could not be restored']);
  });
});
