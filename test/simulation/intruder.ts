import { sha256Hex } from '../../core/crypto/sha256.ts';
import { encodeRetention, retentionPresets } from '../../core/locks/retention.ts';
import type { NeededObject } from '../../core/model/needed-object.ts';
import { openSnapshot, sealSnapshot } from '../../core/repository/snapshot-object.ts';
import type { Repository } from '../../core/repository/repository.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import type { KnownSnapshot } from './ledger.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedBucket } from './simulated-bucket.ts';

const dayMs = 86_400_000;
/** How much he does on a day. */
const actsADay = 12;
const floodADay = 8;

/** Whoever has the stored key and, having owned the computer, the master key as well. He may do all that they allow. */
export class Intruder {
  readonly #bucket: SimulatedBucket;
  readonly #repository: Repository;
  readonly #store: ObjectStore;
  readonly #random: SeededRandom;
  fakes = 0;

  /** @param store with the backup key */
  constructor(bucket: SimulatedBucket, repository: Repository, store: ObjectStore, random: SeededRandom) {
    this.#bucket = bucket;
    this.#repository = repository;
    this.#store = store;
    this.#random = random;
  }

  async act(genuine: readonly KnownSnapshot[]): Promise<void> {
    const names = [...this.#bucket.names(this.#repository.prefix)];
    for (let act = 0; act < actsADay; act++) {
      const name = this.#random.pick(names);
      const choice = this.#random.share();
      if (choice < 0.4) await this.#store.hide(name);
      else if (choice < 0.8) await this.#put(name, this.#random.bytes(this.#random.between(1, 200)));
      else await this.#lengthen(name);
    }
    for (let flood = 0; flood < floodADay; flood++) {
      const bytes = this.#random.bytes(40);
      const folder = this.#random.pick([
        'snapshots',
        'lists',
        'packs/00',
        'index',
        'keys',
        'repository',
        'other',
      ]);
      await this.#put(`${this.#repository.prefix}${folder}/${sha256Hex(bytes)}`, bytes);
    }
    const victim = this.#random.pick(names);
    for (let again = 0; again < 5; again++) await this.#store.hide(victim);
    if (genuine.length > 0) await this.#fake(genuine);
  }

  async #lengthen(name: string): Promise<void> {
    const version = this.#bucket.versionsOf(name)[0];
    if (version === undefined || version.kind === 'marker') return;
    const until = this.#bucket.now() + this.#random.between(1, 400) * dayMs;
    if (until > (version.until ?? 0)) await this.#store.renew(version, Math.floor(until / 1000) * 1000);
  }

  /**
   * A snapshot that authenticates: the parts of a genuine one or some of them, what he likes in the body, and an order to
   * keep next to nothing.
   */
  async #fake(genuine: readonly KnownSnapshot[]): Promise<void> {
    const { keys, repositoryId, prefix } = this.#repository;
    const model = this.#random.pick(genuine);
    const stored = model.needs[0]?.stored;
    if (stored === undefined) return;
    const { parts, body } = openSnapshot(keys, repositoryId, stored.body);
    const chosen: readonly NeededObject[] = this.#random.chance(0.5) ? parts : parts.slice(0, 1);
    const shifted = (at: number): number => at + this.#random.between(-2_000, 2_000) * dayMs;
    const fake = {
      ...body,
      startedAt: Math.max(0, shifted(body.startedAt)),
      finishedAt: Math.max(0, shifted(body.finishedAt)),
      host: 'elsewhere',
      complete: this.#random.chance(0.9),
      decisions: [
        { at: 0, kind: 'retention', value: encodeRetention({ ...retentionPresets.lean, all: 0, daily: 1 }) },
      ],
    };
    const bytes = sealSnapshot(keys, repositoryId, { parts: chosen, body: fake }, (n) =>
      this.#random.bytes(n),
    );
    await this.#put(`${prefix}snapshots/${sha256Hex(bytes)}`, bytes);
    this.fakes++;
  }

  async #put(name: string, body: Uint8Array): Promise<void> {
    const lockUntil = this.#random.chance(0.3)
      ? Math.floor((this.#bucket.now() + this.#random.between(1, 60) * dayMs) / 1000) * 1000
      : undefined;
    await this.#store.put({ name, body, sha256: sha256Hex(body), lockUntil });
  }
}
