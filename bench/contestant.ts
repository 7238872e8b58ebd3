import type { Ceph } from '../test/ceph/start-ceph.ts';
import type { Command } from './run-measured.ts';

export type Step = 'first backup' | 'unchanged backup' | 'restore';

export const steps: readonly Step[] = ['first backup', 'unchanged backup', 'restore'];

/** A backup program, ready to be measured on a bucket of its own with nothing cached. */
export type Contestant = {
  readonly name: 'holdfast' | 'restic';
  readonly bucket: string;
  readonly commands: Readonly<Record<Step, Command>>;
};

export type Stage = {
  readonly ceph: Ceph;
  readonly tree: string;
  /** Scratch folder of this contestant and round; empty. */
  readonly folder: string;
  /** Folder to restore to; absent. */
  readonly target: string;
};
