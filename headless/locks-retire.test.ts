import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAt } from '../core/app/home.ts';
import { readUpkeep } from '../core/app/upkeep-state.ts';
import { dayMs } from '../core/locks/period.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import type { Role } from '../core/storage/roles.ts';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

let folder: string;
let vault: PracticeVault;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-retire-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

type Sum = { readonly folder: string; readonly names: number; readonly bytes: number };
/** Without the canaries of set-up, whose locks end sooner. */
const sum = (amounts: unknown): number =>
  (amounts as readonly Sum[])
    .filter(({ folder: kind }) => kind !== 'proof')
    .reduce((total, { names }) => total + names, 0);

describe.each([
  ['automatic', () => ['--s3', vault.s3], ''],
  ['by-hand', () => ['--b2', vault.b2], 'SETUP_'],
] as const)('space that is given back %s', (space, place, which) => {
  const home = (): string => join(folder, `home-${space}`);
  const files = (): string => join(folder, `files-${space}`);
  const bucket = `retired-${space}`;
  const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<RanHere> =>
    runHere(args, {
      HOLDFAST_HOME: home(),
      HOLDFAST_PASSPHRASE: 'tide and time',
      HOLDFAST_PROOF_SECONDS: '0',
      ...environment,
    });
  const retire = (...args: readonly string[]): Promise<RanHere> =>
    run(['locks', 'retire', '--json', ...args]);
  const days = (count: number): Promise<void> =>
    administer(vault, 'clock', { advanceMs: Math.round(count * dayMs) });
  const maintenance = async (role: Role): Promise<Record<string, string>> => {
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const { keyId, key } = await provisioner.createKey(role, '', role);
    return { HOLDFAST_MAINTENANCE_KEY_ID: keyId, HOLDFAST_MAINTENANCE_KEY: key };
  };

  test('is set up so, and with no snapshot nothing is touched', async () => {
    const setUp = await run(
      ['setup', ...place(), '--bucket', bucket, '--protect', '30d', '--space', space, '--ping', 'off'],
      { [`HOLDFAST_${which}KEY_ID`]: vault.keyId, [`HOLDFAST_${which}KEY`]: vault.key },
    );
    expect(setUp).toMatchObject({ code: 0 });
    expect(setUp.out).toContain(space === 'automatic' ? 'a rule of the bucket deletes' : 'by hand: no rule');
    expect(setUp.err.includes('thief who hides everything')).toBe(space === 'automatic');
    expect(await retire()).toMatchObject({ code: 3, json: { stopped: { reason: 'nothing-kept' } } });
  });

  test('is shown with what, how much and from when', async () => {
    await run(['settings', 'retention', '--all', '0', '--daily', '0']);
    await mkdir(files());
    for (const contents of ['one', 'two']) {
      await writeFile(join(files(), 'file'), contents.repeat(10_000));
      expect(await run(['backup', files()])).toMatchObject({ code: 0 });
      await days(1);
    }
    await days(8);
    const early = await retire();
    expect(early).toMatchObject({
      code: 0,
      json: {
        done: { names: 0 },
        due: [],
        letGo: [{ lastLockEnds: expect.any(String) as string }],
      },
    });
    expect(sum(early.json['waiting'])).toBe(0);
    const { stillLocked } = early.json as { stillLocked: Sum };
    expect(stillLocked.names).toBeGreaterThanOrEqual(4);
    const shown = await run(['locks', 'retire', '--plan']);
    expect(shown.out).toMatch(/^Nothing can be given back yet\./);
    expect(shown.out).toMatch(/Needed no more and still locked: .* in \d objects\.\n/);
    expect(shown.out).toMatch(/ {4}until \d+ \w+ \d{4} \(\d+ days\) {2}\d/);
    expect(shown.out).toMatch(/Snapshots that are kept no more:\nSnapshot +Made +Not kept for others/);
    await days(12);
    await retire();
    await days(14);
    const marked = await retire();
    expect(sum(marked.json['waiting'])).toBe(stillLocked.names);
    const waiting = await run(['locks', 'retire', '--plan']);
    expect(waiting.out).toMatch(/From \d{4}-\d\d-\d\d \d\d:\d\d: .* in \d objects more/);
    expect(await readUpkeep(homeAt(home()))).toMatchObject({
      lastRenewal: { whole: true },
      lastRetirement: { names: 0, bytes: 0 },
    });
  });

  test('comes back', async () => {
    await days(1.1);
    const plan = await run(['locks', 'retire', '--plan']);
    const before = await retire('--plan');
    const names = sum(before.json['due']);
    expect(names).toBeGreaterThanOrEqual(4);
    expect(before.json).toMatchObject({ how: 'plan', done: { names: 0 } });
    if (space === 'automatic') {
      expect(plan.out).toMatch(/`holdfast locks retire` would now hide .* in \d objects/);
      const done = await run(['locks', 'retire']);
      expect(done.out).toMatch(
        /^Hidden: .* that nothing needs\. The bucket's rule deletes them from .* \(7 days\) on\./,
      );
      expect(done.err).toMatch(/Giving back .* in \d objects …/);
    } else {
      const without = await run(['locks', 'retire']);
      expect(without.out).toMatch(
        /^A maintenance key would now free .*\n {4}snapshots: .* in 1 object, since \d{4}/,
      );
      expect(without.out).toContain('HOLDFAST_MAINTENANCE_KEY_ID');
      const weak = await run(['locks', 'retire', '--json'], await maintenance('backup'));
      expect(weak).toMatchObject({ code: 1, json: { error: { code: 'key-insufficient' } } });
      const done = await run(['locks', 'retire'], await maintenance('maintenance'));
      expect(done.out).toMatch(/^Deleted: .* that nothing needs\./);
    }
    expect(await readUpkeep(homeAt(home()))).toMatchObject({
      lastRetirement: { how: space === 'automatic' ? 'hide' : 'delete', names },
    });
    await days(8.1);
    expect(await run(['backup', files()])).toMatchObject({ code: 0 });
    const checked = await run(['check', '--read-data', '--json']);
    expect(checked).toMatchObject({ code: 0, json: { ok: true } });
    expect((await retire()).code).toBe(0);
  });
});
