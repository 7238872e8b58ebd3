import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lockHome } from '../core/app/home-lock.ts';
import { homeAt } from '../core/app/home.ts';
import { BadInputStage, expectRefusal, expectRefused } from './testing/bad-input-stage.ts';

/*
 * Bad input that has to do with this computer: each gets one clear sentence that says what to do, the right exit
 * code, and changes nothing.
 */

let stage: BadInputStage;
beforeAll(async () => {
  stage = await BadInputStage.build();
});
afterAll(() => stage.end());
beforeEach(() => stage.useEmptyHome());

describe('this computer', () => {
  test('a home that is not set up, is set up already, or is damaged', async () => {
    await expectRefusal(stage, ['snapshots'], {}, { code: 'home-missing', words: /Run `holdfast setup`/ });
    await stage.useHomeThatIsSetUp();
    await expectRefusal(stage, ['setup', ...stage.b2('other-bucket'), '--protect', '1d'], stage.setUpKey, {
      code: 'home-exists',
      words: /another --home/,
    });
    await writeFile(join(stage.home, 'settings.json'), '{"version": 99}');
    await expectRefusal(stage, ['snapshots'], {}, { code: 'home-damaged', words: /newer Holdfast/ });
  });

  test('a home that another process uses', async () => {
    await stage.useHomeThatIsSetUp();
    const lock = lockHome(homeAt(stage.home));
    try {
      for (const args of [['backup', stage.files], ['snapshots']])
        await expectRefusal(
          stage,
          args,
          {},
          { code: 'home-busy', words: new RegExp(`process ${process.pid}\\b.*Wait`) },
        );
    } finally {
      lock.release();
    }
  });

  test('impossible paths', async () => {
    await stage.useHomeThatIsSetUp();
    const impossible = { code: 'path-impossible', words: /cannot be used/ } as const;
    await expectRefusal(stage, ['backup', join(stage.files, 'nothing-here')], {}, impossible);
    await expectRefusal(stage, ['backup', join(stage.files, 'a', 'below-a-file')], {}, impossible);
    await expectRefusal(stage, ['restore', 'latest', '--to', join(stage.files, 'a')], {}, impossible);
    await expectRefusal(stage, ['restore', 'latest', '--to', join(stage.files, 'a', 'b')], {}, impossible);
    await expectRefusal(
      stage,
      ['restore', 'latest', '/not/in/it', '--to', join(stage.home, 'out')],
      {},
      { code: 'path-not-in-snapshot', words: /holdfast ls/ },
    );
    await expectRefusal(
      stage,
      ['ls', 'latest', '/not/in/it'],
      {},
      { code: 'path-not-in-snapshot', words: /holdfast ls/ },
    );
    await expectRefusal(stage, ['ls', 'ffff'], {}, { code: 'snapshot-unknown', words: /holdfast snapshots/ });
    await expectRefusal(stage, ['backup', ''], {}, { code: 'usage', exit: 2, words: /empty/ });
  });

  test('a recovery kit that exists or cannot be written, and a home that cannot be made', async () => {
    const setup = ['setup', ...stage.b2('new-bucket'), '--protect', '1d'];
    await expectRefusal(stage, [...setup, '--kit', join(stage.files, 'a')], stage.setUpKey, {
      code: 'path-impossible',
      words: /exists already/,
    });
    await expectRefusal(stage, [...setup, '--kit', join(stage.home, 'no', 'kit')], stage.setUpKey, {
      code: 'path-impossible',
      words: /does not exist/,
    });
    const ended = await stage.run([...setup, '--home', join(stage.files, 'a', 'home')], stage.setUpKey);
    expect(ended.json['error']).toMatchObject({ code: 'path-impossible' });
  });

  test.each(['0', '0d', '100000d', '-5d', '1.5d'])('a period of %s', async (days) => {
    await expectRefusal(stage, ['setup', ...stage.b2('new-bucket'), `--protect=${days}`], stage.setUpKey, {
      code: 'period-invalid',
      exit: 2,
      words: /Choose between 1 and \d+ days/,
    });
  });

  test('a period that is no number', async () => {
    await expectRefusal(stage, ['setup', ...stage.b2('new-bucket'), '--protect', 'soon'], stage.setUpKey, {
      code: 'usage',
      exit: 2,
      words: /like 30d/,
    });
  });
});

describe('a full disk', () => {
  const full = { code: 'disk-full', words: /Free some space/ } as const;
  let small: string;
  let isMounted: boolean;

  beforeEach(async () => {
    small = await mkdtemp(join(stage.folder, 'small-'));
    isMounted =
      process.getuid?.() === 0 && run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small).status === 0;
    if (!isMounted) process.stderr.write('SKIPPED full disk: mounting a small file system needs root.\n');
  });
  afterEach(() => {
    if (isMounted) run('umount', small);
  });

  const run = (command: string, ...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(command, args, { stdio: 'ignore' });

  /** Leaves so many bytes. */
  async function fill(leave: number): Promise<void> {
    await rm(join(small, 'filler'), { force: true });
    const { bavail, bsize } = await statfs(small);
    await writeFile(join(small, 'filler'), new Uint8Array(bavail * bsize - leave));
  }

  const setUp = (home: string, ...more: readonly string[]): readonly string[] => [
    'setup',
    ...stage.b2('new-bucket'),
    '--protect',
    '1d',
    '--home',
    home,
    ...more,
  ];

  test('stops set-up before anything was made, for the home and for the kit', async (context) => {
    if (!isMounted) return context.skip();
    await fill(200_000);
    const before = await stage.state(stage.files, small);
    expectRefused(await stage.run(setUp(join(small, 'home')), stage.setUpKey), full);
    await fill(0);
    const kit = join(small, 'kit.txt');
    expectRefused(await stage.run(setUp(join(stage.folder, 'never'), '--kit', kit), stage.setUpKey), full);
    await fill(200_000);
    expect(await stage.state(stage.files, small)).toBe(before);
    expect(await readdir(stage.folder)).not.toContain('never');
  });

  test('stops a backup, and the next one with space works', async (context) => {
    if (!isMounted) return context.skip();
    const home = join(small, 'home');
    await stage.useHomeThatIsSetUp(home);
    await fill(20_000);
    expectRefused(await stage.run(['backup', stage.files, '--home', home]), full);
    await rm(join(small, 'filler'));
    const again = await stage.run(['backup', stage.files, '--home', home]);
    expect([again.code, again.stderr]).toEqual([0, '']);
  });

  test('stops a restore before anything was written', async (context) => {
    if (!isMounted) return context.skip();
    await stage.useHomeThatIsSetUp();
    const big = join(stage.folder, 'big');
    await mkdir(big);
    await writeFile(join(big, 'five megabytes'), new Uint8Array(5e6).fill(7));
    expect((await stage.run(['backup', big, '--home', stage.home])).code).toBe(0);
    const to = join(small, 'out');
    expectRefused(await stage.run(['restore', 'latest', '--to', to, '--home', stage.home]), full);
    expect(await readdir(small)).toEqual([]);
  });
});
