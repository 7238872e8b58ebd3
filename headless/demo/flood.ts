import type { FoundSnapshot } from '../../core/catalog/snapshots.ts';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import type { Instant } from '../../core/model/object.ts';
import type { SnapshotBody } from '../../core/model/snapshot.ts';
import { objectName } from '../../core/repository/names.ts';
import { encodeListPart } from '../../core/repository/list-part.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { sealSnapshot } from '../../core/repository/snapshot-object.ts';

/** A version that an intruder adds; without a body a marker. */
export type FloodVersion = {
  readonly name: string;
  readonly body: Uint8Array | undefined;
  readonly at: Instant;
};

export type FloodPlan = {
  readonly repository: Pick<Repository, 'prefix' | 'repositoryId' | 'keys'>;
  /** Oldest first, and their bytes by id. */
  readonly snapshots: readonly FoundSnapshot[];
  readonly bytesOf: ReadonlyMap<string, Uint8Array>;
  /** Full names of all that is ours. */
  readonly ours: readonly string[];
  /** When it begins, provider time; it takes two hours. */
  readonly attackAt: Instant;
  /** Versions under `snapshots/`, the fakes included, and everywhere else. */
  readonly among: number;
  readonly elsewhere: number;
  /** Sealed with the real keys. */
  readonly fakes: number;
  /** Names that an intruder sprinkled among ours over the weeks before. */
  readonly sprinkled: number;
  readonly random: (bytes: number) => Uint8Array;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const lastedMs = 2 * hourMs;

/**
 * For tests and measurements: what an intruder with all keys adds to a bucket. Half of what lies under `snapshots/` has names of the
 * right form; every name of ours is hidden and stored over.
 */
export function* flood(plan: FloodPlan): Generator<FloodVersion> {
  const { repository, snapshots, ours, attackAt, among, elsewhere, fakes, sprinkled, random } = plan;
  const { prefix } = repository;
  const rubbish = [700, 1_500, 4_000].map((length) => random(length));
  const body = (at: number): Uint8Array => rubbish[at % rubbish.length]!;
  const name = (kind: 'snapshots' | 'packs' | 'lists' | 'index'): string =>
    objectName(prefix, kind, sha256Hex(random(16)));
  const whenOf = (at: number, of: number): Instant => Math.floor(attackAt + minuteMs + (lastedMs * at) / of);

  const [first] = snapshots;
  const from = first?.uploadedAt ?? attackAt - dayMs;
  for (let at = 0; at < sprinkled; at++)
    yield {
      name: name('snapshots'),
      body: body(at),
      at: Math.floor(from + ((attackAt - from) * (at + 0.5)) / sprinkled),
    };

  for (let at = 0; at < ours.length; at++) {
    yield { name: ours[at]!, body: body(at), at: attackAt };
    yield { name: ours[at]!, body: undefined, at: attackAt + 1 };
  }

  let planted = sprinkled + snapshots.length * 2;
  for (let at = 0; at < fakes; at++)
    for (const version of fake(plan, at, whenOf(at, fakes))) {
      if (version.name.startsWith(`${prefix}snapshots/`)) planted++;
      yield version;
    }

  for (let at = 0; planted < among; at++, planted++) {
    const when = whenOf(at, among);
    if (at % 10 === 8) yield { name: `${prefix}snapshots/${at}`, body: body(at), at: when };
    else if (at % 10 === 9)
      yield { name: `${prefix}${snapshots[at % snapshots.length]!.version.name}`, body: body(at), at: when };
    else yield { name: name('snapshots'), body: body(at), at: when };
  }
  for (let at = 2 * (ours.length - snapshots.length); at < elsewhere; at++) {
    const when = whenOf(at, elsewhere);
    if (at % 4 === 0) yield { name: `${prefix}${at}`, body: body(at), at: when };
    else if (at % 4 === 1) yield { name: name('lists'), body: body(at), at: when };
    else yield { name: name('packs'), body: body(at), at: when };
  }
}

/** Future-dated, back-dated, naming what is not there, a copy of an old one under a new name, and above an old one. */
function* fake(plan: FloodPlan, index: number, at: Instant): Generator<FloodVersion> {
  const { repository, snapshots, bytesOf, random } = plan;
  const { prefix, keys, repositoryId } = repository;
  const old = snapshots[index % snapshots.length]!;
  const bytes = bytesOf.get(old.id)!;
  const kind = index % 5;
  if (kind === 3)
    return yield { name: objectName(prefix, 'snapshots', sha256Hex(random(16))), body: bytes, at };
  if (kind === 4) return yield { name: prefix + old.version.name, body: bytes, at };
  const when = kind === 0 ? at + 300 * dayMs : kind === 1 ? at - 20 * dayMs : at;
  const body: SnapshotBody = { ...old.body, startedAt: when, finishedAt: when, previous: old.id };
  let { parts } = old;
  if (kind === 2) {
    const rows = Array.from({ length: 1_000 }, () => {
      const hash = sha256Hex(random(16));
      return { name: objectName('', 'packs', hash), versionId: `4_z${hash}`, size: 33_554_432 };
    });
    const part = encodeListPart(rows);
    const partName = objectName('', 'lists', sha256Hex(part));
    yield { name: prefix + partName, body: part, at };
    parts = Array.from({ length: 50 }, () => {
      const hash = sha256Hex(random(16));
      return { name: objectName('', 'lists', hash), versionId: 'none', size: part.length };
    });
  }
  const sealed = sealSnapshot(keys, repositoryId, { parts, body }, random);
  yield { name: objectName(prefix, 'snapshots', sha256Hex(sealed)), body: sealed, at };
}
