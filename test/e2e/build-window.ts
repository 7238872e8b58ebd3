import { join } from 'node:path';
import { buildWhatIsStale } from '../../build/build-what-is-stale.ts';

/** Before all tests, so that they click what the sources say now. */
export async function setup(): Promise<void> {
  await buildWhatIsStale(join(import.meta.dirname, '../..'), ['renderer']);
}
