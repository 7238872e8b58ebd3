import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogObject } from '../catalog/objects.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { PackKind } from '../repository/pack-layout.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';

const maxNamed = 100;
/** Of two packs that hold a chunk the older one counts, so these stand in for ages. */
const trusted = 0;
const doubted = 1;

/** Needed packs in a scratch catalog: of kind `pack` until somebody tells what is in them. */
export class ScratchPacks {
  readonly unreadable: string[] = [];
  readonly #catalog: Catalog;
  readonly #want: 'trees' | 'everything';
  #needed = 0;
  #unread = 0;
  #changes = 0;

  constructor(catalog: Catalog, want: 'trees' | 'everything') {
    this.#catalog = catalog;
    this.#want = want;
  }

  get needed(): number {
    return this.#needed;
  }

  get unreadCount(): number {
    return this.#unread;
  }

  /** Grows with every change after which a chunk may be found elsewhere. */
  get changes(): number {
    return this.#changes;
  }

  /** Rows of list parts; those that are known are passed over. */
  need(rows: readonly NeededObject[]): void {
    this.#catalog.transaction(() => {
      for (const row of rows) {
        if (this.#find(row)) continue;
        this.#catalog.objects.add({ ...row, kind: 'pack', uploadedAt: trusted, confirmedUntil: 0 });
        this.#needed++;
        this.#unread++;
      }
    });
  }

  isUnread(pack: NeededObject): boolean {
    return this.#find(pack)?.kind === 'pack';
  }

  unread(): readonly CatalogObject[] {
    return this.#catalog.objects.ofKinds('pack');
  }

  /** What a pack holds, by an index object or its own trailer. Contents that do not decode are passed over. */
  place(
    packs: readonly { readonly pack: NeededObject; readonly kind: PackKind; readonly contents: Uint8Array }[],
    source: 'index' | 'trailer',
  ): void {
    this.#catalog.transaction(() => {
      for (const { pack, kind, contents } of packs) {
        const known = this.#find(pack);
        if (known?.kind !== 'pack') continue;
        const { name, versionId } = pack;
        const isPlaced = unlessForeign(() => {
          const id = this.#catalog.objects.add({ ...known, kind });
          if (kind === 'tree' || this.#want === 'everything')
            this.#catalog.chunks.addPack(id, contents, trusted, true);
          return true;
        });
        if (!isPlaced) continue;
        this.#unread--;
        const digest = sha256Hex(contents);
        const told = this.#catalog.meta(toldBy(name, versionId));
        if (source === 'index') this.#catalog.setMeta(toldBy(name, versionId), digest);
        else if (told !== undefined && told !== digest) this.#changes++;
      }
    });
  }

  lose(pack: NeededObject): void {
    if (this.unreadable.length < maxNamed && !this.unreadable.includes(pack.name))
      this.unreadable.push(pack.name);
  }

  /** Forgets what they hold and makes them the last choice. The answer is to be read by trailers. */
  doubt(names: readonly string[] | 'trees' | 'indexed'): readonly CatalogObject[] {
    const all =
      typeof names === 'string'
        ? this.#catalog.objects.ofKinds(
            ...(names === 'trees' ? (['tree'] as const) : (['tree', 'data'] as const)),
          )
        : names.flatMap((name) => this.#catalog.objects.byName(name));
    const packs = all.filter(
      ({ name, versionId, kind, uploadedAt }) =>
        kind !== 'pack' &&
        uploadedAt === trusted &&
        (names !== 'indexed' || this.#catalog.meta(toldBy(name, versionId)) !== undefined),
    );
    this.#changes += this.#catalog.chunks.spared(packs.map(({ id }) => id));
    this.#catalog.objects.strike(...packs.map(({ id }) => id));
    return packs.map(({ name, versionId, size }) => {
      const pack = { name, versionId, size, kind: 'pack', uploadedAt: doubted, confirmedUntil: 0 } as const;
      this.#unread++;
      return { ...pack, id: this.#catalog.objects.add(pack) };
    });
  }

  #find(pack: NeededObject): CatalogObject | undefined {
    return this.#catalog.objects
      .byName(pack.name)
      .find(({ versionId, size }) => versionId === pack.versionId && size === pack.size);
  }
}

const toldBy = (name: string, versionId: string): string => `told ${name} ${versionId}`;
