import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise } from './backup-fixture.ts';

describe.each(['s3', 'b2'] as const)('over %s, where a conditional PUT is answered with 501', (kind) => {
  const fixture = new BackupFixture(kind, { refuseConditionalPut: true });

  test('a backup works, and stores nothing twice', async () => {
    const set = await fixture.newSet();
    writeFileSync(set.path('a'), noise(60_000));
    await set.backUp();
    writeFileSync(set.path('b'), noise(60_000, 2));
    await set.backUp();
    // All that the bucket has is found by the listing of a new catalog.
    set.loseCatalog();
    await set.backUp();
    expect(await set.expectWhole()).toHaveLength(3);
    for await (const page of set.store.listVersions(set.repository.prefix))
      for (const version of page) expect(version).toMatchObject({ kind: 'object', latest: true });
  });
});
