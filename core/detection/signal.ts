import type { Said } from '../model/said.ts';

export const signalKinds = [
  'canary-altered',
  'canary-missing',
  'notes',
  'extension',
  'type',
  'noise',
  'spread',
  'steady',
  'replaced',
  'strange',
  'rewritten',
  'deletion',
  'wiped',
  'volume',
  'set-up',
] as const;

export type SignalKind = (typeof signalKinds)[number];

/** Something about a run that deserves attention. */
export type Signal = {
  readonly kind: SignalKind;
  /** 1 to 3; their sum is the score. */
  readonly weight: number;
  /** Two different strong ones are an alarm. */
  readonly strong: boolean;
  readonly figure: number;
  /** The figure at which it fires, tolerances included. */
  readonly threshold: number;
  /** A sentence for people. */
  readonly words: string;
  /** The same for any language. */
  readonly said: Said;
  /** Up to 20 paths. */
  readonly files: readonly string[];
};

/** "It was me": this much of this signal, once, was all right. */
export type Tolerance = {
  readonly kind: SignalKind;
  readonly figure: number;
  /** Only what lies under this source folder; absent: everywhere. */
  readonly source?: string;
};

export type Judgement = {
  readonly verdict: 'quiet' | 'unusual' | 'suspected';
  readonly score: number;
  readonly signals: readonly Signal[];
};
