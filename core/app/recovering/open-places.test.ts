import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, noise } from '../../../test/backup/backup-fixture.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { OpenPlaces } from './open-places.ts';

const fixture = new BackupFixture('b2');

async function backedUp() {
  const set = await fixture.newSet();
  writeFileSync(set.path('one'), noise(40_000, 1));
  await set.backUp();
  const piece = (await set.entries()).get('source/one')?.content?.[0]?.id ?? '';
  return {
    open: new OpenPlaces(set.repository),
    snapshots: await set.snapshots(),
    piece: Buffer.from(piece, 'hex'),
  };
}

test('packs that were doubted and not read to the end are not lost for whoever comes next', async () => {
  const { open, snapshots, piece } = await backedUp();
  const cut = open.use(snapshots, 'everything', ({ places }) =>
    places.doubt('indexed', AbortSignal.abort(new HoldfastError('cancelled'))),
  );
  await expect(cut).rejects.toMatchObject({ code: 'cancelled' });
  const found = open.use(snapshots, 'everything', async ({ places }) => places.locate(piece, 'data'));
  expect(await found).toBeDefined();
  open.close();
});

test('a piece that is lost is no reason to read the index again', async () => {
  const { open, snapshots } = await backedUp();
  const before = await open.use(snapshots, 'everything', async ({ places }) => places);
  const lost = open.use(snapshots, 'everything', () => Promise.reject(new HoldfastError('chunk-missing')));
  await expect(lost).rejects.toMatchObject({ code: 'chunk-missing' });
  expect(await open.use(snapshots, 'everything', async ({ places }) => places)).toBe(before);
  open.close();
});
