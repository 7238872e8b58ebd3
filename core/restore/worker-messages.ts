import type { RepositoryKeys } from '../crypto/keys.ts';
import type { ErrorCode } from '../errors/words.ts';
import type { BytePath } from '../model/entry.ts';
import type { Account } from './item-placer.ts';
import type { RestorePlan } from './restore-plan.ts';

export type RestoreTask =
  | {
      readonly kind: 'begin';
      readonly plan: RestorePlan;
      readonly keys: RepositoryKeys;
      readonly repositoryId: string;
      readonly account: Account;
      /** Two numbers of this worker's own: files and bytes written so far. */
      readonly progress: Float64Array;
    }
  | {
      readonly kind: 'unit';
      readonly unit: number;
      /** Bytes of the pack from `start` on; transferred. */
      readonly bytes: Uint8Array;
      readonly start: number;
      /** Rows of pieces, by place in the pack. */
      readonly pieces: Uint32Array;
    }
  /** Items without contents: empty files, symlinks, special files. */
  | { readonly kind: 'items'; readonly unit: number; readonly items: Uint32Array }
  | { readonly kind: 'end' };

/** `lost`: contents that are not restored; otherwise only metadata is wanting. */
export type ItemProblem = {
  readonly row: number;
  readonly lost: boolean;
  /** The bucket does not hold what it should. */
  readonly damaged?: true;
  readonly reason: string;
};

export type RestoreAnswer =
  | {
      readonly kind: 'done';
      readonly unit: number;
      readonly problems: readonly ItemProblem[];
      readonly renamed: readonly (readonly [number, BytePath])[];
      /** Of files of several pieces: the item of each piece that was dealt with, written or not. */
      readonly piecesOf: Uint32Array;
    }
  /** Nothing more can be written. */
  | { readonly kind: 'stop'; readonly code: ErrorCode; readonly path: string; readonly reason: string };
