import { durationInWords } from './words-for-people.ts';

/** Nobody knows how fast the line is before it was used: one at home, in bytes a second. Who has a faster one is done sooner. */
const assumedBytesPerSecond = 10_000_000;

export const assumedSeconds = (bytes: number): number => bytes / assumedBytesPerSecond;

/** "about 2 h at 10 MB/s" */
export function timeAtAssumedSpeed(bytes: number): string {
  return `${timeTaken(assumedSeconds(bytes))} at ${assumedBytesPerSecond / 1_000_000} MB/s`;
}

export const timeTaken = (seconds: number): string =>
  seconds < 60 ? 'less than a minute' : `about ${durationInWords(seconds)}`;
