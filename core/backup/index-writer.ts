import type { Catalog } from '../catalog/catalog.ts';
import { parseName } from '../repository/names.ts';
import { maxIndexRows, sealIndex, targetIndexBytes, type IndexRow } from '../repository/index-object.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import type { Repository } from '../repository/open-repository.ts';
import type { World } from '../system/world.ts';
import type { LeasedWriter } from './leased-writer.ts';

/** Puts the contents of all packs that no index object holds yet into index objects. */
export async function writeIndex(
  repository: Repository,
  catalog: Catalog,
  writer: LeasedWriter,
  world: World,
): Promise<void> {
  let next = catalog.chunks.unindexedAfter(0);
  while (next !== undefined) {
    const rows: IndexRow[] = [];
    const packs: number[] = [];
    let bytes = 0;
    while (next !== undefined && rows.length < maxIndexRows && bytes < targetIndexBytes) {
      const pack = catalog.objects.byId(next.pack);
      const hash = pack && parseName('', pack.name)?.hash;
      if (pack && hash && (pack.kind === 'data' || pack.kind === 'tree')) {
        const { versionId, size, uploadedAt, kind } = pack;
        rows.push({ pack: hash, versionId, size, uploadedAt, kind, contents: next.contents });
        packs.push(next.pack);
        bytes += next.contents.length;
      }
      next = catalog.chunks.unindexedAfter(next.pack);
    }
    if (rows.length === 0) return;
    const sealed = sealIndex(repository.keys, repository.repositoryId, rows, world.random);
    await writer.keep({ kind: 'index', bytes: sealed, sha256: sha256Hex(sealed) });
    catalog.chunks.markIndexed(packs);
  }
}
