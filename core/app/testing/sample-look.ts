import type { Look } from '../service/look.ts';

/** At a bucket in which all is well; when that was, and until when its locks run, the test says. */
export const sampleLook: Omit<Look, 'at' | 'least'> = {
  version: 1,
  aheadMs: 0,
  snapshots: 1,
  kept: 1,
  newest: null,
  hiddenNeeded: 0,
  calendar: [],
  neededBytes: 1,
  otherBytes: 0,
  suspectedSince: null,
  clockWarning: null,
  keyAlarm: null,
  keyWords: null,
};
