import { dayMs } from '../locks/period.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';

/**
 * Whether a snapshot says of itself to be of another day than the provider received it on: its own date is shown, never
 * obeyed.
 */
export const disagreesOnDate = ({
  uploadedAt,
  body,
}: Pick<FoundSnapshot, 'uploadedAt'> & {
  readonly body: Pick<FoundSnapshot['body'], 'finishedAt'>;
}): boolean => !(Math.abs(body.finishedAt - uploadedAt) <= dayMs);
