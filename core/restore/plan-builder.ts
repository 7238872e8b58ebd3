import type { BytePath, Entry } from '../model/entry.ts';
import type { ChunkPlace } from './chunk-place.ts';
import { GrowingColumn } from './growing-column.ts';
import {
  itemTypes,
  noIndex,
  textBytes,
  type ItemType,
  type MetadataColumns,
  type PlannedPack,
  type RestorePlan,
} from './restore-plan.ts';

/** Room left in `texts` for names that have to be changed while restoring. */
export const spareTextBytes = 256 * 1024;

type Metadata = Pick<Entry, 'mode' | 'uid' | 'gid' | 'mtimeNs' | 'xattrs'>;

const noMetadata: Metadata = { mode: 0o755, uid: 0, gid: 0, mtimeNs: '0' };

/** Collects the rows of a plan. */
export class PlanBuilder {
  readonly packs: PlannedPack[] = [];
  readonly #packIndex = new Map<string, number>();
  readonly #texts = new GrowingColumn(Uint8Array);
  readonly #directories = {
    parent: new GrowingColumn(Uint32Array),
    name: new GrowingColumn(Uint32Array),
    state: new GrowingColumn(Uint8Array),
    hasMetadata: new GrowingColumn(Uint8Array),
    metadata: new GrowingMetadata(),
  };
  readonly #items = {
    directory: new GrowingColumn(Uint32Array),
    name: new GrowingColumn(Uint32Array),
    type: new GrowingColumn(Uint8Array),
    state: new GrowingColumn(Uint8Array),
    sparse: new GrowingColumn(Uint8Array),
    size: new GrowingColumn(Float64Array),
    firstPiece: new GrowingColumn(Uint32Array),
    pieceCount: new GrowingColumn(Uint32Array),
    special: new GrowingColumn(Float64Array),
    metadata: new GrowingMetadata(),
  };
  readonly #pieces = {
    pack: new GrowingColumn(Uint32Array),
    segmentOffset: new GrowingColumn(Uint32Array),
    sealedLength: new GrowingColumn(Uint32Array),
    plainLength: new GrowingColumn(Uint32Array),
    offset: new GrowingColumn(Uint32Array),
    length: new GrowingColumn(Uint32Array),
    item: new GrowingColumn(Uint32Array),
    fileOffset: new GrowingColumn(Float64Array),
    id: new GrowingColumn(Uint8Array),
  };
  #bytes = 0;

  /** Sum of the sizes of files that will be written. */
  get bytes(): number {
    return this.#bytes;
  }

  get itemCount(): number {
    return this.#items.type.length;
  }

  /** @param metadata undefined: a directory that only leads to a root; it keeps what the system gives it */
  addDirectory(parent: number, name: BytePath, state: number, metadata: Metadata | undefined): number {
    const columns = this.#directories;
    columns.parent.push(parent);
    columns.name.push(this.#text(name));
    columns.state.push(state);
    columns.hasMetadata.push(metadata ? 1 : 0);
    columns.metadata.push(metadata ?? noMetadata, (text) => this.#text(text));
    return columns.parent.length - 1;
  }

  /** Begins an item; the pieces of a file follow with addPiece. */
  addItem(
    directory: number,
    name: BytePath,
    type: ItemType,
    state: number,
    entry: Entry,
    linkedTo?: number,
  ): number {
    const columns = this.#items;
    columns.directory.push(directory);
    columns.name.push(this.#text(name));
    columns.type.push(itemTypes.indexOf(type));
    columns.state.push(state);
    columns.sparse.push(entry.sparse ? 1 : 0);
    columns.size.push(entry.size);
    columns.firstPiece.push(this.#pieces.pack.length);
    columns.pieceCount.push(0);
    columns.special.push(linkedTo ?? this.#special(entry));
    columns.metadata.push(entry, (text) => this.#text(text));
    if (type === 'file') this.#bytes += entry.size;
    return columns.type.length - 1;
  }

  /** The next chunk of the item that was added last. */
  addPiece(id: Uint8Array, place: ChunkPlace, fileOffset: number): void {
    const columns = this.#pieces;
    const item = this.#items.type.length - 1;
    columns.pack.push(this.#pack(place));
    columns.segmentOffset.push(place.segment.offset);
    columns.sealedLength.push(place.segment.sealedLength);
    columns.plainLength.push(place.segment.plainLength);
    columns.offset.push(place.offset);
    columns.length.push(place.length);
    columns.item.push(item);
    columns.fileOffset.push(fileOffset);
    columns.id.append(id);
    this.#items.pieceCount.set(item, this.#items.pieceCount.at(item) + 1);
  }

  finish(destination: BytePath): RestorePlan {
    const directories = this.#directories;
    const items = this.#items;
    const pieces = this.#pieces;
    const used = this.#texts.length;
    this.#texts.append(new Uint8Array(spareTextBytes));
    return {
      destination,
      texts: this.#texts.cells.subarray(0, used + spareTextBytes),
      directories: {
        count: directories.parent.length,
        parent: directories.parent.cells,
        name: directories.name.cells,
        state: directories.state.cells,
        hasMetadata: directories.hasMetadata.cells,
        metadata: directories.metadata.cells,
      },
      items: {
        count: items.type.length,
        directory: items.directory.cells,
        name: items.name.cells,
        type: items.type.cells,
        state: items.state.cells,
        sparse: items.sparse.cells,
        size: items.size.cells,
        firstPiece: items.firstPiece.cells,
        pieceCount: items.pieceCount.cells,
        special: items.special.cells,
        metadata: items.metadata.cells,
      },
      pieces: {
        count: pieces.pack.length,
        pack: pieces.pack.cells,
        segmentOffset: pieces.segmentOffset.cells,
        sealedLength: pieces.sealedLength.cells,
        plainLength: pieces.plainLength.cells,
        offset: pieces.offset.cells,
        length: pieces.length.cells,
        item: pieces.item.cells,
        fileOffset: pieces.fileOffset.cells,
        id: pieces.id.cells,
      },
    };
  }

  #special(entry: Entry): number {
    if (entry.type === 'symlink') return this.#text(entry.target ?? '');
    return entry.device ?? 0;
  }

  #pack(place: ChunkPlace): number {
    const { name, versionId, size } = place.pack;
    const key = `${name} ${versionId}`;
    let index = this.#packIndex.get(key);
    if (index === undefined) {
      index = this.packs.push({ name, versionId, size }) - 1;
      this.#packIndex.set(key, index);
    }
    return index;
  }

  #text(text: string): number {
    const offset = this.#texts.length;
    this.#texts.append(textBytes(text));
    return offset;
  }
}

const nanosecondsPerSecond = 1_000_000_000n;

class GrowingMetadata {
  readonly #mode = new GrowingColumn(Uint16Array);
  readonly #uid = new GrowingColumn(Uint32Array);
  readonly #gid = new GrowingColumn(Uint32Array);
  readonly #seconds = new GrowingColumn(Float64Array);
  readonly #nanoseconds = new GrowingColumn(Uint32Array);
  readonly #xattrs = new GrowingColumn(Uint32Array);

  push(metadata: Metadata, keepText: (text: string) => number): void {
    const mtime = BigInt(metadata.mtimeNs);
    const nanoseconds = ((mtime % nanosecondsPerSecond) + nanosecondsPerSecond) % nanosecondsPerSecond;
    this.#mode.push(metadata.mode);
    this.#uid.push(metadata.uid);
    this.#gid.push(metadata.gid);
    this.#seconds.push(Number((mtime - nanoseconds) / nanosecondsPerSecond));
    this.#nanoseconds.push(Number(nanoseconds));
    const xattrs = metadata.xattrs ?? [];
    // JSON escapes nothing outside ASCII; names are, values are base64.
    this.#xattrs.push(
      xattrs.length === 0
        ? noIndex
        : keepText(Buffer.from(JSON.stringify(xattrs), 'utf8').toString('latin1')),
    );
  }

  get cells(): MetadataColumns {
    return {
      mode: this.#mode.cells,
      uid: this.#uid.cells,
      gid: this.#gid.cells,
      seconds: this.#seconds.cells,
      nanoseconds: this.#nanoseconds.cells,
      xattrs: this.#xattrs.cells,
    };
  }
}
