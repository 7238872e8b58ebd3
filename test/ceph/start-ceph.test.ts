import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runFolderVariable, useCeph } from './start-ceph.ts';

const found = await useCeph();

describe.skipIf(found.ceph === undefined)(
  `Ceph RGW${found.ceph === undefined ? ` (skipped: ${found.reason})` : ''}`,
  () => {
    test('answers as S3', async () => {
      const answer = await fetch(`${found.ceph?.endpoint}/`);
      expect(await answer.text()).toContain('ListAllMyBucketsResult');
    });

    test('is the same for everybody who asks', async () => {
      expect(await useCeph()).toEqual(found);
    });
  },
);

test('a Ceph that cannot run is a reason to skip, and with CI=true a failure', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-no-ceph-'));
  await mkdir(join(folder, 'first'));
  const reason = { reason: 'no Ceph here' };
  await writeFile(join(folder, 'answer.json'), JSON.stringify(reason));
  vi.stubEnv(runFolderVariable, folder);
  vi.stubEnv('CI', '');
  expect(await useCeph()).toEqual(reason);
  vi.stubEnv('CI', 'true');
  await expect(useCeph()).rejects.toThrow('Ceph RGW is required with CI=true: no Ceph here');
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});
