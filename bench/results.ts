import type { Contestant, Step } from './contestant.ts';
import type { Requests } from './request-log.ts';
import type { Usage } from './run-measured.ts';

/** One program, one step, one round. */
export type Measurement = Usage & {
  readonly program: Contestant['name'];
  readonly step: Step;
  readonly round: number;
  readonly requests: Requests;
  /** Bytes and objects in the bucket afterwards. */
  readonly storedBytes: number;
  readonly storedObjects: number;
};

export type Results = {
  readonly date: string;
  readonly machine: string;
  readonly restic: string;
  readonly tree: {
    readonly parts: readonly { readonly from: string; readonly files: number; readonly bytes: number }[];
    readonly files: number;
    readonly bytes: number;
  };
  readonly rounds: number;
  /** Whether the restored trees were compared with the original, and how. */
  readonly comparison: string;
  readonly measurements: readonly Measurement[];
};
