/** What the run that made a snapshot looks like beside those before it. */
export type RunVerdict = {
  readonly verdict: 'quiet' | 'unusual' | 'suspected';
  /** Of the signals, strongest first. */
  readonly words: readonly string[];
  /** How the set-up differs from that of the run before it. */
  readonly setUp: readonly string[];
  /** The change of the set-up takes most of what was backed up away. */
  readonly shrunk: boolean;
};
