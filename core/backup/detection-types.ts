import type { Judgement } from '../detection/signal.ts';
import type { NodeReader } from '../detection/tree-diff.ts';
import type { Suspicion } from '../locks/suspicion.ts';
import type { Decision } from '../model/snapshot.ts';
import type { RenewalReport } from '../upkeep/renew-locks.ts';

/** Decoy files (core/app/canaries.ts), by path. */
export type CanaryFindings = { readonly altered: readonly string[]; readonly missing: readonly string[] };

/** What a run needs to judge itself. */
export type Detection = {
  /** Reads directories of any snapshot, and of what this run has uploaded. */
  readonly nodes: NodeReader;
  /** Looks at the decoys at or below these paths. */
  readonly canaries: (roots: readonly string[]) => Promise<CanaryFindings>;
  /** Keeps the owner's decisions with the suspicion that was added, before they are published. */
  readonly keepDecisions: (list: readonly Decision[]) => Promise<void>;
};

export type DetectionReport = {
  /** undefined: there is nothing to compare with, or it could not be read. */
  readonly judgement: Judgement | undefined;
  /** The one that is open after this run, whichever run found it first. */
  readonly suspicion: OpenSuspicion | undefined;
  /** For people, a line each: the set-up changed, the catalog is new, a long gap. */
  readonly notes: readonly string[];
};

export type OpenSuspicion = Suspicion & {
  /** This run found it, or found signs of another kind. */
  readonly isNew: boolean;
  /** Id of the newest complete snapshot before it; null: there is none. */
  readonly lastClean: string | null;
  /** Of the locks of that snapshot; undefined: nothing was looked at now, or it could not be. */
  readonly renewal: RenewalReport | undefined;
};
