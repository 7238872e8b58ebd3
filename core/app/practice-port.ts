/** A practice vault that runs. Closed by whoever opened it; the last one ends it. */
export type RunningPractice = {
  /** Addresses for set-up: native B2 calls, and S3 with path style. */
  readonly b2: string;
  readonly s3: string;
  readonly region: string;
  /** An ordinary key with all capabilities: what set-up is given. */
  readonly keyId: string;
  readonly key: string;
  readonly clock: {
    readonly now: () => Promise<number>;
    /** Milliseconds; forward only. */
    readonly move: (milliseconds: number) => Promise<void>;
  };
  /** How far its clock is ahead of this computer's, ms. */
  readonly aheadMs: () => Promise<number>;
  /** What lies in it. */
  readonly bytes: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/**
 * How the engine has a practice vault without knowing it: whoever starts the engine brings it along. In a thread of its
 * own, so that it does not slow down whom it is to show off.
 */
export type PracticePort = {
  /**
   * @param port where it listened before, so that addresses stay; another one where that is taken
   * @throws path-impossible where another process uses the folder
   */
  readonly open: (folder: string, port?: number) => Promise<RunningPractice>;
};
