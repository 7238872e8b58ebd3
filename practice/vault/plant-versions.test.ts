import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plantVersions } from './plant-versions.ts';
import { Vault } from './vault.ts';

test('planted versions are listed, read and locked like uploaded ones; what was there stays', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-plant-'));
  try {
    const before = new Vault({ dir });
    const bucket = before.createBucket({ name: 'planted-in', type: 'allPrivate', lockEnabled: true });
    const content = before.beginContent();
    await content.write(Buffer.from('ours'));
    before.commitUpload(bucket.bucketId, 'a', await content.finish(), { contentType: 'text/plain' });
    const now = before.now();
    await expect(plantVersions(dir, 'planted-in', [])).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    before.close();

    const body = Buffer.from('rubbish');
    const until = now + 86_400_000;
    const planted = await plantVersions(dir, 'planted-in', [
      { name: 'a', body, at: now, lockUntil: until },
      { name: 'a', body: undefined, at: now },
      ...Array.from({ length: 500 }, (_, at) => ({ name: `n${at}`, body, at: now })),
    ]);
    expect(planted).toBe(502);
    await expect(plantVersions(dir, 'no-such-bucket', [])).rejects.toThrow('no bucket');

    const vault = new Vault({ dir });
    const { entries } = vault.listVersions(bucket.bucketId, { prefix: 'a', max: 10 });
    const versions = entries.flatMap((entry) => (entry.kind === 'version' ? [entry.version] : []));
    expect(versions.map(({ action, size }) => [action, size])).toEqual([
      ['hide', 0],
      ['upload', 7],
      ['upload', 4],
    ]);
    expect(Buffer.concat(await vault.readContent(versions[1]!).toArray()).toString()).toBe('rubbish');
    expect(() => vault.deleteVersion(versions[1]!.fileId, { bypass: true, key: vault.masterKey() })).toThrow(
      'Access Denied',
    );
    expect(vault.state().versions).toBe(503);
    vault.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
