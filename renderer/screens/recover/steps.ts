import type { RecoveryView } from '../../../core/contract/recover.ts';

export const steps = ['connect', 'look', 'choose', 'bring-back'] as const;
export type Step = (typeof steps)[number];

/** How far one may go: each step needs what the one before it brought. */
export function reachable(view: Pick<RecoveryView, 'open' | 'timeline' | 'chosen'>): readonly Step[] {
  if (!view.open) return ['connect'];
  if (view.timeline === null || view.timeline.snapshots.length === 0) return ['connect', 'look'];
  return view.chosen === null ? ['connect', 'look', 'choose'] : steps;
}

/** Where a recovery goes on that was begun before. The engine names a choice by itself; only who held one has chosen. */
export function startAt(view: RecoveryView): Step {
  if (view.held !== null && view.chosen !== null && view.timeline !== null) return 'bring-back';
  return view.open ? 'look' : 'connect';
}
