import type { Catalog } from '../catalog/catalog.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { Instant } from '../model/object.ts';
import type { World } from '../system/world.ts';
import type { SeenVersion } from './judge-versions.ts';
import { versionKey } from './needs.ts';
import { readLeases } from './read-leases.ts';
import type { Upkeep } from './upkeep-context.ts';

/** So many dates are asked for again where listings do not tell them: one forgery in thirty of many is found 19 times of 20. */
const sampleSize = 100;

/** How the date of one version is known. `confirmed`: read back earlier; a compliance lock never shrinks. */
export type DateSource = 'listing' | 'question' | 'confirmed';

export type KnownDate = { readonly until: Instant; readonly source: DateSource };

export type ReadDates = {
  readonly dates: ReadonlyMap<SeenVersion, KnownDate>;
  /** Asked for and not there any more, although a listing a moment ago had them. */
  readonly gone: ReadonlySet<SeenVersion>;
  /** Of those confirmed earlier, how many were asked for again by chance. */
  readonly sampled: number;
};

/**
 * The date of everything that is ours: from the listing where that tells it; else one question each for what is not known to
 * last for ¾ P (a guard may have lengthened it) and for a sample of the rest, and the confirmed date for the others.
 * @param all ask for every date
 */
export async function readDates(
  upkeep: Pick<Upkeep, 'repository' | 'policy' | 'world'> & { readonly catalog: Catalog },
  seen: readonly SeenVersion[],
  now: Instant,
  all: boolean,
  onCall: () => void,
): Promise<ReadDates> {
  const dates = new Map<SeenVersion, KnownDate>();
  const asked: SeenVersion[] = [];
  const confirmed: SeenVersion[] = [];
  for (const one of seen) {
    if (one.listedUntil !== undefined) dates.set(one, { until: one.listedUntil, source: 'listing' });
    else if (all || isWorthAsking(one, now, upkeep.policy)) asked.push(one);
    else confirmed.push(one);
  }
  const sample = takeSample(confirmed, sampleSize, upkeep.world);
  const leases = await readLeases(
    upkeep,
    [...asked, ...sample].map(({ known }) => known),
    onCall,
  );
  const gone = new Set<SeenVersion>();
  for (const one of [...asked, ...sample]) {
    const lease = leases.get(versionKey(one.known));
    if (lease) dates.set(one, { until: lease.until, source: 'question' });
    else gone.add(one);
  }
  for (const one of confirmed)
    if (!dates.has(one) && !gone.has(one))
      dates.set(one, { until: one.known.confirmedUntil, source: 'confirmed' });
  return { dates, gone, sampled: sample.length };
}

const isWorthAsking = ({ known }: SeenVersion, now: Instant, { protectMs }: LockPolicy): boolean =>
  known.needed && known.confirmedUntil < now + (3 / 4) * protectMs;

/** `size` of them, each set equally likely. */
export function takeSample<T>(
  items: readonly T[],
  size: number,
  { random }: Pick<World, 'random'>,
): readonly T[] {
  const left = [...items];
  const taken: T[] = [];
  while (taken.length < size && left.length > 0) {
    const bytes = random(4);
    const at = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) % left.length;
    taken.push(left[at]!);
    left[at] = left.at(-1)!;
    left.pop();
  }
  return taken;
}
