import { dayMs } from '../../locks/period.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { Instant } from '../../model/object.ts';
import type { Day } from '../../model/said.ts';

const minuteMs = 60_000;
/** Its own times are made from the provider's, so a true one is at most some seconds ahead of its upload. */
const aheadMs = 5 * minuteMs;
/** Between the end of a run and the upload of its snapshot lie a few renewals and repeated requests. */
const behindMs = dayMs;

/** Whether what a snapshot says of its own time fits the provider's time of its upload. */
export function judgeOwnDates({
  uploadedAt,
  body: { startedAt, finishedAt },
}: Pick<FoundSnapshot, 'uploadedAt' | 'body'>): 'fits' | 'future-dated' | 'back-dated' {
  if (Math.max(startedAt, finishedAt) > uploadedAt + aheadMs) return 'future-dated';
  if (finishedAt < uploadedAt - behindMs) return 'back-dated';
  return 'fits';
}

/** "says 3 May 2026, was uploaded on 9 June 2026" */
export function ownDatesInWords({
  uploadedAt,
  body: { finishedAt },
}: Pick<FoundSnapshot, 'uploadedAt' | 'body'>): string {
  return `says ${dayInWords(finishedAt)}, was uploaded on ${dayInWords(uploadedAt)}`;
}

/** The same for any language. */
export const ownDatesOf = ({
  uploadedAt,
  body: { finishedAt },
}: Pick<FoundSnapshot, 'uploadedAt' | 'body'>): { readonly says: Day; readonly came: Day } => ({
  says: { day: finishedAt },
  came: { day: uploadedAt },
});

/** In UTC; what a snapshot says of itself may be no date at all. */
export function dayInWords(instant: Instant): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return 'a day that never comes';
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
