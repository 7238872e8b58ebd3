import type { Database, Statement } from 'better-sqlite3';
import { decodePackContents } from '../repository/pack-contents.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';

/** Where a chunk's bytes lie. `pack.name` is relative to the prefix. */
export type ChunkLocation = {
  readonly pack: ObjectVersion & { readonly id: number; readonly size: number };
  readonly kind: 'data' | 'tree';
  readonly segment: { readonly offset: number; readonly sealedLength: number; readonly plainLength: number };
  /** Of the chunk within the segment's plaintext. */
  readonly offset: number;
  readonly length: number;
};

/** pack, segment offset, sealed length, plain length, offset, length */
type Row = readonly [number, number, number, number, number, number];

type LocatedPack = Pick<ChunkLocation, 'pack' | 'kind'>;

/** A pack whose contents are in no index object yet. */
export type UnindexedPack = { readonly pack: number; readonly contents: Uint8Array };

/** A file may hold the very bytes of a directory node, and readers take each from packs of its own kind only. */
const keyOf = (id: Uint8Array, kind: ChunkLocation['kind']): Uint8Array =>
  kind === 'data' ? id : Uint8Array.of(...id, 1);

/** Chunk → place. "Of two locations of a chunk, the older pack with a running lock wins" (design 3.6); the other is spare. */
export class CatalogChunks {
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #insertSpare: Statement;
  readonly #moveToSpare: Statement;
  readonly #remove: Statement;
  readonly #better: Statement;
  readonly #pack: Statement;
  readonly #locate: Statement;
  readonly #packs = new Map<number, LocatedPack>();

  constructor(database: Database) {
    this.#database = database;
    const values = 'VALUES (@id, @pack, @segmentOffset, @sealedLength, @plainLength, @offset, @length)';
    this.#insert = database.prepare(`INSERT INTO chunk ${values} ON CONFLICT (id) DO NOTHING`);
    this.#insertSpare = database.prepare(`INSERT OR IGNORE INTO spare ${values}`);
    this.#moveToSpare = database.prepare('INSERT OR IGNORE INTO spare SELECT * FROM chunk WHERE id = ?');
    this.#remove = database.prepare('DELETE FROM chunk WHERE id = ?');
    this.#better = database
      .prepare(
        `SELECT id FROM object WHERE id IN (@one, @other)
         ORDER BY confirmed_until > @countsFrom DESC, uploaded_at, name LIMIT 1`,
      )
      .pluck();
    this.#pack = database.prepare('SELECT pack FROM chunk WHERE id = ?').pluck();
    // A restore asks for every piece of every file: rows as arrays and packs remembered take 6 µs, a join 19.
    this.#locate = database
      .prepare(
        'SELECT pack, segment_offset, sealed_length, plain_length, offset, length FROM chunk WHERE id = ?',
      )
      .raw();
  }

  get count(): number {
    return this.#database.prepare('SELECT count(*) FROM chunk').pluck().get() as number;
  }

  /** Ordinal of the pack that holds a chunk. */
  packOf(id: Uint8Array, kind: ChunkLocation['kind']): number | undefined {
    return this.#pack.get(keyOf(id, kind)) as number | undefined;
  }

  locate(id: Uint8Array, kind: ChunkLocation['kind']): ChunkLocation | undefined {
    const row = this.#locate.get(keyOf(id, kind)) as Row | undefined;
    const located = row && this.#packRow(row[0]);
    if (!located) return undefined;
    const [, segmentOffset, sealedLength, plainLength, offset, length] = row;
    return { ...located, segment: { offset: segmentOffset, sealedLength, plainLength }, offset, length };
  }

  /** What never changes about a pack; its ordinal is never used again. */
  #packRow(id: number): LocatedPack | undefined {
    const known = this.#packs.get(id);
    if (known) return known;
    const row = this.#database
      .prepare('SELECT name, version_id AS versionId, kind, size FROM object WHERE id = ?')
      .get(id) as (Omit<LocatedPack['pack'], 'id'> & Pick<LocatedPack, 'kind'>) | undefined;
    if (!row) return undefined;
    const { name, versionId, kind, size } = row;
    const located: LocatedPack = { pack: { id, name, versionId, size }, kind };
    this.#packs.set(id, located);
    return located;
  }

  /**
   * Adds all chunks of a pack.
   * @param pack its ordinal; its object row must exist
   * @param countsFrom a place whose lock does not run beyond this counts only where there is no other
   * @param indexed false: the contents wait here for the next index object
   * @returns the ids of its chunks
   */
  addPack(pack: number, contents: Uint8Array, countsFrom: Instant, indexed: boolean): readonly Uint8Array[] {
    const { segments, chunks } = decodePackContents(contents);
    const kind = this.#packRow(pack)?.kind ?? 'data';
    for (const chunk of chunks) {
      const segment = segments[chunk.segment];
      if (segment === undefined) continue;
      const place = {
        id: keyOf(chunk.id, kind),
        pack,
        segmentOffset: segment.offset,
        sealedLength: segment.sealedLength,
        plainLength: segment.plainLength,
        offset: chunk.offset,
        length: chunk.length,
      };
      if (this.#insert.run(place).changes === 0) this.#addFurther(place, countsFrom);
    }
    if (!indexed)
      this.#database
        .prepare('INSERT OR REPLACE INTO unindexed (pack, contents) VALUES (?, ?)')
        .run(pack, contents);
    return chunks.map(({ id }) => id);
  }

  /** A chunk that has a place already. */
  #addFurther(place: { readonly id: Uint8Array; readonly pack: number }, countsFrom: Instant): void {
    const known = this.#pack.get(place.id) as number | undefined;
    if (known === place.pack) return;
    if (this.#better.get({ one: place.pack, other: known, countsFrom }) === place.pack) {
      this.#moveToSpare.run(place.id);
      this.#remove.run(place.id);
      this.#insert.run(place);
    } else this.#insertSpare.run(place);
  }

  /** How many chunks of these packs have another place too. Looks through all chunks. */
  spared(packs: readonly number[]): number {
    return this.#database
      .prepare(
        `SELECT count(*) FROM chunk WHERE pack IN (SELECT value FROM json_each(?))
           AND EXISTS (SELECT 1 FROM spare WHERE spare.id = chunk.id)`,
      )
      .pluck()
      .get(JSON.stringify(packs)) as number;
  }

  /** The next of them after a pack, by ordinal. */
  unindexedAfter(pack: number): UnindexedPack | undefined {
    return this.#database
      .prepare('SELECT pack, contents FROM unindexed WHERE pack > ? ORDER BY pack LIMIT 1')
      .get(pack) as UnindexedPack | undefined;
  }

  /** An index object now holds these packs. */
  markIndexed(packs: readonly number[]): void {
    this.#database.transaction(() => {
      for (const pack of packs) {
        this.#database.prepare('DELETE FROM unindexed WHERE pack = ?').run(pack);
        this.#database.prepare('UPDATE object SET indexed = 1 WHERE id = ?').run(pack);
      }
    })();
  }
}
