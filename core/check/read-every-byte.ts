import { availableParallelism } from 'node:os';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { parseName } from '../repository/names.ts';
import type { Repository } from '../repository/repository.ts';
import { concurrently } from '../system/concurrently.ts';
import { ByteBudget } from '../restore/byte-budget.ts';
import { CheckPool } from './check-pool.ts';
import type { Findings } from './finding.ts';
import type { NeededObjects } from './needed-objects.ts';
import type { PackContentsFound } from './read-contents.ts';

/** Of packs, which have 32 to 128 MiB; one alone may be larger. */
const bytesInFlight = 80 << 20;

/**
 * `--read-data`: downloads every needed pack and verifies every byte. Marks what cannot be read in the table, so that the
 * walk of the trees can name the files.
 * @returns bytes read
 */
export async function readEveryByte(
  repository: Repository,
  needed: NeededObjects,
  contents: PackContentsFound,
  findings: Findings,
  tick: (bytes: number) => void,
): Promise<number> {
  const { store, prefix } = repository;
  const count = Math.min(4, Math.max(1, availableParallelism()));
  const budget = new ByteBudget(bytesInFlight);
  const pool = new CheckPool(count, repository);
  let total = 0;
  try {
    await concurrently(contents.table.packs.keys(), count + 1, async (number) => {
      const pack = contents.table.packs[number];
      const object = needed.all.get(contents.keys[number] ?? '');
      if (!pack || !object || !contents.readable[number]) return;
      await budget.take(pack.size);
      try {
        const bytes = await store.get({ name: prefix + pack.name, versionId: pack.versionId });
        const { length } = bytes;
        const verdict = await pool.verify(pack.kind, parseName('', pack.name)?.hash ?? '', bytes);
        total += length;
        tick(length);
        if (verdict.damage === undefined) return;
        findings.add('pack-damaged', pack.name, { ...object, detail: verdict.damage });
        if (verdict.badChunks === undefined) contents.readable[number] = false;
        for (const id of verdict.badChunks ?? []) contents.table.markBad(number, id);
      } catch (error) {
        if (!isHoldfastError(error, 'object-missing')) throw error;
        findings.add('pack-missing', pack.name, object);
        contents.readable[number] = false;
      } finally {
        budget.giveBack(pack.size);
      }
    });
  } finally {
    await pool.close();
  }
  return total;
}
