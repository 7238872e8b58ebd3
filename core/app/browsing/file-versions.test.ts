import { expect, test } from 'vitest';
import { TestRepository } from '../../restore/testing/test-repository.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { BrowseSource } from './browse-source.ts';
import { fileVersions } from './file-versions.ts';
import { FolderCache } from './folder-cache.ts';

const repository = new TestRepository();
const replacement = Buffer.from('caf\ufffd').toString('latin1');

const snapshotOf = (names: readonly string[], at: number): FoundSnapshot => ({
  id: `${at}`.repeat(64),
  version: { name: '', versionId: '', size: 0 },
  uploadedAt: at,
  parts: [],
  ...repository.snapshot({
    '/home': repository.directory(
      'home',
      names.map((name, index) => repository.file(name, 'x'.repeat(index + 1))),
    ),
  }),
});

function sourceOf(snapshots: readonly FoundSnapshot[]): BrowseSource {
  const reader = new TreeReader(repository.readable, repository);
  const nobody = async (): Promise<never> => Promise.reject(new Error('not asked for'));
  return {
    repository: undefined as never,
    endpoint: '',
    folders: new FolderCache(),
    snapshots: async () => snapshots,
    snapshot: nobody,
    marksOf: async () => [],
    reading: (_, _want, work) => work({ locator: repository, reader }),
    plan: nobody,
    restore: nobody,
  };
}

test('a name that only looks the same, as its bytes are no text, does not stand in for the one that is asked for', async () => {
  const source = sourceOf([snapshotOf(['caf\xe8', replacement], 1)]);
  expect(await fileVersions(source, '/home/caf\ufffd')).toMatchObject([{ size: 2 }]);
  expect(await fileVersions(source, '/home/caf\udce8')).toMatchObject([{ size: 1 }]);
});

test('where there is no other, a name is found by how it looks', async () => {
  const source = sourceOf([snapshotOf(['caf\xe8'], 1)]);
  expect(await fileVersions(source, '/home/caf\ufffd')).toMatchObject([{ size: 1 }]);
});
