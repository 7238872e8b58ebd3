import type { SetState } from '../../../core/contract/app.ts';

/** Something else comes before the next backup: its button is the one that stands out. */
export const isUrgent = (state: SetState): boolean =>
  state === 'suspected' || state === 'lapsed' || state === 'at-risk';
