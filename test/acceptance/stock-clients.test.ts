import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareTrees } from '../compare/compare-trees.ts';
import { startPracticeProcess, type PracticeProcess } from './practice-process.ts';
import { workFolder } from './work-folder.ts';

const run = promisify(execFile);
const has = (program: string): boolean => spawnSync(program, ['version']).status === 0;

/** Without the caller's own AWS settings: a certificate bundle in them makes old clients fail. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));

/** Programs that know nothing of Holdfast use the practice vault as if it were the provider. */
describe('stock clients on the practice vault', () => {
  const folder = workFolder();
  const tree = join(folder.path, 'tree');
  let vault: PracticeProcess;

  beforeAll(async () => {
    folder.make();
    vault = await startPracticeProcess(join(folder.path, 'practice'));
    mkdirSync(join(tree, 'a folder'), { recursive: true });
    writeFileSync(join(tree, 'a folder', 'name with spaces, ü and +'), 'small');
    writeFileSync(join(tree, 'empty'), '');
    writeFileSync(join(tree, 'large'), randomBytes(12 << 20));
    for (let number = 0; number < 50; number++) writeFileSync(join(tree, `file ${number}`), `${number}`);
  });
  afterAll(async () => {
    await vault.close();
    folder.remove();
  });

  describe.skipIf(!has('restic'))('restic', () => {
    test('backs up, checks every byte and restores', async () => {
      const restic = (...args: readonly string[]) =>
        run('restic', ['--repo', `s3:${vault.s3}/stock-restic`, '--no-cache', ...args], {
          env: {
            ...env,
            AWS_ACCESS_KEY_ID: vault.keyId,
            AWS_SECRET_ACCESS_KEY: vault.key,
            AWS_DEFAULT_REGION: vault.region,
            RESTIC_PASSWORD: 'stock',
          },
        });
      await restic('init');
      await restic('backup', tree);
      await restic('backup', tree);
      await restic('check', '--read-data');
      const to = join(folder.path, 'restic');
      await restic('restore', 'latest', '--target', to);
      expect(compareTrees(tree, join(to, tree)).lines).toEqual([]);
      await restic('forget', 'latest', '--prune');
    });
  });

  describe.skipIf(!has('rclone'))('rclone', () => {
    const backends = {
      b2: () => ({ account: vault.keyId, key: vault.key, endpoint: vault.b2 }),
      s3: () => ({
        provider: 'Other',
        endpoint: vault.s3,
        region: vault.region,
        'access-key-id': vault.keyId,
        'secret-access-key': vault.key,
      }),
    };

    test.each(['b2', 's3'] as const)(
      'its %s backend copies there and back, compares, lists and deletes',
      async (api) => {
        const rclone = async (...args: readonly string[]): Promise<string> => {
          // Small parts, so that the large file is one of several.
          const wanted = { ...backends[api](), 'upload-cutoff': '5Mi', 'chunk-size': '5Mi' };
          const options = Object.entries(wanted).flatMap(([name, value]) => [`--${api}-${name}`, value]);
          const common = ['--config', '/dev/null', '--retries', '1', '--low-level-retries', '1'];
          return (await run('rclone', [...common, ...options, ...args], { env })).stdout;
        };
        const place = `:${api}:stock-rclone-${api}`;
        await rclone('mkdir', place);
        await rclone('copy', tree, `${place}/copy`);
        await rclone('check', tree, `${place}/copy`, '--download');
        expect((await rclone('lsf', '-R', '--files-only', `${place}/copy`)).trim().split('\n')).toHaveLength(
          53,
        );
        const back = join(folder.path, `rclone ${api}`);
        await rclone('copy', `${place}/copy`, back);
        expect(compareTrees(tree, back, ['mtime', 'mode']).lines).toEqual([]);
        await rclone('deletefile', `${place}/copy/empty`);
        await rclone('delete', `${place}/copy/a folder`);
        expect((await rclone('lsf', '-R', '--files-only', `${place}/copy`)).trim().split('\n')).toHaveLength(
          51,
        );
      },
    );
  });
});
