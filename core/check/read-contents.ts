import { isHoldfastError } from '../errors/holdfast-error.ts';
import { maxIndexBytes, openIndex, type IndexRow } from '../repository/index-object.ts';
import { folder, packName, parseName } from '../repository/names.ts';
import { decodePackContents } from '../repository/pack-contents.ts';
import {
  openTrailer,
  trailerReadSize,
  trailerReadSizeNeeded,
  type OpenedTrailer,
} from '../repository/pack-reader.ts';
import { findAmong } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { concurrently } from '../system/concurrently.ts';
import { versionsByName } from '../catalog/snapshots.ts';
import { ChunkTable } from './chunk-table.ts';
import type { Findings } from './finding.ts';
import { versionKey, type Needed, type NeededObjects } from './needed-objects.ts';

const trailersAtOnce = 8;

/** What lies where, from the packs themselves, and from the index where a pack cannot say it any more. */
export type PackContentsFound = {
  readonly table: ChunkTable;
  /** By number in the table: key of the version. */
  readonly keys: readonly string[];
  /** By number: its chunks can be read, as far as this check has seen. */
  readonly readable: boolean[];
};

/** Reads the trailer of every needed pack that is there, and all index objects, and compares the two. */
export async function readContents(
  repository: Repository,
  needed: NeededObjects,
  present: ReadonlySet<string>,
  findings: Findings,
  tick: () => void,
): Promise<PackContentsFound> {
  const packs = [...needed.all.values()].filter(({ kind }) => kind === 'pack');
  const indexed = await readIndexRows(repository, findings);
  const table = new ChunkTable();
  const keys: string[] = [];
  const readable: boolean[] = [];
  const add = (
    pack: Omit<Needed, 'kind' | 'snapshots' | 'protectDays'>,
    contents: Uint8Array | OpenedTrailer,
    isReadable: boolean,
    kind: 'data' | 'tree',
  ): void => {
    const decoded = contents instanceof Uint8Array ? decodePackContents(contents) : contents.contents;
    keys[table.addPack({ name: pack.name, versionId: pack.versionId, size: pack.size, kind }, decoded)] =
      versionKey(pack);
    readable.push(isReadable);
  };
  await concurrently(packs, trailersAtOnce, async (pack) => {
    const rows = (indexed.get(pack.name) ?? []).filter(({ versionId }) => versionId === pack.versionId);
    const [row] = rows;
    const trailer = present.has(versionKey(pack)) ? await readTrailer(repository, pack, findings) : undefined;
    tick();
    if (trailer) add(pack, trailer, true, trailer.kind);
    else if (row) add(pack, row.contents, false, row.kind);
    if (trailer && !row) findings.add('not-indexed', pack.name, pack);
    if (trailer && !rows.every((one) => agrees(one, pack, trailer)))
      findings.add('index-differs', pack.name, pack);
  });
  // Packs that no snapshot lists: to tell what lies there from what lies nowhere.
  for (const [name, rows] of indexed)
    for (const row of rows) {
      const pack = { name, versionId: row.versionId, size: row.size };
      if (!needed.all.has(versionKey(pack))) add(pack, row.contents, true, row.kind);
    }
  return { table, keys, readable };
}

function agrees(row: IndexRow, pack: Needed, trailer: OpenedTrailer): boolean {
  const isSame = row.kind === trailer.kind && row.size === pack.size;
  return isSame && Buffer.compare(row.contents, trailer.encodedContents) === 0;
}

async function readTrailer(
  repository: Repository,
  pack: Needed,
  findings: Findings,
): Promise<OpenedTrailer | undefined> {
  const { store, prefix, keys, repositoryId } = repository;
  const version = { name: prefix + pack.name, versionId: pack.versionId };
  const readTail = async (bytes: number): Promise<Uint8Array> =>
    await store.get(version, { start: Math.max(0, pack.size - bytes), end: pack.size });
  try {
    let tail = await readTail(trailerReadSize);
    const size = trailerReadSizeNeeded(tail);
    if (size > tail.length && size <= pack.size) tail = await readTail(size);
    return openTrailer(keys, repositoryId, undefined, tail, pack.size);
  } catch (error) {
    if (isHoldfastError(error, 'object-missing')) findings.add('pack-missing', pack.name, pack);
    else if (isHoldfastError(error, 'object-damaged'))
      findings.add('pack-damaged', pack.name, { ...pack, detail: String(error.details.reason) });
    else throw error;
    return undefined;
  }
}

/** Pack name → its rows. */
async function readIndexRows(repository: Repository, findings: Findings): Promise<Map<string, IndexRow[]>> {
  const { store, prefix, keys, repositoryId } = repository;
  const rows = new Map<string, IndexRow[]>();
  for await (const versions of versionsByName(repository, folder(prefix, 'index'))) {
    const name = versions[0]?.name.slice(prefix.length) ?? '';
    if (parseName('', name) === undefined) continue;
    const found = await findAmong(store, prefix, versions, undefined, maxIndexBytes);
    try {
      if (!found) findings.add('index-damaged', name);
      for (const row of found ? openIndex(keys, repositoryId, found.bytes) : []) {
        const pack = packName('', row.pack);
        rows.set(pack, [...(rows.get(pack) ?? []), row]);
      }
    } catch (error) {
      if (!isHoldfastError(error, 'object-damaged')) throw error;
      findings.add('index-damaged', name, { detail: String(error.details.reason) });
    }
  }
  return rows;
}
