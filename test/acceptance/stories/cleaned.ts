import { expect, test } from 'vitest';
import type { BucketVersion } from '../places/intruder.ts';
import type { DayAfter } from './recovered.ts';

/** After an attack that hid everything. */
export function cleanedStory(dayAfter: () => DayAfter): void {
  test('cleaning takes his markers away, and nothing else', async () => {
    const { setUp, elsewhere } = dayAfter();
    const ours = async (): Promise<readonly BucketVersion[]> =>
      (await setUp.owner.list()).filter(({ name }) => !name.includes('/proof/'));
    const before = await ours();
    const { keyId, key } = setUp.maintenance;
    const cleaner = elsewhere.withEnvironment({
      HOLDFAST_MAINTENANCE_KEY_ID: keyId,
      HOLDFAST_MAINTENANCE_KEY: key,
    });
    await cleaner.succeed(['recover', 'clean', '--kit', setUp.kit, '--execute'], [0, 3]);
    expect(before.filter(({ kind }) => kind === 'marker').length).toBeGreaterThan(5);
    expect(await ours()).toEqual(before.filter(({ kind }) => kind === 'object'));
  });
}
