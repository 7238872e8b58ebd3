import type { Said, Told } from '../../model/said.ts';

/** What the run that made a snapshot looks like beside those before it. */
export type RunVerdict = {
  readonly verdict: 'quiet' | 'unusual' | 'suspected';
  /** Of the signals, strongest first. */
  readonly signs: readonly Told[];
  /** How the set-up differs from that of the run before it. */
  readonly setUp: readonly Told[];
  /** The change of the set-up takes most of what was backed up away. */
  readonly shrunk: boolean;
};

export const inARow = (told: readonly Told[]): string => told.map(({ words }) => words).join('; ');
export const saidIn = (told: readonly Told[]): readonly Said[] => told.map(({ said }) => said);
