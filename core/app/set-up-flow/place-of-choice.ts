import type { StorageChoice } from '../../contract/setup.ts';
import type { RunningPractice } from '../practice-port.ts';
import { inWindowWords } from '../secret-desk/recovery-talk.ts';
import { storagePlace, type StoragePlace } from '../storage-place.ts';

const practiceBucket = 'practice-backups';

/**
 * Where a draft wants its backups.
 * @param practice runs where that was chosen
 * @throws request-invalid with one sentence about the first thing that cannot be
 */
export function placeOfChoice(
  choice: StorageChoice,
  practice: { readonly vault: Pick<RunningPractice, 'b2'>; readonly prefix: string } | undefined,
): StoragePlace {
  try {
    if (choice.kind === 'practice')
      return storagePlace({
        b2: practice?.vault.b2 ?? '',
        bucket: practiceBucket,
        prefix: practice?.prefix ?? '',
      });
    const { bucket, prefix, endpoint } = choice;
    return choice.kind === 'b2'
      ? storagePlace({ b2: endpoint ?? true, bucket, prefix })
      : storagePlace({
          s3: choice.endpoint,
          bucket,
          prefix,
          ...(choice.region === '' ? {} : { region: choice.region }),
        });
  } catch (error) {
    throw inWindowWords(error);
  }
}

/** Whether a key that was typed for one choice can be meant for the other: another bucket is no other account. */
export function takesSameKey(before: StorageChoice | undefined, after: StorageChoice): boolean {
  if (!before || before.kind !== after.kind) return false;
  if (before.kind === 'practice' || after.kind === 'practice') return true;
  return before.endpoint === after.endpoint && before.key === after.key;
}
